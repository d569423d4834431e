import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const COUNT = Number(process.env.PATCHGATE_ARRIVALS ?? 10);

/** Milliseconds of the machine's clock at which each file was first painted in the queue. */
declare global {
  interface Window {
    painted: Record<string, number>;
  }
}

// Says how long, and asserts only that every request arrives: a busy machine must not fail a build.
test(`an agent's POST reaches another person's screen, ${COUNT} times`, async ({ reviewer, agent }) => {
  test.setTimeout(60_000 + COUNT * 5_000);
  const page = await reviewer();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await watch(page);
  const took: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    const file = `src/arrival-${i}.py`;
    const sent = Date.now();
    const id = await agent.propose({ target_file: file, new_code: `arrival = ${i}\n` });
    await page.waitForFunction(path => (window.painted[path] ?? 0) > 0, file, {
      polling: 10,
      timeout: 15_000,
    });
    took.push((await page.evaluate(path => window.painted[path] ?? 0, file)) - sent);
    await agent.withdraw(id);
    // Neither in step with the page's own timers nor behind what the withdrawal brings.
    await pause(250 + Math.random() * 250);
  }
  expect(took).toHaveLength(COUNT);
  took.sort((a, b) => a - b);
  console.log(
    `POST to painted row, ${COUNT} requests: p50 ${at(took, 0.5)} ms, p99 ${at(took, 0.99)} ms, longest ${took.at(-1)} ms`,
  );
});

/** The smallest value that at least this share of them does not exceed. */
function at(sorted: number[], share: number): number | undefined {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.painted = {};
    new MutationObserver(() => {
      for (const link of document.querySelectorAll('tbody a')) {
        const path = link.textContent ?? '';
        if (path in window.painted) continue;
        window.painted[path] = Number.NaN;
        // The frame after the next one begins when this one is on the screen.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            window.painted[path] = Date.now();
          }),
        );
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}
