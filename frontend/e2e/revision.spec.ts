import { expect, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING } from './server.ts';

const TWICE = LEARNING.replace('list(events)', 'sorted(events)').replace('x + 29', 'x + 30');

test('some hunks go on as a revision, and the page says what was left out', async ({
  reviewer,
  agent,
  server,
}) => {
  test.setTimeout(120_000);
  await server.write('revision/hunks.py', LEARNING);
  const id = await agent.propose({ target_file: 'revision/hunks.py', new_code: TWICE });
  const page = await reviewer('alice');
  await page.goto(`/requests/${id}`);
  await page.getByRole('button', { name: 'Choose hunks…' }).click();
  await expect(page.getByText('2 of 2 hunks kept.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make the revision' })).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Keep hunk 2' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 of 2 hunks kept.')).toBeVisible();
  await look(page, 'choosing hunks');
  await page.getByRole('button', { name: 'Make the revision' }).click();
  await expect(page.getByText('alice left some of it out')).toBeVisible();
  await page.getByRole('link', { name: 'the request that replaces it' }).click();

  await expect(page.getByRole('list', { name: 'Left out' })).toContainText('revision/hunks.py');
  await expect(page.getByText('Somebody else has to decide')).toBeVisible();
  await page.getByRole('button', { name: 'Show what changed' }).click();
  const interdiff = page.getByRole('region', { name: 'revision/hunks.py, interdiff' });
  await expect(interdiff).toContainText('return x + 29');
  await look(page, 'revision');
  const bob = await reviewer('bob');
  await bob.goto(page.url());
  await expect(bob.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  await bob.keyboard.press('a');
  await bob.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(bob.getByText('Approved and applied')).toBeVisible();
  expect(await server.read('revision/hunks.py')).toBe(LEARNING.replace('list(events)', 'sorted(events)'));
});

test('people talk about lines on open pages, and ask the agent for changes', async ({
  reviewer,
  agent,
  server,
}) => {
  test.setTimeout(120_000);
  await server.write('owned/talk.py', LEARNING);
  const id = await agent.propose({ target_file: 'owned/talk.py', new_code: TWICE });
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  await alice.goto(`/requests/${id}`);
  await bob.goto(`/requests/${id}`);
  await expect(alice.getByRole('region', { name: 'Approvals' })).toContainText('Can be satisfied by bob');

  const line = alice.getByRole('row').filter({ hasText: 'return sorted(events)' });
  await line.hover();
  await line.getByRole('button', { name: 'Discuss line 5', exact: true }).click();
  await expect(alice.getByLabel('Line', { exact: true })).toHaveValue('5');
  await alice.getByLabel('What to say').fill('Why <b>sorted</b>?');
  await alice.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(bob.getByText('Why <b>sorted</b>?')).toBeVisible();

  await bob.keyboard.press('c');
  await expect(bob.getByLabel('What to say')).toBeFocused();
  await bob.keyboard.type('Please keep the order.');
  await look(bob, 'commenting');
  await bob.getByRole('button', { name: 'Ask for changes' }).click();
  await expect(alice.getByText('Changes are asked for')).toBeVisible();
  await look(alice, 'conversation');

  const answer = await agent.propose({
    target_file: 'owned/talk.py',
    new_code: LEARNING.replace('x + 29', 'x + 30'),
    supersedes: id,
  });
  await expect(alice.getByText('Its agent sent')).toBeVisible();
  await bob.goto(`/requests/${answer}`);
  await bob.getByText('On earlier requests that this one replaces').click();
  await expect(bob.getByText('Please keep the order.')).toBeVisible();

  await alice.goto(`/requests/${answer}`);
  await expect(alice.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  await alice.keyboard.press('a');
  await alice.getByRole('button', { name: 'Record my approval' }).click();
  await expect(alice.getByText('Your approval is recorded')).toBeVisible();
  await bob.keyboard.press('a');
  await bob.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(bob.getByText('Approved and applied')).toBeVisible();
});

test('a stale request is merged, and an applied one taken back beside later changes', async ({
  reviewer,
  agent,
  server,
}) => {
  test.setTimeout(120_000);
  await server.write('revision/merge.py', LEARNING);
  const id = await agent.propose({
    target_file: 'revision/merge.py',
    new_code: LEARNING.replace('x + 29', 'x + 30'),
  });
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  await alice.getByRole('link', { name: 'revision/merge.py' }).first().click();
  await expect(alice.getByRole('button', { name: /Approve/ })).toBeEnabled();
  await server.write('revision/merge.py', LEARNING.replace('list(events)', 'sorted(events)'));
  // Without a reload: the page hears of it.
  await expect(alice.getByText('This request is stale')).toBeVisible();
  await alice.getByRole('button', { name: 'Look at the merge' }).click();
  await expect(alice.getByRole('region', { name: 'revision/merge.py, merged', exact: true })).toContainText(
    'x + 30',
  );
  await look(alice, 'merge');
  await alice.getByRole('button', { name: 'Supersede by this merge' }).click();
  await alice.getByRole('link', { name: 'the request that replaces it' }).click();
  await expect(alice.getByText('Somebody else has to decide')).toBeVisible();
  await bob.goto(alice.url());
  await expect(bob.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  await bob.keyboard.press('a');
  await bob.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(bob.getByText('Approved and applied')).toBeVisible();
  expect(alice.url()).not.toContain(id);

  await server.write('revision/merge.py', TWICE.replace('Learns', 'Learned'));
  await bob.getByRole('button', { name: 'Roll back…' }).click();
  await bob.getByRole('button', { name: /Roll back 1 file/ }).click();
  await expect(bob.getByRole('alert').filter({ hasText: 'Not rolled back' })).toContainText('other lines');
  await bob.getByRole('button', { name: 'Take it back beside later changes…' }).click();
  await look(bob, 'revert');
  await bob.getByRole('button', { name: 'Ask for the revert' }).click();
  await bob.getByRole('link', { name: 'the request that takes this one back' }).click();
  await expect(bob.getByText('A revert')).toBeVisible();
  await expect(bob.getByText('Somebody else has to decide')).toBeVisible();
});
