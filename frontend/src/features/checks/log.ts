/** Colours that a program writes for a terminal. Whatever else it writes unseen is shown by its number. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const COLOURS = /\u001b\[[\d;]*m/g;

/** A log's text without its colours, and with line ends as everywhere. */
export function plain(log: string): string {
  return log.replace(COLOURS, '').replaceAll('\r\n', '\n');
}

/** The last so many characters, from the beginning of a line where one begins nearby, and how many are before them. */
export function tail(log: string, limit: number): { readonly shown: string; readonly before: number } {
  if (log.length <= limit) return { shown: log, before: 0 };
  const from = log.length - limit;
  const line = log.indexOf('\n', from);
  const cut = line >= 0 && line - from < limit / 2 ? line + 1 : wholeCharacter(log, from);
  return { shown: log.slice(cut), before: cut };
}

/** Never the second half of a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at + 1 : at;
}
