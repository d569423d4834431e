import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { look } from './look.ts';

test('a request is looked at and denied without a mouse, and its keys are there to look up', async ({
  reviewer,
  agent,
}) => {
  const first = await agent.propose({ target_file: 'keys/first.py', new_code: 'first = 1\n' });
  const second = await agent.propose({ target_file: 'keys/second.py', new_code: 'second = 2\n' });
  const page = await reviewer();
  await expect(page.getByRole('row', { name: /keys\/second\.py/ })).toBeVisible();
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts.getByRole('row', { name: 'd deny; Ctrl Enter confirms' })).toBeVisible();
  await look(page, 'shortcuts');
  // Nothing behind the dialog acts on a key.
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(shortcuts).toBeHidden();
  await expect(page.locator('[data-selected=true]')).toHaveCount(0);

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(second));
  await expect(page.getByText('second = 2')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page).toHaveURL(new RegExp(first));
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { level: 1, name: /requests/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('first = 1')).toBeVisible();

  const glance = page.getByRole('list', { name: 'At a glance' });
  await expect(glance.getByRole('listitem')).toHaveText(['Not checked', 'No signals']);
  await glance.getByRole('button', { name: 'No signals' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Signals' })).toBeFocused();

  await page.keyboard.press('d');
  await expect(page.getByLabel('Category')).toBeFocused();
  await page.keyboard.type('Not needed');
  await page.keyboard.press('Tab');
  await page.keyboard.type('We have this: a, d and n are letters here.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-status=DENIED]').first()).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByText('second = 2')).toBeVisible();
});

test('wherever the keyboard is, one sees it, and it gets out again', async ({ reviewer, agent }) => {
  test.setTimeout(120_000);
  const id = await agent.propose({
    changes: [
      { target_file: 'keys/one.py', new_code: 'eval("1")\n' },
      { target_file: 'keys/two.py', new_code: 'two = 2\n' },
    ],
  });
  const page = await reviewer('root');
  for (const path of ['/', '/decisions', '/loop', '/feedback', '/analytics', '/protected-files']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await tabThrough(page, path);
  }
  const other = await reviewer('alice');
  await other.goto(`/requests/${id}`);
  await expect(other.getByText('two = 2')).toBeVisible();
  await tabThrough(other, 'a request');
  await other.keyboard.press('d');
  await expect(other.getByLabel('Category')).toBeFocused();
  await tabThrough(other, 'a denial');
});

const MOST = 150;

/** Steps from control to control until the page begins anew, and holds each to a mark of its own inside the window. */
async function tabThrough(page: Page, what: string): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  const unmarked: string[] = [];
  let first: string | undefined;
  let steps = 0;
  for (; steps < MOST; steps++) {
    await page.keyboard.press('Tab');
    const { name, marked, start } = await page.evaluate(marks);
    if (start || name === first) break;
    first ??= name;
    if (!marked) unmarked.push(name);
  }
  expect.soft(unmarked, `what the keyboard is on shows on ${what}`).toEqual([]);
  expect(steps, `the controls of ${what}`).toBeGreaterThan(5);
  expect(steps, `the keyboard gets out of ${what}`).toBeLessThan(MOST);
}

/** In the page: what has the keyboard, and whether it or what it stands for wears an outline where one sees it. */
function marks(): { name: string; marked: boolean; start: boolean } {
  const active = document.activeElement;
  if (active === null || active === document.body) return { name: '', marked: true, start: true };
  const outlined = (element: Element | null | undefined) => {
    if (!element) return false;
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
  };
  // A radio of a segmented control is unseen, and its label wears the mark; an input's frame does.
  const label = active instanceof HTMLInputElement ? active.labels?.[0] : undefined;
  const wearer = [active, active.closest('.mantine-Input-input'), label].find(outlined);
  const box = (wearer ?? active).getBoundingClientRect();
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    name: `${active.tagName} ${active.getAttribute('aria-label') ?? active.textContent?.slice(0, 40) ?? ''} ${active.id}`,
    marked: wearer !== undefined && within,
    start: false,
  };
}
