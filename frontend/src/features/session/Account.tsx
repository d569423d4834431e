import { Button } from '@mantine/core';
import classes from './Account.module.css';
import type { SignedIn } from './session';
import { useSignOut } from './useSession';

/** Who is signed in, and the way out. */
export function Account({ session }: { session: SignedIn }) {
  const signOut = useSignOut();
  return (
    <div className={classes.account}>
      <span className={classes.who} title={session.subject}>
        {session.subject}
        <span className={classes.roles}> · {session.roles.join(', ')}</span>
      </span>
      <Button
        className={classes.out}
        size="compact-sm"
        variant="default"
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
        {...(signOut.isError && { title: 'Signing out failed: try again', color: 'red', variant: 'outline' })}
      >
        Sign out
      </Button>
    </div>
  );
}
