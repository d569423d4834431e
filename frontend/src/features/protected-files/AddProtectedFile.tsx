import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { addProtectedFile } from '../../api/patch-requests';
import { ApiError, describeFailure } from '../../api/problem';
import { Notice } from '../../ui/Notice';
import classes from './ProtectedFilesPage.module.css';
import { matched } from './policy';

const KINDS = {
  path: {
    label: 'Path',
    hint: 'Relative to the workspace, taken literally, with everything below it. Nothing removes it again.',
    example: 'src/ai_pal/security',
  },
  pattern: {
    label: 'Pattern',
    hint: 'In the gitignore dialect: with a slash before its end it begins at the root. Nothing removes it again.',
    example: 'src/ai_pal/security/**',
  },
} as const;
type Kind = keyof typeof KINDS;

/** Protects a further path or pattern. It cannot be undone here, which is said before it is done. */
export function AddProtectedFile() {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<Kind>('path');
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: addProtectedFile,
    onSuccess: () => {
      setText('');
      return queryClient.invalidateQueries({ queryKey: keys.protectedFiles });
    },
  });
  const failure = add.error instanceof ApiError ? add.error.failure : undefined;
  const field = failure?.kind === 'problem' ? failure.errors.find(({ field }) => field in KINDS) : undefined;
  const said = failure && describeFailure(failure);
  return (
    <form
      className={classes.add}
      aria-label="Protect a further path"
      onSubmit={event => {
        event.preventDefault();
        const entry = text.trim();
        if (entry !== '') add.mutate(kind === 'path' ? { path: entry } : { pattern: entry });
      }}
    >
      <h2>Protect a further path</h2>
      {said !== undefined && field === undefined && (
        <Notice tone="error" title={said.title} detail={said.detail} />
      )}
      {add.data !== undefined && (
        <Notice
          tone="good"
          title={add.data.added ? 'Protected' : 'It was protected already'}
          detail={matched(add.data)}
        />
      )}
      <SegmentedControl
        className={classes.kind}
        size="xs"
        aria-label="How the entry is read"
        data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
        value={kind}
        onChange={value => {
          setKind(value as Kind);
          add.reset();
        }}
      />
      <div className={classes.line}>
        <TextInput
          className={classes.path}
          label="Path or pattern"
          description={KINDS[kind].hint}
          placeholder={KINDS[kind].example}
          spellCheck={false}
          autoCapitalize="none"
          maxLength={500}
          value={text}
          error={field && `The ${field.field} ${field.message}.`}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending} disabled={text.trim() === ''}>
          Protect for good
        </Button>
      </div>
    </form>
  );
}
