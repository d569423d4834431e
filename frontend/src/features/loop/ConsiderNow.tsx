import { Button, Loader, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Improvements } from '../../api/improvements';
import { ApiError, describeFailure } from '../../api/problem';
import { Inert } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import classes from './Loop.module.css';
import { progress } from './loop';
import { useConsider } from './useLoop';

/** Has a component considered at once, and follows it to the sentence. */
export function ConsiderNow({ loop }: { loop: Improvements }) {
  const consider = useConsider();
  const [component, setComponent] = useState('');
  const [workspace, setWorkspace] = useState('');
  const several = new Set(loop.windows.map(window => window.workspace)).size > 1;
  const failure = consider.error instanceof ApiError ? describeFailure(consider.error.failure) : undefined;
  return (
    <div className={classes.section}>
      <form
        className={classes.consider}
        aria-label="Consider a component now"
        onSubmit={event => {
          event.preventDefault();
          if (component.trim() === '') return;
          consider.mutate({
            component: component.trim(),
            ...(workspace.trim() !== '' && { workspace: workspace.trim() }),
          });
        }}
      >
        <TextInput
          className={classes.component}
          label="Component"
          list="components"
          maxLength={100}
          spellCheck={false}
          autoCapitalize="none"
          value={component}
          onChange={event => setComponent(event.currentTarget.value)}
        />
        <datalist id="components">
          {[...new Set(loop.windows.map(window => window.component))].map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {several && (
          <TextInput
            label="Workspace"
            maxLength={100}
            spellCheck={false}
            autoCapitalize="none"
            value={workspace}
            onChange={event => setWorkspace(event.currentTarget.value)}
          />
        )}
        <Button type="submit" loading={consider.isPending} disabled={component.trim() === ''}>
          Consider now
        </Button>
      </form>
      {failure !== undefined && <Notice tone="error" title={failure.title} detail={failure.detail} />}
      {consider.data !== undefined && failure === undefined && (
        <Followed loop={loop} id={consider.data.consideration_id} component={consider.data.component} />
      )}
    </div>
  );
}

function Followed({ loop, id, component }: { loop: Improvements; id: string; component: string }) {
  const now = progress(
    loop.considerations.find(consideration => consideration.id === id),
    loop.stopped,
  );
  return (
    <p className={classes.progress} role="status">
      {now.kind === 'waiting' && <Loader size="xs" type="dots" color="gray" />}{' '}
      <Inert className={classes.name}>{component}</Inert> <Inert>{now.words}</Inert>
    </p>
  );
}
