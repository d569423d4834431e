import { useEffect, useState } from 'react';
import { languageOf, type Token } from './highlight';

/** The tokens of a file by line number less one, before and after the change. */
export interface FileTokens {
  readonly before: readonly (readonly Token[])[];
  readonly after: readonly (readonly Token[])[];
}

/** Beyond this a file is shown without colours, so that no agent can stall the page. */
const MOST_LINES = 20_000;
const MOST_CHARACTERS = 1_000_000;
const LONGEST_LINE = 5_000;

/** Highlights a file once the highlighter has been loaded; undefined until then and for what it does not know. */
export function useTokens(
  path: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): FileTokens | undefined {
  const [tokens, setTokens] = useState<FileTokens>();
  useEffect(() => {
    const language = languageOf(path);
    setTokens(undefined);
    if (language === undefined || before === undefined || after === undefined) return;
    if (![before, after].every(isModest)) return;
    let wanted = true;
    import('./highlighter')
      .then(({ highlight }) => {
        if (wanted) setTokens({ before: highlight(language, before), after: highlight(language, after) });
      })
      // Without colours the diff is still whole.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [path, before, after]);
  return tokens;
}

function isModest(lines: readonly string[]): boolean {
  if (lines.length > MOST_LINES) return false;
  return (
    lines.reduce((sum, line) => sum + (line.length > LONGEST_LINE ? MOST_CHARACTERS : line.length), 0) <
    MOST_CHARACTERS
  );
}
