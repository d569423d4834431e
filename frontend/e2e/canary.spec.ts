import { Agent, expect, open, signIn, standInForNotifications, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING, Server } from './server.ts';

const FILE = 'src/learning.py';
const COMPONENT = 'learning_module';
const SORTED = LEARNING.replace('list(events)', 'sorted(events)');
/** A look at what is in the canary may be half a minute away. */
const LOOK = { timeout: 90_000 };
let serial = 0;

const events = (variant: 'stable' | 'canary', count: number, negative: number) =>
  Array.from({ length: count }, (_, i) => ({
    feedback_id: `canary-${serial++}`,
    type: i < negative ? 'explicit_negative' : 'explicit_positive',
    component: COMPONENT,
    context: { variant },
  }));

test('what is approved goes to the canary, and a person takes it out or lets it into the workspace', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const server = await Server.create(
    ({ canary }) => `syntax_checks: false
    canary: {root: ${canary}, share: 0.2, watch: 30s, min_events: 20}`,
  );
  const inCanary = (path: string) => server.read(path, server.canary);
  try {
    await server.start();
    await server.addUser('alice', 'reviewer');
    await server.addUser('root', 'admin');
    const agent = new Agent(server.url, await server.token('agent', 'bot', '--owner', 'root'));
    const monitor = new Agent(server.url, await server.token('monitor', 'outcome-watch'));
    const page = await open(browser, server.url);
    await signIn(page, 'alice');
    const panel = page.getByRole('region', { name: 'Canary' });
    const timeline = page.getByRole('region', { name: 'Timeline' });
    const approve = async (id: string) => {
      await page.goto(`/requests/${id}`);
      await page
        .getByRole('button', { name: /^Approve/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Approve into the canary' }).click();
      await expect(page.getByText('it is in the canary now')).toBeVisible();
    };

    const first = await agent.propose({ target_file: FILE, new_code: SORTED });
    await approve(first);
    await expect(page.locator('[data-status=CANARY]').first()).toBeVisible();
    expect(await inCanary(FILE)).toBe(SORTED);
    expect(await server.read(FILE)).toBe(LEARNING);
    await expect(panel).toContainText('20 % of the traffic');
    await expect(panel).toContainText('Monitors have not reported enough of both variants yet.');
    await expect(panel).toContainText('the rule withdraws it');

    await monitor.report(...events('stable', 40, 8), ...events('canary', 40, 9));
    await expect(panel.getByRole('list', { name: 'Effects' })).toContainText('Negative feedback', LOOK);
    await expect(panel).toContainText('40 on the canary, 40 on stable');
    await expect(panel).toContainText('no difference is beyond chance');
    await expect(page.getByRole('list', { name: 'At a glance' })).toContainText('Canary');
    await look(page, 'canary compared');

    await page.keyboard.press('w');
    await page.keyboard.press('Control+Enter');
    await expect(panel.getByText('Say why.')).toBeVisible();
    await page.keyboard.type('It answers more slowly.');
    await look(page, 'canary withdrawing');
    await page.keyboard.press('Control+Enter');
    await expect(panel.getByRole('status')).toContainText('Withdrawn from the canary');
    await expect(panel.getByRole('status')).toContainText('It answers more slowly.');
    await expect(page.locator('[data-status=ROLLED_BACK]').first()).toBeVisible();
    for (const line of ['Put into the canary by patchgate', 'Withdrawn from the canary by alice']) {
      await expect(timeline).toContainText(line);
    }
    expect(await inCanary(FILE)).toBe(LEARNING);
    await look(page, 'canary withdrawn');

    const second = await agent.propose({ target_file: FILE, new_code: SORTED });
    await approve(second);
    await page.getByRole('link', { name: 'Decisions' }).click();
    await expect(page.locator('[data-status=CANARY]')).toHaveCount(1);

    const root = await open(browser, server.url);
    await signIn(root, 'root');
    const shown = await standInForNotifications(root);
    await root.evaluate(() => Notification.requestPermission());
    const alert = root.getByRole('complementary', { name: 'Canaries' });
    await expect(alert).toContainText('1 request in the canary waits', { timeout: 180_000 });
    await expect.poll(shown).toEqual([`A canary waits for a person\n${FILE}\n${COMPONENT}`]);
    await look(root, 'canary alert');
    await alert.getByRole('link', { name: FILE }).click();
    const roots = root.getByRole('region', { name: 'Canary' });
    await expect(roots).toContainText('It waits for a person');
    // He answers for the agent: it is for somebody else to promote, and he may still take it out.
    await expect(roots.getByRole('button', { name: /^Promote/ })).toBeDisabled();
    await expect(roots.getByRole('button', { name: /^Withdraw/ })).toBeEnabled();
    await root.getByRole('button', { name: 'Stop', exact: true }).click();
    await root.getByRole('button', { name: 'Stop everything' }).click();
    await expect(roots).toContainText('nothing is compared, promoted or withdrawn');
    await expect(roots.getByRole('button', { name: /^Withdraw/ })).toBeDisabled();
    await root.getByRole('button', { name: 'Resume' }).click();

    await page.goto(`/requests/${second}`);
    await server.write(FILE, `${LEARNING}# by hand\n`);
    await expect(panel.getByRole('button', { name: /^Promote/ })).toBeEnabled();
    await page.keyboard.press('p');
    await expect(page.getByRole('button', { name: 'Promote and apply' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('alert')).toContainText(FILE);
    await expect(panel.getByRole('alert')).toContainText('Not promoted');
    await expect(page.getByRole('button', { name: 'Promote and apply' })).toBeFocused();
    await look(page, 'canary promotion refused');
    await page.keyboard.press('Escape');
    await expect(panel.getByRole('alert')).toContainText('The latest attempt could not be done');

    await server.write(FILE, LEARNING);
    await page.keyboard.press('p');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('status')).toContainText('Promoted from the canary');
    await expect(page.locator('[data-status=APPLIED]').first()).toBeVisible();
    await expect(timeline).toContainText('The canary waits for a person');
    await expect(timeline).toContainText('Promoted from the canary and applied by alice');
    expect(await server.read(FILE)).toBe(SORTED);
    await look(page, 'canary promoted');

    await page.getByRole('link', { name: 'Analytics' }).click();
    const compared = page.getByRole('region', { name: 'Stable and canary' });
    await expect(compared.getByRole('heading', { name: FILE })).toHaveCount(2);
    await expect(compared).toContainText('promoted');
    await compared.scrollIntoViewIfNeeded();
    await look(page, 'canary analytics');
    await page.context().close();
    await root.context().close();
  } finally {
    await server.remove();
  }
});
