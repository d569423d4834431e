import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

test('one reviewer stops everything, every screen says so, and an admin lets it go on', async ({
  reviewer,
  agent,
  server,
}) => {
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  const root = await reviewer('root');
  const id = await agent.propose({ target_file: 'src/stopped.py', new_code: 'stopped = 1\n' });
  await bob.goto(`/requests/${id}`);
  await expect(bob.getByText('stopped = 1')).toBeVisible();

  // He is about to approve when everything is stopped.
  await bob.keyboard.press('a');
  await expect(bob.getByRole('button', { name: 'Approve and apply' })).toBeFocused();
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Everything is stopped by' });

  await alice.getByRole('button', { name: 'Stop', exact: true }).click();
  await alice.getByLabel('Reason').fill('Look at this first.');
  await look(alice, 'stopping');
  await alice.getByRole('button', { name: 'Stop everything' }).click();

  for (const page of [alice, bob, root]) {
    await expect(banner(page)).toContainText('Look at this first.', { timeout: 5_000 });
  }
  await expect(bob.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  await bob.keyboard.press('Enter');
  await expect(bob.getByRole('alert').filter({ hasText: 'stopped by alice' })).toBeVisible();
  await expect(bob.getByRole('button', { name: /^Approve/ })).toBeDisabled();
  await expect(bob.getByText('nothing is approved until an admin resumes.')).toBeVisible();
  await look(root, 'stopped');
  await look(bob, 'request while stopped');
  await expect(server.read('src/stopped.py')).rejects.toThrow();

  await root.getByRole('button', { name: 'Resume' }).click();
  await expect(banner(bob)).toBeHidden({ timeout: 5_000 });
  await expect(bob.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  await bob.keyboard.press('a');
  await bob.keyboard.press('Enter');
  await expect(bob.getByText('Approved and applied')).toBeVisible();
  expect(await server.read('src/stopped.py')).toBe('stopped = 1\n');
});
