import classes from './Tag.module.css';

export type Tone = 'waiting' | 'good' | 'bad' | 'neutral';

/** One word of what something is; its colour only repeats it. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
