import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { ApiError, describeFailure, type Failure } from '../../api/problem';
import { FailureNotice, Notice } from '../../ui/Notice';
import classes from './SignInPage.module.css';
import type { SignedOutBecause } from './session';
import { useSignIn } from './useSession';

/** Name and password. A one-time link never comes this far: it is redeemed before the page knows who is there. */
export function SignInPage({ because }: { because: SignedOutBecause }) {
  const signIn = useSignIn();
  const failure = signIn.error instanceof ApiError ? signIn.error.failure : undefined;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ name: String(form.get('name')).trim(), password: String(form.get('password')) });
  }

  return (
    <div className={classes.panel}>
      <title>Sign in · Patchgate</title>
      <div>
        <h1>Sign in</h1>
        <p className={classes.lead}>Review the patches that agents propose.</p>
      </div>
      {signIn.isIdle && <Because because={because} />}
      {failure !== undefined && <Refused failure={failure} />}
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          name="name"
          label="Name"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          error={fieldError(failure, 'name')}
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={fieldError(failure, 'password')}
        />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p className={classes.hint}>
        No account? Open the one-time link that was printed when Patchgate was started, or ask an operator for
        one.
      </p>
    </div>
  );
}

/** The server does not tell a wrong name from a wrong password, nor does the page. */
function Refused({ failure }: { failure: Failure }) {
  if (!refused(failure)) return <FailureNotice failure={failure} />;
  return (
    <Notice
      tone="error"
      title="Name or password is wrong"
      detail="Both are case-sensitive. Whoever has no password signs in by a one-time link."
    />
  );
}

/** The 401 of credentials that do not fit, as against a server that cannot say. */
function refused(failure: Failure): boolean {
  return failure.kind === 'problem' && failure.status === 401;
}

function Because({ because }: { because: SignedOutBecause }) {
  switch (because.kind) {
    case 'not-yet':
      return null;
    case 'left':
      return <Notice title="You are signed out" />;
    case 'ended':
      return <Notice title="Your session has ended" detail="Sign in again to go on where you were." />;
    case 'link-failed':
      return (
        <Notice
          tone="error"
          title="The sign-in link did not work"
          detail={
            refused(because.failure)
              ? 'A link works once and for ten minutes. Ask for a new one, or sign in by name.'
              : (describeFailure(because.failure).detail ?? describeFailure(because.failure).title)
          }
        />
      );
  }
}

function fieldError(failure: Failure | undefined, field: string): string | undefined {
  if (failure?.kind !== 'problem') return undefined;
  return failure.errors.find(error => error.field === field)?.message;
}
