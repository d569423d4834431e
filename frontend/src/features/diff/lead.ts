import type { Place } from './annotations';

/** Wishes that have been met, so that scrolling on or folding a file does not lead there again. */
const met = new WeakSet<Place>();

export const isMet = (wish: Place): boolean => met.has(wish);

/** Leads to an element that is no control, so that reading goes on there. */
export function lead(wish: Place, to: Element | null | undefined): void {
  if (!(to instanceof HTMLElement)) return;
  met.add(wish);
  to.tabIndex = -1;
  to.scrollIntoView({ block: wish.line === undefined ? 'start' : 'center' });
  to.focus({ preventScroll: true });
}
