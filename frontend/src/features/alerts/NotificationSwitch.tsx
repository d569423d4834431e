import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import classes from './AlertBar.module.css';
import { askPermission, onPermission, permission } from './notifications';

/** Offers notifications until the reader has said yes or no; the answer is the browser's to keep. */
export function NotificationSwitch() {
  const state = useSyncExternalStore(onPermission, permission);
  switch (state) {
    case 'impossible':
      return null;
    case 'granted':
      return <span className={classes.switch}>Notifications are on</span>;
    case 'denied':
      return <span className={classes.switch}>Notifications are blocked in this browser</span>;
    case 'default':
      return (
        <Button size="compact-xs" variant="default" onClick={() => askPermission()}>
          Notify me of the next one
        </Button>
      );
  }
}
