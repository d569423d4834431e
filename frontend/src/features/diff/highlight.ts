/** A stretch of a line that the highlighter names. In order, without overlap. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** What lowlight gives: a tree of text and of elements whose classes name what they hold. */
export type SyntaxNode =
  | { readonly type: 'text'; readonly value: string }
  | {
      readonly type: 'element';
      readonly properties: { className?: unknown };
      readonly children: readonly SyntaxNode[];
    }
  | { readonly type: string };

/** Flattens a highlighted text into tokens by line; the innermost name wins. */
export function tokensByLine(root: { readonly children: readonly SyntaxNode[] }): Token[][] {
  const lines: Token[][] = [[]];
  let column = 0;
  const visit = (node: SyntaxNode, name: string | undefined): void => {
    if ('children' in node) {
      const own = nameOf(node.properties.className) ?? name;
      for (const child of node.children) visit(child, own);
    } else if ('value' in node) {
      node.value.split('\n').forEach((text, index) => {
        if (index > 0) {
          lines.push([]);
          column = 0;
        }
        if (name !== undefined && text !== '')
          lines.at(-1)?.push({ start: column, end: column + text.length, name });
        column += text.length;
      });
    }
  };
  for (const child of root.children) visit(child, undefined);
  return lines;
}

function nameOf(classes: unknown): string | undefined {
  const [first] = Array.isArray(classes) ? classes : [];
  return typeof first === 'string' ? first.replace(/^hljs-/, '') : undefined;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  bash: 'bash',
  c: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cs: 'csharp',
  css: 'css',
  diff: 'diff',
  dockerfile: 'dockerfile',
  go: 'go',
  h: 'c',
  hpp: 'cpp',
  htm: 'xml',
  html: 'xml',
  ini: 'ini',
  java: 'java',
  js: 'javascript',
  json: 'json',
  jsx: 'javascript',
  kt: 'kotlin',
  makefile: 'makefile',
  md: 'markdown',
  mjs: 'javascript',
  php: 'php',
  py: 'python',
  pyi: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  sql: 'sql',
  svg: 'xml',
  swift: 'swift',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
};

/** The highlighter's language for a path, by its name or extension. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : undefined;
}
