/** Whether the browser may show notifications: what it says, or that it has none to show. */
export type Permission = NotificationPermission | 'impossible';

const listeners = new Set<() => void>();

export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'impossible';
}

export function onPermission(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks the reader. Only a click may lead here: browsers refuse, and people resent, anything else. */
export async function askPermission(): Promise<void> {
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}

/** Shows a notification that opens the page where it belongs; false where the browser would not. */
export function notify(title: string, body: string, tag: string, open: () => void): boolean {
  if (permission() !== 'granted') return false;
  try {
    const shown = new Notification(title, { body, tag, icon: '/favicon.svg' });
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
    return true;
  } catch {
    // Some phones have the permission and yet only let service workers notify.
    return false;
  }
}
