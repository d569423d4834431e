import { createContext, type ReactNode } from 'react';

export type Side = 'before' | 'after';

/** A line of a file, or without one the file as a whole. */
export interface Place {
  readonly path: string;
  readonly side: Side;
  readonly line: number | undefined;
}

export const keyOfLine = (path: string, side: Side, line: number): string => `${side} ${line} ${path}`;

/** Hunks to choose from, each by its file and its place in it. */
export interface Selecting {
  kept(path: string, hunk: number): boolean;
  toggle(path: string, hunk: number): void;
  /** How much of a file is kept. */
  share(path: string): 'all' | 'some' | 'none';
  toggleFile(path: string): void;
}

/** What the page around a diff adds to its lines and hunks. */
export interface Annotations {
  readonly selecting: Selecting | undefined;
  /** What stands under a line; undefined where nothing does. */
  readonly below: (path: string, side: Side, line: number) => ReactNode | undefined;
  /** What a line is marked with, in a few words each, by {@link keyOfLine}. */
  readonly marks: ReadonlyMap<string, readonly string[]>;
  /** Where the reader wants to be led; each wish is an object of its own, so that the same may be had again. */
  readonly seek: Place | undefined;
  /** Undefined where no comment is wanted. */
  readonly onComment: ((path: string, side: Side, line: number) => void) | undefined;
}

export const AnnotationsContext = createContext<Annotations | undefined>(undefined);
