import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };
const NARROWEST = 360;

/** Where pictures of everything that is looked at go, if anybody wants them. */
const PICTURES = process.env.PATCHGATE_PICTURES;

/**
 * Holds what is on screen to what every page and state promises: accessible in both themes, and no wider than a phone.
 * `apart` is what would take too long to check again and again.
 */
export async function look(page: Page, what: string, apart?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
    if (apart !== undefined) axe.exclude(apart);
    // A theme changes colours alone: the other rules have spoken already.
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.html.slice(0, 160)}`),
    );
    expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
    await picture(page, `${what} ${colorScheme}`);
  }
  const size = page.viewportSize();
  await page.setViewportSize({ ...PHONE, width: NARROWEST });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(wide, `${what} is wider than a phone`).toBeLessThanOrEqual(0);
  if (PICTURES !== undefined) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    await picture(page, `${what} phone`);
  }
  if (size !== null) await page.setViewportSize(size);
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`) });
}
