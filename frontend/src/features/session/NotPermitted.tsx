import { Notice } from '../../ui/Notice';
import classes from './SignInPage.module.css';
import type { SignedIn } from './session';

/** For someone signed in whose role has no page here. */
export function NotPermitted({ session }: { session: SignedIn }) {
  const roles = session.roles.join(', ');
  return (
    <section className={classes.notPermitted} aria-labelledby="not-permitted">
      <title>Not permitted · Patchgate</title>
      <h1 id="not-permitted">Not permitted</h1>
      <Notice
        title="Requests are shown to reviewers"
        detail={`${session.subject} is signed in ${roles === '' ? 'without a role' : `as ${roles}`}. Ask an operator for the role reviewer, or sign out and come back as somebody who has it.`}
      />
      {session.roles.includes('auditor') && (
        <p className={classes.lead}>
          An auditor reads the ledger with the command line or the API; the dashboard is for deciding on
          requests.
        </p>
      )}
    </section>
  );
}
