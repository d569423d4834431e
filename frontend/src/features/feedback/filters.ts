import type { FeedbackQuery, FeedbackType } from '../../api/feedback';

export const TYPES: Readonly<Record<FeedbackType, string>> = {
  explicit_positive: 'Praise',
  explicit_negative: 'Complaint',
  implicit_positive: 'Sign of approval',
  implicit_negative: 'Sign of trouble',
  gate_violation: 'Gate violation',
  ari_alert: 'Lost agency',
  edm_alert: 'Epistemic debt',
  performance_metric: 'Performance',
};

/** What the page's address says is to be shown. */
export interface Filters {
  readonly component?: string;
  readonly workspace?: string;
  readonly type?: FeedbackType;
  readonly negative?: 'true' | 'false';
  readonly trusted?: 'true' | 'false';
}

/** The filters of an address; what makes no sense in it is left out. */
export function readFilters(search: Record<string, unknown>): Filters {
  const component = text(search.component);
  const workspace = text(search.workspace);
  const type = Object.keys(TYPES).find(known => known === search.type) as FeedbackType | undefined;
  const negative = flag(search.negative);
  const trusted = flag(search.trusted);
  return {
    ...(component !== undefined && { component }),
    ...(workspace !== undefined && { workspace }),
    ...(type !== undefined && { type }),
    ...(negative !== undefined && { negative }),
    ...(trusted !== undefined && { trusted }),
  };
}

/** One page's query. */
export function query(filters: Filters, before: number | undefined, limit: number): FeedbackQuery {
  return { ...filters, limit, ...(before !== undefined && { before }) };
}

/** Names of numbers come out of an address as numbers. */
function text(value: unknown): string | undefined {
  const given = typeof value === 'number' ? String(value) : value;
  return typeof given === 'string' && given !== '' && given.length <= 100 ? given : undefined;
}

function flag(value: unknown): 'true' | 'false' | undefined {
  const given = String(value);
  return given === 'true' || given === 'false' ? given : undefined;
}
