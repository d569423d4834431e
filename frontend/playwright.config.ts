import { defineConfig } from '@playwright/test';
import { browserPath } from './e2e/browser.ts';

/** One browser and one server at a time: the tests share both, and two busy cores must do. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'target/e2e',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: await browserPath() },
  },
});
