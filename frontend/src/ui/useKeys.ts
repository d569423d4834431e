import { useEffect, useRef } from 'react';

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Acts on single keys anywhere on the page, except where somebody types, holds a modifier, answers a dialog, or has a control under the
 * keyboard that the key belongs to.
 */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (belongsToTarget(event) || document.querySelector('dialog[open]') !== null) return;
      const act = current.current[event.key];
      if (act === undefined) return;
      // What is open may be in several places; the key that closes it is for all of them.
      if (event.key !== 'Escape') event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

const TYPED_IN =
  'input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable]';
const PRESSED = 'a, button, summary, input, select, [role=radio]';

function belongsToTarget({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPED_IN) !== null) return key !== 'Escape';
  if (key === 'Enter' || key === ' ') return target.closest(PRESSED) !== null;
  return key.startsWith('Arrow') && target.closest('[role=radiogroup], [type=radio]') !== null;
}
