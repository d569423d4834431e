import { Button } from '@mantine/core';
import { Notice } from '../ui/Notice';
import { Frame } from './Frame';

/**
 * Shown where a page's own code failed, or could not be had: the server may have another version by now, whose parts have
 * other names. What went wrong is in the console, where a developer looks for it.
 */
export function Crashed({ error }: { error: unknown }) {
  const unloaded =
    error instanceof TypeError && /\b(import|imported|importing|module)\b/i.test(error.message);
  return (
    <>
      <title>Error · Patchgate</title>
      <Notice
        alone
        tone="error"
        title={unloaded ? 'A part of the page could not be loaded' : 'This page failed'}
        detail={
          unloaded
            ? 'The server does not answer, or has another version by now. A reload brings what it has.'
            : 'That is a defect of the dashboard. Nothing has been decided or changed by it.'
        }
        action={
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      />
    </>
  );
}

/** The same where it is not a page within the frame that failed, but what the frame is in. */
export function CrashedOutside({ error }: { error: unknown }) {
  return (
    <Frame>
      <Crashed error={error} />
    </Frame>
  );
}
