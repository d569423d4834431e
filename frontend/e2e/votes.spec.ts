import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

test('two people approve what is critical, and the page of each follows the other', async ({
  reviewer,
  agent,
  server,
}) => {
  const id = await agent.propose({ target_file: 'critical/both.py', new_code: 'both = 2\n' });
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  const row = bob.getByRole('row').filter({ hasText: 'critical/both.py' });
  await expect(row).toContainText('0 of 2 approvals');
  await alice.goto(`/requests/${id}`);
  const votes = alice.getByRole('region', { name: 'Approvals' });
  await expect(votes).toContainText('0 of 2 approvals');
  await expect(votes).toContainText('Critical path: 2 people have to approve');

  await alice.keyboard.press('a');
  await alice.getByRole('button', { name: 'Record my approval' }).click();
  await expect(votes).toContainText('1 of 2 approvals');
  await expect(votes).toContainText('alice (you) approved');
  await expect(alice.getByText('Your approval is recorded')).toBeVisible();
  await expect(alice.getByRole('button', { name: /Approve/ })).toBeDisabled();
  await expect(alice.getByRole('button', { name: /Deny/ })).toBeEnabled();
  await expect(alice.getByRole('list', { name: 'At a glance' })).toContainText('1 of 2 approvals');
  await look(alice, 'one vote of two');

  await expect(row).toContainText('1 of 2 approvals');
  await row.getByRole('link').first().click();
  await expect(bob.getByRole('region', { name: 'Approvals' })).toContainText('alice approved');
  await bob.keyboard.press('a');
  await bob.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(bob.getByText('Approved and applied')).toBeVisible();
  await expect(alice.locator('[data-status=APPLIED]').first()).toBeVisible();
  await expect(votes).toContainText('bob approved');
  expect(await server.read('critical/both.py')).toBe('both = 2\n');

  await alice.getByRole('button', { name: 'Roll back…' }).click();
  await alice.getByRole('button', { name: 'Vote to roll back' }).click();
  await expect(alice.getByText('yours is recorded')).toBeVisible();
  await bob.getByRole('button', { name: 'Roll back…' }).click();
  await bob.getByRole('button', { name: /Roll back 1 file/ }).click();
  await expect(bob.locator('[data-status=ROLLED_BACK]').first()).toBeVisible();
  await expect(alice.locator('[data-status=ROLLED_BACK]').first()).toBeVisible();
});
