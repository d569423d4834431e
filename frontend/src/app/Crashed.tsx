import { Button } from '@mantine/core';
import { Notice } from '../ui/Notice';
import { Frame } from './Frame';

/** Shown where a page's own code failed. What went wrong is in the console, where a developer looks for it. */
export function Crashed() {
  return (
    <Frame>
      <title>Error · Patchgate</title>
      <Notice
        alone
        tone="error"
        title="This page failed"
        detail="That is a defect of the dashboard. Nothing has been decided or changed by it."
        action={
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      />
    </Frame>
  );
}
