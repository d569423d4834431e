import { expect, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING } from './server.ts';

const BETTER = LEARNING.replace(
  'return list(events)',
  'return [event for event in events if event is not None]',
);

test('a denial needs a category and a comment, and shows up among the decisions', async ({
  reviewer,
  agent,
}) => {
  const id = await agent.propose({ target_file: 'src/denied.py', new_code: 'x = 1\n' });
  const page = await reviewer();
  await page.getByRole('link', { name: 'src/denied.py' }).first().click();
  await expect(page.getByRole('button', { name: /Deny/ })).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByLabel('Category')).toBeFocused();
  await page.getByRole('button', { name: 'Deny the request' }).click();
  await expect(page.getByText('Choose a category.')).toBeVisible();
  await expect(page.getByText('Say why: the agent learns from it.')).toBeVisible();

  await page.getByLabel('Category').selectOption('not_needed');
  await page.getByLabel('Comment').fill('We have this already.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('The agent can read your comment and category.')).toBeVisible();

  await page.getByRole('link', { name: 'Decisions' }).click();
  const entry = page.getByRole('listitem').filter({ has: page.locator(`a[href="/requests/${id}"]`) });
  await expect(entry).toContainText('Denied');
  await expect(entry).toContainText('We have this already.');
  await expect(entry).toContainText('not needed');
});

test('a change set names its files, and a stale one is refused with the reason', async ({
  reviewer,
  agent,
  server,
}) => {
  await server.write('src/old.py', 'old = 1\n');
  const page = await reviewer();
  const id = await agent.propose({
    changes: [
      { target_file: 'src/new.py', new_code: 'new = 1\n' },
      { target_file: 'src/learning.py', new_code: BETTER },
      { target_file: 'src/old.py', delete: true },
    ],
  });
  await expect(page.getByRole('link', { name: 'src/new.py' }).first()).toBeVisible();
  await page.goto(`/requests/${id}`);
  for (const kind of ['Created', 'Modified', 'Deleted']) {
    await expect(page.getByRole('listitem').filter({ hasText: kind })).toBeVisible();
  }
  await expect(page.locator('[data-token]').first()).toBeVisible();
  await look(page, 'change set');
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Approve and apply' })).toBeEnabled();
  // The page hears of a change at once; it is kept from reading it until it has sent the approval.
  let sent = () => {};
  const held = new Promise<void>(resolve => {
    sent = resolve;
  });
  await page.route(`**/api/patch-requests/${id}`, route => held.then(() => route.continue()));
  await server.write('src/learning.py', `${LEARNING}\n# A person was here.\n`);
  await page.getByRole('button', { name: 'Approve and apply' }).click();
  sent();
  await expect(page.getByRole('alert').filter({ hasText: 'stale' }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Approve/ })).toBeDisabled();
  expect(await server.read('src/old.py')).toBe('old = 1\n');
  await look(page, 'stale request');

  await page.keyboard.press('d');
  await page.getByLabel('Category').selectOption('other');
  await page.getByLabel('Comment').fill('Outdated.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-status=DENIED]').first()).toBeVisible();
});

test('decisions are listed by their time and further ones are fetched', async ({ reviewer, agent }) => {
  const ids = [];
  for (const name of ['first', 'second', 'third']) {
    ids.push(await agent.propose({ target_file: `src/${name}.py`, new_code: 'x = 1\n' }));
  }
  const page = await reviewer();
  // Not in the order in which they came in.
  const order = [ids[1], ids[2], ids[0]];
  for (const id of order) {
    await page.goto(`/requests/${id}`);
    await page.getByRole('button', { name: /Approve/ }).click();
    await page.getByRole('button', { name: 'Approve and apply' }).click();
    await expect(page.getByText('Approved and applied')).toBeVisible();
  }
  // Pages of two, so that three decisions are more than one.
  await page.route('**/api/patch-requests?*', route =>
    route.continue({
      url: route
        .request()
        .url()
        .replace(/limit=\d+/, 'limit=2'),
    }),
  );
  await page.getByRole('link', { name: 'Decisions' }).click();
  const decided = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(decided).toHaveCount(2);
  await page.getByRole('button', { name: 'Show earlier ones' }).click();
  await expect(decided).toHaveCount(4);
  const shown = await decided.evaluateAll(links => links.map(link => link.getAttribute('href')));
  expect(shown.slice(0, 3)).toEqual(order.reverse().map(id => `/requests/${id}`));
});

test('of two reviewers on one request the second is told who decided', async ({ reviewer, agent }) => {
  const id = await agent.propose({ target_file: 'src/both.py', new_code: 'both = 1\n' });
  const alice = await reviewer('alice');
  const bob = await reviewer('bob');
  for (const page of [alice, bob]) {
    await expect(page.getByRole('link', { name: 'src/both.py' }).first()).toBeVisible();
    await page.goto(`/requests/${id}`);
    await expect(page.getByText('both = 1')).toBeVisible();
  }
  // What the other does meanwhile does not reach this page before the decision is sent.
  await bob.route('**/api/events', route => route.abort());
  await bob.route(`**/api/patch-requests/${id}`, async route => {
    await new Promise(resolve => setTimeout(resolve, 4_000));
    await route.continue().catch(() => {});
  });
  await bob.keyboard.press('a');
  await alice.keyboard.press('a');
  await alice.keyboard.press('Enter');
  await expect(alice.getByText('Approved and applied')).toBeVisible();
  await bob.keyboard.press('Enter');
  await expect(bob.getByRole('alert').filter({ hasText: /decided first|alice/ })).toBeVisible();
  await expect(bob.getByText('Decided by')).toBeVisible();
  await look(bob, 'decided by someone else');
});

test('whoever answers for the agent cannot decide', async ({ reviewer, agent }) => {
  const id = await agent.propose({ target_file: 'src/own.py', new_code: 'own = 1\n' });
  const page = await reviewer('root');
  await expect(page.getByRole('link', { name: 'src/own.py' }).first()).toBeVisible();
  await page.goto(`/requests/${id}`);
  await expect(page.getByText('Somebody else has to decide')).toBeVisible();
  await look(page, 'own request');
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: /Approve/ })).toHaveCount(0);
});
