import { createContext, useContext } from 'react';

export const PendingCountContext = createContext<number | undefined>(undefined);

/** How many requests wait, where that is known and this person may know. */
export function usePendingCount(): number | undefined {
  return useContext(PendingCountContext);
}
