import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };
const NARROWEST = 360;

/** Where pictures of everything that is looked at go, if anybody wants them. */
const PICTURES = process.env.PATCHGATE_PICTURES;

/**
 * Holds what is on screen to what every page and state promises: accessible in both themes, no wider than a phone, and
 * with nothing of an agent's words at work or hidden in it. `apart` is what would take too long to check again and again.
 */
export async function look(page: Page, what: string, apart?: string): Promise<void> {
  await expectInert(page, what);
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

/**
 * What agents write is text: no element, handler or address of theirs is in the document, and no character that hides
 * or turns its neighbours. Whoever marks a text with `window.pwned` and sees it run has found a hole.
 */
export async function expectInert(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => {
    const root = document.querySelector('#root');
    const heard = [...(root?.querySelectorAll('[title], [aria-label]') ?? [])].flatMap(element => [
      element.getAttribute('title'),
      element.getAttribute('aria-label'),
    ]);
    const text = `${document.title} ${root?.textContent} ${heard.join(' ')}`;
    const unseen = text.match(/(?!\t|\n|\u{fe0e}|\u{fe0f})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? [];
    const elements = [...(root?.querySelectorAll('*') ?? [])].filter(
      element =>
        element.matches(
          'script, style:not([data-mantine-styles]), img, iframe, object, embed, form[action], [srcdoc], base, link',
        ) ||
        [...element.attributes].some(
          ({ name, value }) => name.startsWith('on') || /^\s*(javascript|data|vbscript):/i.test(value),
        ),
    );
    return [
      ...unseen.map(char => `U+${char.codePointAt(0)?.toString(16)}`),
      ...elements.map(element => element.outerHTML.slice(0, 160)),
      ...('pwned' in window ? ['A script of an agent ran.'] : []),
    ];
  });
  expect.soft(found, `${what} shows an agent's words as what they are`).toEqual([]);
}
