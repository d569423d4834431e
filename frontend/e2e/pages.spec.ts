import { expect, open, standInForNotifications, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING } from './server.ts';

test('every page is accessible in both themes and fits a phone', async ({
  reviewer,
  agent,
  server,
  browser,
}) => {
  test.setTimeout(240_000);
  await server.write('src/looked-at.py', LEARNING);
  const id = await agent.propose({
    target_file: 'src/looked-at.py',
    new_code: LEARNING.replace('list(events)', 'sorted(events)  # \u200b'),
    confidence: 0.95,
    metrics: { negative_ratio: 0.35 },
    feedback_ids: ['feedback_1'],
  });
  const stranger = await open(browser, server.url);
  await stranger.goto('/');
  await expect(stranger.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await look(stranger, 'sign-in');
  await stranger.getByLabel('Name').fill('alice');
  await stranger.getByLabel('Password', { exact: true }).fill('wrong horse battery staple');
  await stranger.keyboard.press('Enter');
  await expect(stranger.getByRole('alert').filter({ hasText: 'Name or password is wrong' })).toBeVisible();
  await look(stranger, 'sign-in refused');
  await stranger.goto('/sign-in#link=spent');
  await expect(stranger.getByText('The sign-in link did not work')).toBeVisible();
  await look(stranger, 'sign-in link refused');

  const page = await reviewer();
  await expect(page.getByRole('link', { name: 'src/looked-at.py' }).first()).toBeVisible();
  await page.keyboard.press('j');
  await look(page, 'queue');

  await page.goto(`/requests/${id}`);
  await expect(page.locator('[data-token]').first()).toBeVisible();
  await look(page, 'request');
  await page.keyboard.press('s');
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Approve and apply' })).toBeFocused();
  await look(page, 'approval');
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await page.getByRole('button', { name: 'Deny the request' }).click();
  await look(page, 'denial');
  await page.getByLabel('Category').selectOption('other');
  await page.getByLabel('Comment').fill('Only looked at.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-status=DENIED]').first()).toBeVisible();
  await look(page, 'decided request');

  await page.getByRole('link', { name: 'Decisions' }).click();
  await expect(page.getByText('Only looked at.')).toBeVisible();
  await look(page, 'decisions');
  await page.getByRole('link', { name: 'Protected files' }).click();
  await expect(page.getByText('gate_system.py')).toBeVisible();
  await look(page, 'protected files');

  await page.goto('/requests/00000000-0000-4000-8000-000000000000');
  await expect(page.getByText('There is no such request')).toBeVisible();
  await look(page, 'unknown request');
  await page.goto('/nowhere');
  await expect(page.getByText('There is no such page')).toBeVisible();
  await look(page, 'unknown page');
});

test('a one-time link signs in once, and its secret does not stay in the address', async ({
  browser,
  server,
}) => {
  const link = await server.addUserByLink('dora', 'reviewer');
  const page = await open(browser, server.url);
  const answer = await page.goto(link);
  await expect(page.getByText('dora · reviewer')).toBeVisible();
  expect(page.url()).toBe(`${server.url}/`);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(policy).toMatch(/style-src [^;]*'nonce-/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');

  const second = await open(browser, server.url);
  await second.goto(link);
  await expect(second.getByText('The sign-in link did not work')).toBeVisible();
});

test('an auditor is told that the requests are for reviewers', async ({ reviewer }) => {
  const page = await reviewer('carl');
  await expect(page.getByText('Requests are shown to reviewers')).toBeVisible();
  await look(page, 'not permitted');
});

test('an admin protects a further path for good', async ({ reviewer }) => {
  const page = await reviewer('root');
  await page.getByRole('link', { name: 'Protected files' }).click();
  await page.getByText('Pattern', { exact: true }).click();
  await page.getByLabel('Path or pattern').fill('src/kernel/**');
  await look(page, 'adding a protected file');
  await page.getByRole('button', { name: 'Protect for good' }).click();
  await expect(page.getByText('src/kernel/** matches no file yet.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'src/kernel/**' })).toBeVisible();
  await page.getByLabel('Path or pattern').fill('../outside');
  await page.getByRole('button', { name: 'Protect for good' }).click();
  await expect(page.getByText(/The pattern .+\./)).toBeVisible();
});

test('a click asks for notifications, and a high-confidence request then makes one', async ({
  reviewer,
  agent,
}) => {
  const page = await reviewer();
  const shown = await standInForNotifications(page);
  await agent.propose({ target_file: 'src/sure-1.py', new_code: 'a = 1\n', confidence: 0.95 });
  await page.getByRole('button', { name: 'Notify me of the next one' }).click();
  await expect(page.getByText('Notifications are on')).toBeVisible();
  await agent.propose({ target_file: 'src/unsure.py', new_code: 'b = 1\n', confidence: 0.5 });
  await agent.propose({ target_file: 'src/sure-2.py', new_code: 'c = 1\n', confidence: 0.97 });
  await expect(page.getByRole('row', { name: /src\/sure-2\.py/ })).toBeVisible();
  await expect.poll(shown).toEqual(['High-confidence request (97 %)\nsrc/sure-2.py\nlearning_module']);
});
