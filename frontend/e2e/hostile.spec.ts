import { expect, test } from './fixtures.ts';
import { expectInert, look } from './look.ts';

/** Whatever a page might run, follow, turn or swallow. */
const HOSTILE = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> [x](javascript:window.pwned=1) \u202egnp.exe\u200b שלום \u001b[31m`;
const SHOWN = '[x](javascript:window.pwned=1) ⟦U+202E⟧gnp.exe⟦U+200B⟧ שלום ⟦U+001B⟧[31m';

test('what an agent writes stays text, and nothing in it stays hidden', async ({ reviewer, agent }) => {
  const page = await reviewer();
  const id = await agent.propose({
    target_file: 'src/hostile.py',
    new_code: `# \u202e } if admin: { \u2066\nlong = '${'A'.repeat(10_000)}'\n\u200bname = 'שלום'\nurl = 'javascript:alert(1)'\n`,
    component: '<b>bold</b>\u202e',
    reasoning: `<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202egnp.exe\u200b\n${'w'.repeat(10_000)}`,
    metrics: { '<u>key</u>': '\u202evalue', nested: { '</script>': [1] } },
    feedback_ids: ['<i>id</i>', '\u2067id'],
    confidence: 0.99,
  });
  const row = page.getByRole('row', { name: /hostile\.py/ });
  await expect(row).toContainText('<script>alert(1)</script>');
  await expect(row).toContainText('<b>bold</b>⟦U+202E⟧');
  await expect(page.getByRole('complementary', { name: 'High-confidence requests' })).toContainText(
    'src/hostile.py',
  );

  await look(page, 'hostile row');
  await page.goto(`/requests/${id}`);
  await expect(page.getByText('⟦U+200B⟧').first()).toBeVisible();
  await look(page, 'hostile request');
  const article = page.getByRole('article');
  await expect(article.locator('td[data-kind=add] bdi').first()).toHaveText(
    '# ⟦U+202E⟧ } if admin: { ⟦U+2066⟧',
  );
  await expect(article).toContainText('⟦U+202E⟧gnp.exe⟦U+200B⟧');
  await expect(article.getByRole('rowheader', { name: '<u>key</u>' })).toBeVisible();
  await expect(article.locator('script, img, b, u, i, [href^="javascript:"]')).toHaveCount(0);

  const long = article.locator('td[data-kind=add]').nth(1);
  await expect(long.getByRole('button', { name: /more characters/ })).toBeVisible();
  expect((await long.innerText()).length).toBeLessThan(2_000);
  await long.getByRole('button', { name: /more characters/ }).click();
  await expect(long).toContainText('A'.repeat(10_000));
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test('what is said, reported and suggested stays text wherever it is shown', async ({ reviewer, agent }) => {
  test.setTimeout(120_000);
  const component = '<i>hostile</i>\u202e';
  const id = await agent.propose({ target_file: 'src/talked.py', new_code: 'x = 1\n', component });
  const report = (i: number) => ({
    feedback_id: `<u>${i}</u>\u2066`,
    type: 'explicit_negative',
    component,
    source: '<u>user</u>\u202e',
    user_id: '<u>someone</u>\u200b',
    comment: `${HOSTILE} ${'w'.repeat(3_000)}`,
    context: { '<u>key</u>\u202e': HOSTILE },
  });
  await agent.report(...[1, 2, 3, 4, 5, 6].map(report));
  await agent.consider(component);

  const page = await reviewer();
  await page.goto(`/requests/${id}`);
  await expect(page.getByText('x = 1')).toBeVisible();
  await page.keyboard.press('c');
  await page.getByLabel('What to say').fill(HOSTILE);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(SHOWN);
  await page.keyboard.press('d');
  await page.getByLabel('Category').selectOption('other');
  await page.getByLabel('Comment').fill(HOSTILE);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-status=DENIED]').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText(SHOWN);
  await expectInert(page, 'a denied request');

  await page.getByRole('link', { name: 'Decisions' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'src/talked.py' })).toContainText(SHOWN);
  await expectInert(page, 'decisions');

  await page.getByRole('link', { name: 'Loop', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Suggestions' })).toContainText('<i>hostile</i>⟦U+202E⟧', {
    timeout: 60_000,
  });
  await look(page, 'hostile loop');
  await page
    .getByRole('link', { name: /hostile/ })
    .first()
    .click();
  await expect(page.getByRole('list', { name: 'Feedback' }).getByRole('listitem')).toHaveCount(6);
  await expect(page.getByRole('list', { name: 'Feedback' })).toContainText(SHOWN);
  await look(page, 'hostile feedback');
  await page.getByRole('link', { name: 'Analytics' }).click();
  await expect(page.getByRole('heading', { name: /bot on <i>hostile<\/i>⟦U\+202E⟧/ })).toBeVisible();
  await expectInert(page, 'analytics');
});

test('a diff of 5,000 lines is drawn as far as it is looked at', async ({ reviewer, agent, server }) => {
  const before = Array.from({ length: 5_000 }, (_, i) => `value_${i} = compute(${i}, "old")`).join('\n');
  await server.write('src/large.py', `${before}\n`);
  const page = await reviewer();
  const id = await agent.propose({
    target_file: 'src/large.py',
    new_code: `${before.replaceAll('old', 'new')}\n`,
  });
  await expect(page.getByRole('link', { name: 'src/large.py' }).first()).toBeVisible();
  await page.goto(`/requests/${id}`);
  await expect(page.getByText('value_0 = compute(0, "old")')).toBeVisible();
  await expect(page.getByText('5,000 lines added')).toBeVisible();
  expect(await page.locator('tr').count()).toBeLessThan(1_500);
  await look(page, 'long diff', 'tbody');

  await page.keyboard.press('End');
  await expect(page.getByText('value_4999 = compute(4999, "new")')).toBeVisible();
  expect(await page.locator('tr').count()).toBeLessThan(1_500);
  await page.keyboard.press('Home');
  await expect(page.getByText('value_0 = compute(0, "old")')).toBeVisible();
});
