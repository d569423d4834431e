/** A stretch of text as it is, or one character that would not show and is named instead. */
export type VisiblePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly code: string; readonly name: string };

/*
 * Everything that changes how its neighbours look without being seen itself: controls, formats (bidi, zero-width, tags),
 * lone surrogates, line and paragraph separators, and whatever Unicode lets a font leave out. Tabs and line feeds are
 * layout, and the variation selectors of emoji change nothing but colour.
 */
const UNSEEN =
  /(?!\t|\n|\u{fe0e}|\u{fe0f})[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const NAMES: Readonly<Record<number, string>> = {
  0: 'null',
  8: 'backspace',
  13: 'carriage return',
  27: 'escape',
  127: 'delete',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  12644: 'Hangul filler',
  65279: 'byte order mark',
};

/** Cuts a text so that what would not show can be shown by its number. The texts and marks are in the text's order. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const { 0: unseen, index } of text.matchAll(UNSEEN)) {
    if (index > from) parts.push({ kind: 'text', text: text.slice(from, index) });
    const point = unseen.codePointAt(0) ?? 0;
    parts.push({ kind: 'mark', code: codePoint(point), name: nameOf(point) });
    from = index + unseen.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** The same as one plain string, `⟦U+202E⟧` for what would not show, for titles and notifications. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map(part => (part.kind === 'text' ? part.text : `⟦${part.code}⟧`))
    .join('');
}

/** The first so many characters, never half of one, and how many are left out. */
export function bounded(text: string, limit: number): { readonly shown: string; readonly hidden: number } {
  if (text.length <= limit) return { shown: text, hidden: 0 };
  const last = text.charCodeAt(limit - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit;
  return { shown: text.slice(0, end), hidden: text.length - end };
}

/** An address that a link may have: of this server alone, never a scheme that runs something. */
export function safePath(address: string | null): string | undefined {
  return address !== null && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(address) ? address : undefined;
}

function codePoint(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function nameOf(point: number): string {
  const known = NAMES[point];
  if (known !== undefined) return known;
  if (point < 32 || (point >= 127 && point < 160)) return 'control character';
  if (point >= 0xd800 && point < 0xe000) return 'half of a character';
  if (point >= 0xe0000 && point < 0xe0080) return 'invisible tag';
  return 'invisible character';
}
