import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, expect, open, signIn, test } from './fixtures.ts';
import { look } from './look.ts';
import { StandInModel } from './model.ts';
import { Server } from './server.ts';

const SAMPLE = join(import.meta.dirname, '../../backend/src/main/resources/sample-workspace');
const COMPONENT = 'learning_module';
const FILE = 'src/ai_pal/modules/learning.py';
const SEEN = 'if event["feedback_id"] in self.seen:';
const HASTY = 'if event.get("feedback_id", "") in self.seen:';
const BETTER = 'if "feedback_id" in event and event["feedback_id"] in self.seen:';
const OBJECTION = 'All events without an id would count as one.';

const settings = (model: string) => `syntax_checks: false
    probation: {watch: 1d, min_events: 20, rollback: true}
loop: {cool_down: 1ms}
model: {url: "${model}", name: some-coder}`;

const DAY = 86_400_000;
let serial = 0;

const events = (count: number, negative: number, at: number) =>
  Array.from({ length: count }, (_, i) => ({
    feedback_id: `season-${serial++}`,
    type: i < negative ? 'explicit_negative' : 'explicit_positive',
    component: COMPONENT,
    timestamp: new Date(at).toISOString(),
    ...(i < negative && { comment: 'It crashed on an event without an id.' }),
  }));

test('a season: feedback, a proposal, a denial, a better one, and back when things get worse', async ({
  browser,
}) => {
  test.setTimeout(360_000);
  const model = await StandInModel.start(prompt => ({
    summary: 'An event without an id is no crash.',
    edits: [{ file: FILE, search: SEEN, replace: prompt.includes(OBJECTION) ? BETTER : HASTY }],
    files: [],
  }));
  const server = await Server.create(() => settings(model.url));
  try {
    await cp(SAMPLE, server.workspace, { recursive: true });
    const before = await server.read(FILE);
    await server.start();
    await server.addUser('alice', 'reviewer');
    await server.addUser('bob', 'reviewer');
    const monitor = new Agent(server.url, await server.token('monitor', 'outcome-watch'));
    const agent = new Agent(server.url, await server.token('agent', 'bot', '--owner', 'root'));
    await monitor.report(...events(40, 8, Date.now() - DAY));
    await agent.report(...events(20, 20, Date.now() - DAY));

    const page = await open(browser, server.url);
    await signIn(page, 'alice');
    const consider = async () => {
      await page.getByRole('link', { name: 'Loop', exact: true }).click();
      await page.getByLabel('Component', { exact: true }).fill(COMPONENT);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('status').filter({ hasText: 'A patch was filed.' })).toBeVisible({
        timeout: 60_000,
      });
    };
    await consider();
    await look(page, 'season 1 the loop has filed a patch');

    const other = await open(browser, server.url);
    await signIn(other, 'bob');
    await other.getByRole('link', { name: FILE }).first().click();
    await expect(other.getByText('+', { exact: true }).or(other.getByText(HASTY)).first()).toBeVisible();
    await look(other, 'season 2 the first proposal');
    await other.keyboard.press('d');
    await other.getByLabel('Category').selectOption('incorrect');
    await other.getByLabel('Comment').fill(OBJECTION);
    await other.keyboard.press('Control+Enter');
    await expect(other.getByText('The agent can read your comment and category.')).toBeVisible();

    await consider();
    // What the page said of the first look may still stand there.
    await expect.poll(() => model.prompts.length, { timeout: 60_000 }).toBe(2);
    await other.goto('/');
    await other.getByRole('link', { name: FILE }).first().click();
    await other
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click();
    await other.getByRole('button', { name: 'Approve and apply' }).click();
    await expect(other.locator('[data-status=APPLIED]').first()).toBeVisible();
    expect(await server.read(FILE)).toBe(before.replace(SEEN, BETTER));

    await monitor.report(...events(40, 36, Date.now()));
    await expect(other.locator('[data-status=ROLLED_BACK]').first()).toBeVisible({ timeout: 120_000 });
    const timeline = other.getByRole('region', { name: 'Timeline' });
    for (const line of ['Received', 'Approved', 'Applied', 'Monitors say it is worse since', 'Rolled back']) {
      await expect(timeline).toContainText(line);
    }
    await expect(timeline).toContainText('patchgate-probation');
    expect(await server.read(FILE)).toBe(before);
    await timeline.scrollIntoViewIfNeeded();
    await look(other, 'season 3 worse and rolled back');

    await page.getByRole('link', { name: 'Analytics' }).click();
    await expect(page.getByRole('heading', { name: FILE })).toBeVisible();
    await look(page, 'season 4 what monitors said');
    await page.context().close();
    await other.context().close();
  } finally {
    await server.remove();
    await model.stop();
  }
});
