/** Brings a part of the page before the reader, and the keyboard to it. */
export function show(id: string): void {
  const part = document.getElementById(id);
  if (part === null) return;
  // A heading takes the keyboard only when it is led there.
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.scrollIntoView({ block: 'start' });
  part.focus({ preventScroll: true });
}
