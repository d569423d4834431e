import { describe, expect, it } from 'vitest';
import { parseDiff } from './model';

const MODIFY = `diff --git a/src/learn.py b/src/learn.py
--- a/src/learn.py
+++ b/src/learn.py
@@ -1,3 +1,4 @@
 def learn(events):
-    return list(events)
+    if not events:
+        return []
     # end
@@ -40 +41 @@ class Window:
-    size = 3
+    size = 5
`;

describe('parseDiff', () => {
  it('reads files, hunks and lines with their numbers', () => {
    const [file] = parseDiff(MODIFY);
    expect(file).toMatchObject({ path: 'src/learn.py', kind: 'modify', added: 3, deleted: 2 });
    expect(file?.hunks.map(hunk => [hunk.beforeStart, hunk.afterStart, hunk.section])).toEqual([
      [1, 1, ''],
      [40, 41, 'class Window:'],
    ]);
    expect(file?.hunks[0]?.lines.map(line => [line.kind, line.before, line.after, line.text])).toEqual([
      ['context', 1, 1, 'def learn(events):'],
      ['delete', 2, undefined, '    return list(events)'],
      ['add', undefined, 2, '    if not events:'],
      ['add', undefined, 3, '        return []'],
      ['context', 3, 4, '    # end'],
    ]);
  });

  it('reads created, deleted and executable files', () => {
    const files = parseDiff(
      'diff --git a/run b/run\nnew file mode 100755\n--- /dev/null\n+++ b/run\n@@ -0,0 +1 @@\n+#!/bin/sh\n' +
        'diff --git a/old.py b/old.py\ndeleted file mode 100644\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n' +
        'diff --git a/empty b/empty\nnew file mode 100644\nindex 0000000..e69de29\n',
    );
    expect(
      files.map(({ path, kind, executable, added, deleted }) => [path, kind, executable, added, deleted]),
    ).toEqual([
      ['run', 'create', true, 1, 0],
      ['old.py', 'delete', false, 0, 1],
      ['empty', 'create', false, 0, 0],
    ]);
  });

  it('goes by the counts, so that contents that look like headers are contents', () => {
    const [file, ...others] = parseDiff(
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n--- a/evil\n-diff --git a/x b/x\n+++ b/evil\n+@@ -1 +1 @@\n \n',
    );
    expect(others).toEqual([]);
    expect(file?.path).toBe('a');
    expect(file?.hunks[0]?.lines.map(line => line.text)).toEqual([
      '-- a/evil',
      'diff --git a/x b/x',
      '++ b/evil',
      '@@ -1 +1 @@',
      '',
    ]);
  });

  it('knows a missing line feed at the end', () => {
    const [file] = parseDiff(
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n',
    );
    expect(file?.hunks[0]?.lines.map(line => line.unended)).toEqual([true, false]);
  });

  it('keeps carriage returns', () => {
    const [file] = parseDiff('diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\r\n+x\n');
    expect(file?.hunks[0]?.lines.map(line => line.text)).toEqual(['x\r', 'x']);
  });

  it.each([
    ['diff --git a/my file.py b/my file.py\n--- a/my file.py\t\n+++ b/my file.py\t\n', 'my file.py'],
    [
      'diff --git "a/\\303\\251.py" "b/\\303\\251.py"\n--- "a/\\303\\251.py"\n+++ "b/\\303\\251.py"\n',
      'é.py',
    ],
    ['diff --git "a/say \\"hi\\"" "b/say \\"hi\\""\nnew file mode 100644\n', 'say "hi"'],
    ['diff --git a/plain b/plain\nnew file mode 100644\n', 'plain'],
  ])('reads the path of %j', (diff, path) => {
    expect(parseDiff(diff)[0]?.path).toBe(path);
  });

  it.each(['', 'hello', '@@ -1 +1 @@\n-x\n+y\n', '\n\n'])('takes %j for no files', diff => {
    expect(parseDiff(diff)).toEqual([]);
  });

  it('gives what was whole of a diff that breaks off', () => {
    const [file] = parseDiff('diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,9 +1,9 @@\n x\n');
    expect(file?.hunks[0]?.lines).toHaveLength(1);
  });
});
