import { localStorageColorSchemeManager } from '@mantine/core';

const KEY = 'patchgate-color-scheme';

/** Remembers the reader's choice of light, dark or the system's scheme. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: KEY });

/**
 * Sets the scheme before the first paint of the page, which is what Mantine's ColorSchemeScript does with an inline
 * script that the Content-Security-Policy refuses.
 */
export function applyColorScheme(): void {
  const chosen = colorSchemeManager.get('auto');
  const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}
