import { expect, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING } from './server.ts';

const BETTER = LEARNING.replace(
  'return list(events)',
  'return [event for event in events if event is not None]',
);

// First of all files by name: it begins with nothing waiting.
test('a request arrives by itself, is read, approved with two keys and applied; then rolled back', async ({
  reviewer,
  agent,
  server,
}) => {
  await server.write('src/learning.py', LEARNING);
  const page = await reviewer();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await look(page, 'queue empty');

  await agent.propose({
    target_file: 'src/learning.py',
    new_code: BETTER,
    confidence: 0.82,
    reasoning: 'Five users reported a crash on empty events.',
    metrics: { negative_ratio: 0.35 },
    feedback_ids: ['feedback_1'],
  });
  const row = page.getByRole('row', { name: /src\/learning\.py/ });
  await expect(row).toBeVisible();
  await expect(row).toContainText('Five users reported a crash');
  await expect(row).toContainText('82 %');
  await expect(page).toHaveTitle(/^\(1\) Requests/);

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}$/);
  await expect(page.locator('td[data-kind=delete]')).toHaveText('    return list(events)');
  await expect(page.locator('td[data-kind=add] [data-changed]').first()).toBeVisible();
  await expect(page.locator('[data-token=keyword]').first()).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'negative_ratio' })).toBeVisible();
  await expect(page.getByText('feedback_1')).toBeVisible();
  await expect(page.getByText('Nothing is checked on this change')).toBeVisible();
  await page
    .getByRole('button', { name: /^Show \d+ unchanged lines/ })
    .last()
    .click();
  await expect(page.getByText('return x + 9', { exact: true })).toBeVisible();

  await page.keyboard.press('s');
  await expect(page.locator('table[data-view=split]')).toBeVisible();
  await page.keyboard.press('s');

  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Approve and apply' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Approved and applied')).toBeVisible();
  await expect(page.locator('[data-status=APPLIED]').first()).toBeVisible();
  expect(await server.read('src/learning.py')).toBe(BETTER);
  await look(page, 'applied request');
  await expect(page.getByRole('listitem').filter({ hasText: 'Applied' })).toBeVisible();

  await page.getByRole('button', { name: 'Roll back…' }).click();
  await expect(page.getByText('Puts 1 file back')).toBeVisible();
  await look(page, 'rollback');
  await page.getByRole('button', { name: 'Roll back 1 file' }).click();
  await expect(page.locator('[data-status=ROLLED_BACK]').first()).toBeVisible();
  expect(await server.read('src/learning.py')).toBe(LEARNING);
  await look(page, 'rolled back request');

  await page.goBack();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect(page).toHaveTitle(/^Requests/);
});
