import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { PASSWORD, Server } from './server.ts';

export interface Proposal {
  target_file?: string;
  new_code?: string;
  changes?: ({ target_file: string } & ({ new_code: string } | { delete: true }))[];
  component?: string;
  confidence?: number;
  reasoning?: string;
  metrics?: Record<string, unknown>;
  feedback_ids?: string[];
  supersedes?: string;
}

/** An agent at work beside the browser, over the public API. */
export class Agent {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Files a request, and gives its id; reviewers see it a moment later. */
  async propose(proposal: Proposal): Promise<string> {
    const response = await this.#post('/api/patch-requests', {
      component: 'learning_module',
      confidence: 0.8,
      reasoning: 'It is better so.',
      ...proposal,
    });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    const { request_id } = (await response.json()) as { request_id: string };
    return request_id;
  }

  async withdraw(id: string): Promise<void> {
    const response = await this.#post(`/api/patch-requests/${id}/withdraw`);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  }

  /** Reports how something turned out; what a monitor sends counts as measured. */
  async report(...events: Record<string, unknown>[]): Promise<void> {
    const response = await this.#post('/api/feedback', events);
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  }

  /** Asks the loop to look at a component now. */
  async consider(component: string): Promise<void> {
    const response = await this.#post('/api/improvements', { component });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  }

  #post(path: string, body?: unknown): Promise<Response> {
    return fetch(this.#url + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

/** Console errors that the page is not to blame for: the server's refusals and absences, which browsers always log. */
const REFUSALS =
  /Failed to load resource: the server responded with a status of (401|403|404|409|422|503)|net::ERR_|Failed to fetch dynamically imported module/;

/** A page whose console has to stay free of errors; whatever the policy refuses is one of them. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' && !REFUSALS.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', error => problems.push(String(error)));
  page.on('dialog', dialog => {
    problems.push(`A dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  opened.push({ page, problems });
  return page;
}

/**
 * Notifications in place of the browser's, which a headless one has none of: a click grants them. Gives what was shown.
 */
export async function standInForNotifications(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shown: string[] = [];
    class StandIn {
      static permission = 'default';
      static async requestPermission() {
        StandIn.permission = 'granted';
        return 'granted';
      }
      onclick = null;
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}\n${body}`);
      }
      close() {}
    }
    Object.assign(window, { Notification: StandIn, shown });
  });
  await page.reload();
  return () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
}

/** Every page of the test at hand. */
let opened: { page: Page; problems: string[] }[] = [];

export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /requests|Not permitted/ })).toBeVisible();
}

interface PerWorker {
  server: Server;
  agent: Agent;
}

interface PerTest {
  /** Closes every page that a test has opened, and holds them to a clean console. No test asks for it: it is always there. */
  cleanConsoles: undefined;
  /** Someone signed in, by name, in a browser of their own. */
  reviewer: (name?: string, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<PerTest, PerWorker>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const server = await Server.create();
      await server.start();
      await Promise.all([server.addUser('alice', 'reviewer'), server.addUser('bob', 'reviewer')]);
      await Promise.all([server.addUser('root', 'admin'), server.addUser('carl', 'auditor')]);
      await use(server);
      await server.remove();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  agent: [
    async ({ server }, use) => {
      await use(new Agent(server.url, await server.token('agent', 'bot', '--owner', 'root')));
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  cleanConsoles: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      opened = [];
      await use(undefined);
      for (const { page, problems } of opened) {
        await page.context().close();
        expect(problems).toEqual([]);
      }
    },
    { auto: true },
  ],
  reviewer: async ({ browser, server }, use) => {
    await use(async (name = 'alice', options) => {
      const page = await open(browser, server.url, options);
      await signIn(page, name);
      return page;
    });
  },
});

export { expect };
