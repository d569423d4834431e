import type { ProtectedFile, ProtectedFiles } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { visibleText } from '../../ui/visible';

export type PolicyEntry = ProtectedFiles['entries'][number];
export type PolicyChange = ProtectedFiles['policy_changes'][number];

/** Entries that come from one source and belong to one group. */
export interface Section {
  readonly title: string;
  readonly entries: readonly PolicyEntry[];
}

const SOURCES = [
  { source: 'policy', title: 'By the policy' },
  { source: 'added', title: 'Added by admins' },
  { source: 'always', title: 'Always, whatever the policy says' },
] as const;

/** The entries by source, and within it by group in the order in which the groups first appear. */
export function sections(entries: readonly PolicyEntry[]): Section[] {
  return SOURCES.flatMap(({ source, title }) => {
    const groups = new Map<string | null, PolicyEntry[]>();
    for (const entry of entries) {
      if (entry.source !== source) continue;
      groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
    }
    return [...groups].map(([group, of]) => ({
      title: `${title}${group === null ? '' : `: ${group}`} (${of.length})`,
      entries: of,
    }));
  });
}

const NOTICED_DAYS = 30;

/** Changes of the policy that may have freed something, as long as a reviewer may not have heard of them. */
export function loosenings(changes: readonly PolicyChange[], now: Date): PolicyChange[] {
  const since = now.getTime() - NOTICED_DAYS * 86_400_000;
  return changes.filter(change => change.change !== 'tightened' && Date.parse(change.at) >= since);
}

/** What a change did to the entries, in a sentence or two. */
export function changed(change: PolicyChange): string {
  const parts = [
    listed('No longer in it', change.removed, change.removed_total),
    listed('New in it', change.added, change.added_total),
  ].filter(part => part !== '');
  return parts.length === 0 ? 'The order or the groups of its entries are others.' : parts.join(' ');
}

/** What an entry that was just added matches now. */
export function matched({ matches, path, pattern }: ProtectedFile): string {
  const entry = visibleText(path ?? pattern ?? '');
  if (matches.total === 0) {
    return `${entry} matches ${matches.complete ? 'no file yet' : 'no file that could be looked at'}.`;
  }
  const least = matches.complete ? '' : 'at least ';
  return `${entry} matches ${least}${count(matches.total, 'file')} now: ${some(matches.files, matches.total)}.`;
}

const SHOWN = 5;

function listed(what: string, texts: readonly string[], total: number): string {
  return total === 0 ? '' : `${what}: ${some(texts, total)}.`;
}

function some(texts: readonly string[], total: number): string {
  const shown = texts.slice(0, SHOWN).map(visibleText);
  const rest = total - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest.toLocaleString('en')} more` : shown.join(', ');
}
