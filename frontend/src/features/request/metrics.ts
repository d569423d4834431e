/** A figure as it was sent: numbers readable, text as it is, anything else as JSON. */
export function formatMetric(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 6 });
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? '';
}
