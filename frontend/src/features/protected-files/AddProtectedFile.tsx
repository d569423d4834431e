import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { addProtectedFile } from '../../api/patch-requests';
import { ApiError, describeFailure } from '../../api/problem';
import { Notice } from '../../ui/Notice';
import { visibleText } from '../../ui/visible';
import classes from './ProtectedFilesPage.module.css';

/** Protects a further path. It cannot be undone here, which is said before it is done. */
export function AddProtectedFile() {
  const queryClient = useQueryClient();
  const [path, setPath] = useState('');
  const add = useMutation({
    mutationFn: addProtectedFile,
    onSuccess: () => {
      setPath('');
      return queryClient.invalidateQueries({ queryKey: keys.protectedFiles });
    },
  });
  const failure = add.error instanceof ApiError ? add.error.failure : undefined;
  const field =
    failure?.kind === 'problem' ? failure.errors.find(error => error.field === 'path') : undefined;
  const said = failure && describeFailure(failure);
  return (
    <form
      className={classes.add}
      aria-label="Protect a further path"
      onSubmit={event => {
        event.preventDefault();
        if (path.trim() !== '') add.mutate(path.trim());
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
          detail={visibleText(add.data.path)}
        />
      )}
      <div className={classes.line}>
        <TextInput
          className={classes.path}
          label="Path or pattern"
          description="Relative to the workspace, in the gitignore dialect. Nothing removes it again."
          placeholder="src/ai_pal/security/**"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={500}
          value={path}
          error={field && `The path ${field.message}.`}
          onChange={event => setPath(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending} disabled={path.trim() === ''}>
          Protect for good
        </Button>
      </div>
    </form>
  );
}
