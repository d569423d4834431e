import { pageTitle } from './titles';
import { usePendingCount } from './usePendingCount';

/** The document's title, with how many requests wait. */
export function PageTitle({ page }: { page: string }) {
  return <title>{pageTitle(page, usePendingCount())}</title>;
}
