import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures.ts';
import { LEARNING } from './server.ts';

const PHONE = { width: 360, height: 740 };

async function look(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
    // A theme changes colours alone: the other rules have spoken already.
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.html.slice(0, 160)}`),
    );
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
  const size = page.viewportSize();
  await page.setViewportSize(PHONE);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `${what} is wider than a phone`).toBeLessThanOrEqual(0);
  if (size !== null) await page.setViewportSize(size);
}

test('every page is accessible in both themes and fits a phone', async ({
  reviewer,
  agent,
  server,
  browser,
}) => {
  test.setTimeout(120_000);
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
  await page.addInitScript(() => {
    const shown: string[] = [];
    class Fake {
      static permission = 'default';
      static async requestPermission() {
        Fake.permission = 'granted';
        return 'granted';
      }
      onclick = null;
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}\n${body}`);
      }
      close() {}
    }
    Object.assign(window, { Notification: Fake, shown });
  });
  await agent.propose({ target_file: 'src/sure-1.py', new_code: 'a = 1\n', confidence: 0.95 });
  await page.reload();
  await page.getByRole('button', { name: 'Notify me of the next one' }).click();
  await expect(page.getByText('Notifications are on')).toBeVisible();
  await agent.propose({ target_file: 'src/unsure.py', new_code: 'b = 1\n', confidence: 0.5 });
  await agent.propose({ target_file: 'src/sure-2.py', new_code: 'c = 1\n', confidence: 0.97 });
  await expect(page.getByRole('row', { name: /src\/sure-2\.py/ })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { shown: string[] }).shown))
    .toEqual(['High-confidence request (97 %)\nsrc/sure-2.py\nlearning_module']);
});
