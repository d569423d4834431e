import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

test('over the event stream a request arrives at once, and leaves other screens when it is decided', async ({
  reviewer,
  agent,
}) => {
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  await expect(alice.getByText('Live')).toBeVisible();
  await expect(bob.getByText('Live')).toBeVisible();
  // With the stream alone: no poll falls into this time.
  const id = await agent.propose({ target_file: 'src/streamed.py', new_code: 'streamed = 1\n' });
  await expect(alice.getByRole('link', { name: 'src/streamed.py' }).first()).toBeVisible({ timeout: 10_000 });
  await bob.goto(`/requests/${id}`);
  await expect(bob.getByText('streamed = 1')).toBeVisible();
  await bob.keyboard.press('a');
  await bob.keyboard.press('Enter');
  await expect(bob.getByText('Approved and applied')).toBeVisible();
  await expect(alice.getByRole('link', { name: 'src/streamed.py' })).toHaveCount(0, { timeout: 10_000 });
});

test('where the event stream is blocked or held back, the page polls and says so', async ({
  reviewer,
  agent,
}) => {
  const page = await reviewer();
  const other = await reviewer('bob');
  // As a proxy does that wants the whole answer before it passes it on.
  await other.route('**/api/events', () => {});
  await other.reload();
  await page.route('**/api/events', route => route.abort());
  await page.reload();
  await expect(page.getByText('Polling')).toBeVisible();
  await expect(other.getByText('Polling')).toBeVisible();
  await look(page, 'queue polled');
  await agent.propose({ target_file: 'src/polled.py', new_code: 'polled = 1\n' });
  await expect(page.getByRole('link', { name: 'src/polled.py' }).first()).toBeVisible();
  await expect(other.getByRole('link', { name: 'src/polled.py' }).first()).toBeVisible();
});

test('offline is said, what is shown stays, and it catches up', async ({ reviewer, agent }) => {
  const page = await reviewer();
  await expect(page.getByRole('link', { name: 'src/polled.py' }).first()).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText('This device is offline.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'src/polled.py' }).first()).toBeVisible();
  await look(page, 'offline');
  await agent.propose({ target_file: 'src/meanwhile.py', new_code: 'meanwhile = 1\n' });
  await page.context().setOffline(false);
  await expect(page.getByRole('link', { name: 'src/meanwhile.py' }).first()).toBeVisible();
  await expect(page.getByText('This device is offline.')).toBeHidden();
});

test('the server restarts under an open page, which catches up without a reload', async ({
  reviewer,
  agent,
  server,
}) => {
  test.setTimeout(120_000);
  const page = await reviewer();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await server.stop();
  await expect(page.getByText('Patchgate does not answer')).toBeVisible({ timeout: 30_000 });
  await look(page, 'server restarting');
  await server.start();
  await agent.propose({ target_file: 'src/after-restart.py', new_code: 'after = 1\n' });
  await expect(page.getByRole('link', { name: 'src/after-restart.py' }).first()).toBeVisible({
    timeout: 45_000,
  });
  await expect(page.getByText('Patchgate does not answer')).toBeHidden();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('a session that ends leads to the sign-in and back to where one was', async ({ reviewer }) => {
  const page = await reviewer();
  await page.getByRole('link', { name: 'Protected files' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Protected files' })).toBeVisible();
  await page.context().clearCookies();
  await expect(page.getByText('Your session has ended')).toBeVisible({ timeout: 30_000 });
  await look(page, 'session ended');
  await page.getByLabel('Name').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Protected files' })).toBeVisible();
});
