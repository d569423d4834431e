import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

test('shows a change at work before anybody decides, and gives it to download', async ({
  reviewer,
  agent,
  server,
}) => {
  const code = "print('shown at \\u202ework <img src=x onerror=window.pwned=1>')\nopen('/etc/shadow')\n";
  const id = await agent.propose({ target_file: 'src/shown.py', new_code: code });
  const page = await reviewer();
  await page.goto(`/requests/${id}`);
  const preview = page.getByRole('region', { name: 'Preview', exact: true });

  const download = page.waitForEvent('download');
  await preview.getByRole('link', { name: 'Download the file' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toBe(code);
  const archive = page.waitForEvent('download');
  await preview.getByRole('link', { name: 'Download the workspace with the change in it' }).click();
  const packed = await readFile(await (await archive).path());
  expect(packed.subarray(0, 2).toString()).toBe('PK');
  expect(packed.includes('default/src/shown.py')).toBe(true);

  const run = preview.getByRole('button', { name: 'Run the preview' });
  await expect(preview.getByText("cd src && python3 -c 'import shown'")).toBeVisible();
  if (await run.isVisible()) {
    await run.click();
    const output = preview.getByRole('region', { name: 'Output of the preview' });
    await expect(output).toContainText('The command ended with exit code 1', { timeout: 30_000 });
    await expect(output).toContainText('shown at ⟦U+202E⟧work <img src=x onerror=window.pwned=1>');
    await expect(output).toContainText("No such file or directory: '/etc/shadow'");
  } else {
    await expect(preview).toContainText('It cannot be run here.');
  }
  await look(page, 'preview');
  await expect(server.read('src/shown.py')).rejects.toThrow();
});
