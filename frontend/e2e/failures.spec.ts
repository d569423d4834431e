import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

/** As the server says it, whether the database is seen to be away or does not answer in time. */
const AWAY = /^(Unavailable|No answer in time)$/;

test('an approval that cannot be applied says why, there and among the decisions', async ({
  reviewer,
  agent,
  server,
}) => {
  await server.write('src/unlucky.py', 'luck = 0\n');
  const id = await agent.propose({ target_file: 'src/unlucky.py', new_code: 'luck = 1\n' });
  const page = await reviewer();
  await page.getByRole('link', { name: 'src/unlucky.py' }).first().click();
  await expect(page.getByText('luck = 1')).toBeVisible();
  const mend = await server.loseJournal();
  try {
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-status=FAILED]').first()).toBeVisible();
  } finally {
    await mend();
  }
  const reason = /data folder cannot be written: .+ Nothing was written\./;
  const alert = page.getByRole('alert').filter({ hasText: 'Approved, but it could not be applied' });
  await expect(alert).toContainText(reason);
  expect(await server.read('src/unlucky.py')).toBe('luck = 0\n');
  await look(page, 'failed request');

  await page.getByRole('link', { name: 'Decisions' }).click();
  const entry = page.getByRole('listitem').filter({ has: page.locator(`a[href="/requests/${id}"]`) });
  await expect(entry).toContainText('Failed');
  await expect(entry).toContainText(reason);
  await look(page, 'decisions with a failure');
});

test('while the database is away the page says so, decides nothing, and goes on when it is back', async ({
  reviewer,
  agent,
  server,
}) => {
  const id = await agent.propose({ target_file: 'src/unavailable.py', new_code: 'x = 1\n' });
  const page = await reviewer();
  const other = await reviewer('bob');
  await page.getByRole('link', { name: 'src/unavailable.py' }).first().click();
  await expect(page.getByText('x = 1')).toBeVisible();
  const thaw = await server.freezeDatabase();
  try {
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'The server could not answer' })).toBeVisible();
    await expect(page.getByText(AWAY)).toBeVisible();
    await look(page, 'request without a database');
    await other.getByRole('link', { name: 'Decisions' }).click();
    await expect(other.getByText(AWAY)).toBeVisible();
    await look(other, 'decisions without a database');
  } finally {
    thaw();
  }
  await expect(other.getByRole('alert')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText(AWAY)).toHaveCount(0, {
    timeout: 30_000,
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Approved and applied')).toBeVisible();
  expect(await server.read('src/unavailable.py')).toBe('x = 1\n');
  const entry = other.getByRole('listitem').filter({ has: other.locator(`a[href="/requests/${id}"]`) });
  await expect(entry).toContainText('Applied');
});

test('what changes between choosing and confirming has to be looked at again', async ({
  reviewer,
  agent,
  server,
}) => {
  await server.write('src/moving.py', 'a = 1\n');
  await agent.propose({ target_file: 'src/moving.py', new_code: 'a = 2\n' });
  const page = await reviewer();
  await page.getByRole('link', { name: 'src/moving.py' }).first().click();
  await expect(page.getByText('a = 2')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Approve and apply' })).toBeFocused();
  await server.write('src/moving.py', 'a = 1\nb = 1\n');
  // The page notices by itself, with its next look.
  await expect(page.getByRole('alert').filter({ hasText: 'This request is stale' })).toBeVisible({
    timeout: 25_000,
  });
  await expect(page.getByText('The request changed while you were deciding')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve and apply' })).toBeDisabled();
  await look(page, 'changed while deciding');
  expect(await server.read('src/moving.py')).toBe('a = 1\nb = 1\n');
});

test('a deep link shows nothing to somebody who may not review', async ({ reviewer, agent }) => {
  const id = await agent.propose({ target_file: 'src/secret.py', new_code: 'secret = 1\n' });
  const page = await reviewer('carl');
  for (const path of [`/requests/${id}`, '/decisions', '/protected-files']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Not permitted' })).toBeVisible();
    await expect(page.getByText('secret')).toHaveCount(0);
  }
});

test('the list is an outline until it is there', async ({ reviewer }) => {
  const page = await reviewer();
  let answer = () => {};
  const held = new Promise<void>(resolve => {
    answer = resolve;
  });
  await page.route('**/api/patch-requests/pending*', async route => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.reload();
  await expect(page.getByRole('status', { name: 'Loading requests' })).toBeVisible();
  await look(page, 'loading queue');
  answer();
  await expect(page.getByRole('status', { name: 'Loading requests' })).toHaveCount(0);
});

test('a part of the page that is not to be had is had after a reload', async ({ reviewer, agent }) => {
  const id = await agent.propose({ target_file: 'src/parted.py', new_code: 'parted = 1\n' });
  const page = await reviewer();
  // As after an upgrade under an open page.
  await page.route('**/assets/DiffView*.js', route => route.fulfill({ status: 404 }));
  await page.goto(`/requests/${id}`);
  await expect(page.getByText('A part of the page could not be loaded')).toBeVisible();
  await look(page, 'unloaded');
  await page.unroute('**/assets/DiffView*.js');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByText('parted = 1')).toBeVisible();
});
