import { Agent, expect, test } from './fixtures.ts';
import { look } from './look.ts';

const COMPONENT = 'tutor_module';

test('shows what was reported, has the loop consider it, and says why it acted', async ({
  reviewer,
  agent,
  server,
}) => {
  test.setTimeout(240_000);
  const monitor = new Agent(server.url, await server.token('monitor', 'gate-watch'));
  const complaint = (i: number) => ({
    feedback_id: `complaint-${i}`,
    type: 'explicit_negative',
    component: COMPONENT,
    source: 'user',
    rating: 0.2,
    comment: `The import \u202eof lesson ${i} crashed.`,
  });
  await agent.report(...[1, 2, 3, 4].map(complaint), { type: 'explicit_positive', component: COMPONENT });
  await monitor.report(
    ...Array.from({ length: 60 }, (_, i) => ({
      feedback_id: `reading-${i}`,
      type: 'performance_metric',
      component: 'storage_module',
      metrics: { latency_ms: 100 + i },
    })),
    {
      type: 'gate_violation',
      component: COMPONENT,
      context: { gate_type: 'autonomy', passed: false, score: -0.4, reason: 'The user was not asked.' },
    },
  );

  const page = await reviewer();
  await page.getByRole('link', { name: 'Loop', exact: true }).focus();
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: new RegExp(COMPONENT) });
  await expect(row.getByRole('cell').first()).toHaveText('6');
  await expect(page.getByText('none: suggestions stand without a patch')).toBeVisible();

  await page.getByLabel('Component', { exact: true }).fill(COMPONENT);
  await page.keyboard.press('Enter');
  const followed = page.getByRole('status').filter({ hasText: 'Suggested: ' });
  await expect(followed).toContainText('No model is configured', { timeout: 60_000 });
  await expect(page.getByRole('list', { name: 'Suggestions' })).toContainText(
    `${COMPONENT}comments that mention`,
  );
  await expect(page.getByRole('list', { name: 'Considered' })).toContainText('asked by alice');
  await look(page, 'loop');

  await page.getByRole('link', { name: COMPONENT }).first().click();
  await expect(page.getByRole('heading', { name: 'Feedback' })).toBeVisible();
  const events = page.getByRole('list', { name: 'Feedback' }).getByRole('listitem');
  await expect(events).toHaveCount(6);
  await expect(events.filter({ hasText: 'lesson 3 crashed' })).toContainText('⟦U+202E⟧');
  await page.getByLabel('Sent by').selectOption('A monitor');
  await expect(events).toHaveCount(1);
  await expect(events).toContainText('counts against it: gate, autonomy');
  await page.reload();
  await expect(events).toHaveCount(1);
  await look(page, 'feedback');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(events).toHaveCount(50);
  await page.getByRole('button', { name: 'Show earlier ones' }).click();
  await expect(events.filter({ hasText: 'lesson 3 crashed' })).toHaveCount(1);
  await page.getByLabel('Component', { exact: true }).fill('nobody');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No such feedback')).toBeVisible();
});

test('draws how requests ended and what confidences have been worth', async ({ reviewer, agent }) => {
  test.setTimeout(240_000);
  const page = await reviewer();
  const id = await agent.propose({
    target_file: 'src/weighed.py',
    new_code: 'w = 1\n',
    component: COMPONENT,
  });
  await page.goto(`/requests/${id}`);
  await page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(page.locator('[data-status=APPLIED]').first()).toBeVisible();

  await page.getByRole('link', { name: 'Analytics' }).click();
  await expect(page.getByRole('img', { name: /^Decisions of each day: [1-9]\d* applied/ })).toBeVisible();
  const curve = page.getByRole('heading', { name: `bot on ${COMPONENT}` }).locator('..');
  await expect(curve).toContainText('1 of 1 request ended well. Brier score 0.040. Too few to calibrate by.');
  await curve.getByText('The figures as a table').click();
  await expect(curve.getByRole('row', { name: '80 % 1 100 %' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'src/weighed.py' })).toBeVisible();
  await expect(page.getByText('Monitors have not reported enough since.').first()).toBeVisible();
  await look(page, 'analytics');
});
