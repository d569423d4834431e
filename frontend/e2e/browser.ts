import { access } from 'node:fs/promises';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A Chromium that is there without anything installed by hand: the machine's own, or the one inside the npm package,
 * with the libraries and fonts that it carries. Playwright's own download is not needed.
 */
export async function browserPath(): Promise<string> {
  for (const path of INSTALLED) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  // The package brings its libraries into use only where it believes to be on the system it was made for.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
