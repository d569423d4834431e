import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

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
