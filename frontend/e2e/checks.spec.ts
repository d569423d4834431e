import { Agent, expect, open, signIn, test } from './fixtures.ts';
import { look } from './look.ts';
import { Server } from './server.ts';

/** Long, coloured and hostile, as the output of what an agent wrote may be. */
const UNIT = `checks: [{name: unit, run: "seq 1 1500; echo '\\e[31mbegun\\e[0m \\e[2K \\u202e <script>window.pwned=1</script>'; test ! -e src/broken.txt"}]`;

test('shows what was tried before the decision, and lets nothing through that failed', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const server = await Server.create(() => UNIT);
  try {
    await server.start();
    await server.addUser('alice', 'reviewer');
    const agent = new Agent(server.url, await server.token('agent', 'bot', '--owner', 'root'));
    const page = await open(browser, server.url);
    await signIn(page, 'alice');
    const checks = page.getByRole('region', { name: 'Checks' });
    const approve = page.getByRole('button', { name: /^Approve/ });

    const bad = await agent.propose({
      changes: [
        { target_file: 'src/settings.toml', new_code: 'a = \n' },
        { target_file: 'src/broken.txt', new_code: 'x\n' },
      ],
    });
    await page.goto(`/requests/${bad}`);
    const toml = checks.getByRole('listitem').filter({ hasText: 'syntax-toml' });
    await expect(toml).toContainText('Failed', { timeout: 30_000 });
    await expect(toml).toContainText('src/settings.toml:1:');
    await expect(approve).toBeDisabled();
    await expect(page.getByText('the required check syntax-toml has failed')).toBeVisible();
    const unit = checks.getByRole('listitem').filter({ hasText: 'unit' });
    await expect(unit).toContainText(/Failed|Not run/, { timeout: 30_000 });
    const sandboxed = (await unit.textContent())?.includes('Failed') ?? false;
    await unit.getByRole('button', { name: 'Show the log' }).click({ timeout: 20_000 });
    const log = checks.getByRole('region', { name: 'Log of unit' });
    await expect(log).toContainText(
      sandboxed
        ? '1500\nbegun ⟦U+001B⟧[2K ⟦U+202E⟧ <script>window.pwned=1</script>'
        : 'It has written nothing.',
    );
    if (sandboxed) {
      // The end comes first: there it says what went wrong.
      await expect(log).not.toContainText('1\n2\n3\n');
      await log.getByRole('button', { name: /earlier characters/ }).click();
      await expect(log).toContainText('1\n2\n3\n');
    }
    await expect(page.getByRole('list', { name: 'At a glance' })).toContainText(
      sandboxed ? '2 checks failed' : '1 check failed',
    );
    await look(page, 'checks');

    await toml.getByRole('button', { name: 'Run again' }).click();
    await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Checks run again');
    await expect(toml).toContainText('Failed', { timeout: 30_000 });

    const good = await agent.propose({ target_file: 'src/settings.toml', new_code: 'a = 1\n' });
    await page.goto(`/requests/${good}`);
    await expect(checks.getByRole('listitem').filter({ hasText: 'syntax-toml' })).toContainText('Passed', {
      timeout: 30_000,
    });
    if (sandboxed) {
      await expect(unit).toContainText('Passed', { timeout: 30_000 });
      await approve.click();
      await page.getByRole('button', { name: 'Approve and apply' }).click();
      await expect(page.getByText('Approved and applied')).toBeVisible();
      expect(await server.read('src/settings.toml')).toBe('a = 1\n');
    } else {
      await expect(page.getByText('the required check unit was not run')).toBeVisible();
    }
  } finally {
    await server.remove();
  }
});
