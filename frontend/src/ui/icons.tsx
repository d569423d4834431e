import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />
  </Icon>
);

export const SystemIcon = () => (
  <Icon>
    <rect x="1.8" y="2.8" width="12.4" height="8.2" rx="1.2" />
    <path d="M5.5 13.4h5" />
  </Icon>
);

/** The mark: two gate posts, and between them a plus and a minus. */
export const Mark = () => (
  <svg viewBox="0 0 20 20" width="20" height="20" fill="none" strokeLinecap="round" aria-hidden="true">
    <path d="M3.5 3v14M16.5 3v14" stroke="currentColor" strokeWidth="2.2" />
    <path d="M10 4.8v5M7.5 7.3h5M7.5 14h5" stroke="var(--pg-meter)" strokeWidth="1.8" />
  </svg>
);
