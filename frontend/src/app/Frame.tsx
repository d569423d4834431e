import { Link } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import { connection } from '../api/client';
import { Mark } from '../ui/icons';
import classes from './Frame.module.css';
import { ThemeToggle } from './ThemeToggle';

/**
 * What every page stands in: brand, what the page adds to the header, the colour scheme. A page with a header of its own
 * shows data that may go stale, and gets the offline banner.
 */
export function Frame(props: { header?: ReactNode; banner?: ReactNode; children: ReactNode }) {
  const { header, banner, children } = props;
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.brand}>
          <Mark />
          <span className={classes.name} data-crowded={header !== undefined}>
            Patchgate
          </span>
        </Link>
        {header}
        <ThemeToggle />
      </header>
      {header !== undefined && <OfflineBanner />}
      {banner}
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </div>
  );
}

function OfflineBanner() {
  const reachable = useSyncExternalStore(connection.subscribe, connection.isReachable);
  const online = useSyncExternalStore(onOnline, () => navigator.onLine);
  if (reachable) return null;
  return (
    <div role="status" className={classes.offline}>
      {online
        ? 'Patchgate does not answer; it may be restarting. What is shown may be out of date, and catches up by itself.'
        : 'This device is offline. What is shown may be out of date, and catches up by itself.'}
    </div>
  );
}

function onOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
