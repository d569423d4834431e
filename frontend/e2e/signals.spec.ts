import { expect, test } from './fixtures.ts';
import { look } from './look.ts';
import { LEARNING } from './server.ts';

test('signals say what deserves a look, and lead to its lines', async ({ reviewer, agent, server }) => {
  await server.write('signals/learning.py', LEARNING);
  const id = await agent.propose({
    changes: [
      {
        target_file: 'signals/learning.py',
        new_code: LEARNING.replace('list(events)', 'sorted(events)').replace('x + 29', 'eval(str(x))'),
      },
      { target_file: 'signals/requirements.txt', new_code: 'reqeusts==1.0\n' },
    ],
  });
  const page = await reviewer('alice');
  await page.goto(`/requests/${id}`);
  const signals = page.getByRole('region', { name: 'Signals', exact: true });
  await expect(signals).toContainText('High Evaluates code');
  await expect(signals).toContainText('Medium New dependency');
  await expect(page.getByRole('row').filter({ hasText: 'return eval(str(x))' })).toContainText(
    'Evaluates code',
  );
  await look(page, 'signals');

  await signals.getByRole('button', { name: /signals\/learning\.py, line \d+/ }).click();
  const line = page.getByRole('cell', { name: /return eval\(str\(x\)\)/ });
  await expect(line).toBeFocused();
  await expect(line).toBeInViewport();

  const harmless = await agent.propose({
    target_file: 'signals/learning.py',
    new_code: LEARNING.replace('list(events)', 'sorted(events)'),
  });
  await page.goto(`/requests/${harmless}`);
  await expect(signals).toContainText('No rule found anything');
});
