import { createContext, useContext } from 'react';
import type { SignedIn } from '../features/session/session';

export const SignedInContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in, on the pages that only those see. */
export function useSignedIn(): SignedIn {
  const session = useContext(SignedInContext);
  if (session === undefined) throw new Error('This page stands outside the signed-in routes.');
  return session;
}
