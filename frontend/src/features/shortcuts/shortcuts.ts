/** What keys do, for a person to look up; a test holds it to what the pages act on. */
export interface Group {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

export const SHORTCUTS: readonly Group[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: ['?'], does: 'shows this' },
      { keys: ['Escape'], does: 'closes what is open and decides nothing' },
    ],
  },
  {
    title: 'The list of requests',
    keys: [
      { keys: ['j', 'ArrowDown'], does: 'down' },
      { keys: ['k', 'ArrowUp'], does: 'up' },
      { keys: ['Enter'], does: 'opens' },
    ],
  },
  {
    title: 'A request',
    keys: [
      { keys: ['a'], does: 'approve; Enter confirms' },
      { keys: ['d'], does: 'deny; Ctrl Enter confirms' },
      { keys: ['p'], does: 'promote from the canary; Enter confirms' },
      { keys: ['w'], does: 'withdraw from the canary; Ctrl Enter confirms' },
      { keys: ['c'], does: 'comment or ask for changes' },
      { keys: ['s'], does: 'one column or two' },
      { keys: ['n'], does: 'the next that waits' },
      { keys: ['u'], does: 'back to the list' },
    ],
  },
];

const SHOWN: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** A key as it is written on keyboards. */
export const labelOf = (key: string): string => SHOWN[key] ?? key;
