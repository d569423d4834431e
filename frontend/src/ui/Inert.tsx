import { Fragment, type ReactNode, useState } from 'react';
import classes from './Inert.module.css';
import { bounded, visibleParts } from './visible';

/** Text that an agent wrote: as text and nothing else, apart from its neighbours' direction, with nothing unseen in it. */
export function Inert({ children, className }: { children: string; className?: string | undefined }) {
  return (
    <bdi className={className} dir="auto">
      <Visible text={children} />
    </bdi>
  );
}

/** The same in full paragraphs, with its own line ends. */
export function InertText({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <p dir="auto" className={classes.text}>
      <Visible text={text} />
      {children}
    </p>
  );
}

/** Full paragraphs, cut off after so many characters until the reader asks for the rest. */
export function InertBlock({ text, limit }: { text: string; limit: number }) {
  const [whole, setWhole] = useState(false);
  const { shown, hidden } = bounded(text, whole ? Number.POSITIVE_INFINITY : limit);
  return (
    <div className={classes.block}>
      <InertText text={shown}>{hidden > 0 && '…'}</InertText>
      {hidden > 0 && (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          Show {hidden.toLocaleString('en')} more characters
        </button>
      )}
    </div>
  );
}

/** A path that prefers to break after a slash, always read from left to right. */
export function Path({ path, className }: { path: string; className?: string | undefined }) {
  return (
    <bdi className={`${classes.path} ${className ?? ''}`} dir="ltr">
      {path.split(/(?<=\/)/).map((segment, depth) => (
        // The same path always has the same segments at the same depths.
        // biome-ignore lint/suspicious/noArrayIndexKey: there is no other identity
        <Fragment key={depth}>
          {depth > 0 && <wbr />}
          <Visible text={segment} />
        </Fragment>
      ))}
    </bdi>
  );
}

function Visible({ text }: { text: string }) {
  return visibleParts(text).map((part, at) =>
    part.kind === 'text' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no identity but their order
      <Fragment key={at}>{part.text}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Unseen key={at} code={part.code} name={part.name} />
    ),
  );
}

/** A character that would not show, by its number. */
export function Unseen({ code, name }: { code: string; name: string }) {
  return (
    <span className={classes.unseen} title={`Invisible character: ${name}`}>
      ⟦{code}⟧
    </span>
  );
}
