import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerReader, readAnswer } from '../../../../../src-main/core/assistant/edits/engine/index.ts';
import { block } from './answers.ts';

const search = '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE';

/** Path and kind of each block. */
const summary = (answer: string) => readAnswer(answer).map((each) => `${each.kind} ${each.path}`);

describe('paths of blocks', () => {
  it.each([
    ['above the fence', `src/a.ts\n\`\`\`ts\n${search}\n\`\`\``],
    ['above the fence in backticks', `\`src/a.ts\`:\n\`\`\`\n${search}\n\`\`\``],
    ['in bold', `**src/a.ts**\n\n\`\`\`\n${search}\n\`\`\``],
    ['as a heading', `### \`src/a.ts\`\n\`\`\`\n${search}\n\`\`\``],
    ['as a named line', `File: src/a.ts\n\`\`\`\n${search}\n\`\`\``],
    ['in a sentence', `Now change \`src/a.ts\` as follows:\n\n\`\`\`\n${search}\n\`\`\``],
    ['after the language', `\`\`\`ts src/a.ts\n${search}\n\`\`\``],
    ['after the language and a colon', `\`\`\`ts:src/a.ts\n${search}\n\`\`\``],
    ['as an attribute', `\`\`\`ts title="src/a.ts"\n${search}\n\`\`\``],
    ['inside', `\`\`\`ts\nsrc/a.ts\n${search}\n\`\`\``],
    ['inside in a comment', `\`\`\`ts\n// src/a.ts\n${search}\n\`\`\``],
    ['without a fence', `src/a.ts\n${search}`],
    ['in the opening line', `\`\`\`\n${search.replace('SEARCH', 'SEARCH src/a.ts')}\n\`\`\``],
    ['in a list', `- src/a.ts\n  \`\`\`ts\n${search.replace(/^/gm, '  ')}\n  \`\`\``],
  ])('are read %s', (_, answer) => {
    expect(summary(answer)).toEqual(['replace src/a.ts']);
  });

  it('go on from the block before', () => {
    expect(summary(`src/a.ts\n\`\`\`\n${search}\n\n${search}\n\`\`\`\nAnd:\n\`\`\`\n${search}\n\`\`\``)).toEqual([
      'replace src/a.ts',
      'replace src/a.ts',
      'replace src/a.ts',
    ]);
  });

  it('are missed where there are none', () => {
    expect(readAnswer(`Do this:\n\`\`\`\n${search}\n\`\`\``)).toMatchObject([{ kind: 'broken', reason: 'noPath' }]);
  });
});

describe('SEARCH/REPLACE blocks', () => {
  it.each([5, 6, 7, 8, 9])('have markers of %i characters', (length) => {
    const answer = `a.ts\n${'<'.repeat(length)} SEARCH\nx\n${'='.repeat(length)}\ny\n${'>'.repeat(length)} REPLACE\n`;
    expect(readAnswer(answer)).toMatchObject([{ kind: 'replace', readings: [{ search: ['x'], replace: ['y'] }] }]);
  });

  it('may hold fences and lines that look like dividers', () => {
    const [only] = readAnswer(block('a.md', 'Title\n=======\n```ts\n```', 'Other\n=======\n```js\n```'));
    expect(only).toMatchObject({ kind: 'replace' });
    expect(only?.kind === 'replace' && only.readings).toHaveLength(3);
    expect(only?.kind === 'replace' && only.readings[1]?.search).toEqual(['Title', '=======', '```ts', '```']);
  });

  it('that are never closed are broken, and the next one is read', () => {
    const answer = `a.ts\n<<<<<<< SEARCH\nx\n=======\ny\n\nb.ts\n${search}\n`;
    expect(readAnswer(answer)).toMatchObject([
      { kind: 'broken', reason: 'unclosed', path: 'a.ts' },
      { kind: 'replace', path: 'b.ts' },
    ]);
  });

  it('that are cut off are broken', () => {
    const answer = 'a.ts\n<<<<<<< SEARCH\nx\n=======\ny';
    expect(readAnswer(answer)).toMatchObject([{ kind: 'broken', reason: 'unclosed' }]);
  });
});

describe('whole files', () => {
  it('are fences with a path', () => {
    expect(readAnswer('src/new.ts\n```ts\nexport {};\n```\n')).toMatchObject([
      { kind: 'write', path: 'src/new.ts', lines: ['export {};'] },
    ]);
  });

  it('in Markdown may hold fences', () => {
    const answer = 'README.md\n```md\n# Hi\n```sh\nnpm i\n```\nBye\n```\n';
    expect(readAnswer(answer)).toMatchObject([{ lines: ['# Hi', '```sh', 'npm i', '```', 'Bye'] }]);
  });

  it('are not read out of talk', () => {
    const answer = [
      'The function in `src/a.ts` is:\n```ts\nfoo();\n```',
      'Run this in src/app:\n```sh\nnpm test\n```',
      '```diff\nnothing\n```',
      'One could e.g.\n```ts\nbar();\n```',
      '### Node.js\n```js\nbar();\n```',
      '1.2.3\n```js\nbar();\n```',
      'src/a.ts\n```sh\nnpx tsc src/a.ts\n```',
    ].join('\n\n');
    expect(readAnswer(answer)).toEqual([]);
  });

  it('that are cut off are never half written', () => {
    expect(readAnswer('src/new.ts\n```ts\nexport {};\n')).toMatchObject([{ kind: 'broken', reason: 'unclosed' }]);
  });
});

describe('apply_patch', () => {
  it('updates, adds, deletes and moves', () => {
    const answer = `*** Begin Patch
*** Update File: a.ts
@@ function x() {
   one
-  two
+  three
@@
-four
*** Update File: b.ts
*** Move to: c.ts
@@
-b
+c
*** Add File: d.ts
+d
+
+e
*** Delete File: e.ts
*** End Patch`;
    expect(readAnswer(answer)).toMatchObject([
      {
        kind: 'replace',
        path: 'a.ts',
        anchors: ['function x() {'],
        readings: [{ search: ['  one', '  two'], replace: ['  one', '  three'] }],
      },
      { kind: 'replace', path: 'a.ts', readings: [{ search: ['four'], replace: [] }] },
      { kind: 'rename', from: 'b.ts', path: 'c.ts' },
      { kind: 'replace', path: 'c.ts' },
      { kind: 'write', path: 'd.ts', lines: ['d', '', 'e'], onlyNew: true },
      { kind: 'delete', path: 'e.ts' },
    ]);
  });

  it('that is cut off leaves what was whole', () => {
    const answer = '*** Begin Patch\n*** Update File: a.ts\n@@\n-a\n+b\n@@\n-c\n+d';
    expect(readAnswer(answer)).toMatchObject([
      { kind: 'replace', readings: [{ search: ['a'], replace: ['b'] }] },
      { kind: 'broken', reason: 'unclosed' },
    ]);
  });
});

describe('unified diffs', () => {
  it('have line numbers, wrong ones, or none', () => {
    for (const header of ['@@ -1,3 +1,3 @@', '@@ -900,1 +12 @@', '@@ ... @@', '@@']) {
      const answer = `\`\`\`diff\n--- a/x.ts\n+++ b/x.ts\n${header}\n a\n-b\n+c\n\`\`\``;
      expect(readAnswer(answer)).toMatchObject([
        { kind: 'replace', path: 'x.ts', readings: [{ search: ['a', 'b'], replace: ['a', 'c'] }] },
      ]);
    }
  });

  it('make, remove and rename files', () => {
    const answer = `diff --git a/old.ts b/new.ts
similarity index 90%
rename from old.ts
rename to new.ts
--- a/old.ts
+++ b/new.ts
@@ -1 +1 @@
-a
+b
diff --git a/gone.ts b/gone.ts
deleted file mode 100644
--- a/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/made.ts b/made.ts
new file mode 100644
--- /dev/null
+++ b/made.ts
@@ -0,0 +1 @@
+y
\\ No newline at end of file
That was it.`;
    expect(readAnswer(answer)).toMatchObject([
      { kind: 'rename', from: 'old.ts', path: 'new.ts' },
      { kind: 'replace', path: 'new.ts' },
      { kind: 'delete', path: 'gone.ts', expected: ['x'] },
      { kind: 'write', path: 'made.ts', lines: ['y'], endsWithNewline: false },
    ]);
  });

  it('take removed lines that begin with dashes for what they are', () => {
    const answer = '```diff\n--- a/x.sql\n+++ b/x.sql\n@@\n--- a comment\n+-- another\n select 1;\n```';
    expect(readAnswer(answer)).toMatchObject([
      { readings: [{ search: ['-- a comment', 'select 1;'], replace: ['-- another', 'select 1;'] }] },
    ]);
  });
});

describe('a stream', () => {
  const pieces = [
    block('src/a.ts', 'one\n  two', 'three'),
    'src/new.ts\r\n```ts\r\nexport {};\r\n```\r\n',
    '*** Begin Patch\n*** Update File: b.ts\n@@ x\n a\n-b\n+c\n*** Add File: d\n+x\n*** End Patch\n',
    '```diff\n--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-a\n+b\n--- a/y.ts\n+++ b/y.ts\n@@\n-- x\n++ y\n```\n',
    'Some talk, `code` and\n---\na rule.\n',
    'a.ts\n<<<<<<< SEARCH\nnever closed\n',
    '--- a/z.ts\n+++ b/z.ts\n@@\n z\n+q\nEnd of it.\n',
  ];

  it('gives the same blocks however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }),
        (parts, sizes) => {
          const answer = parts.join('\n');
          const reader = createAnswerReader();
          const blocks = [];
          for (let start = 0, turn = 0; start < answer.length; turn++) {
            const end = start + (sizes[turn % sizes.length] ?? 1);
            blocks.push(...reader.push(answer.slice(start, end)));
            start = end;
          }
          blocks.push(...reader.end());
          expect(blocks).toEqual(readAnswer(answer));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives each block as soon as it is complete', () => {
    const reader = createAnswerReader();
    expect(reader.push('a.ts\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE')).toEqual([]);
    expect(reader.push('\n')).toHaveLength(1);
  });

  it('that goes on tells only what comes then', () => {
    const before = '```diff\n--- a/m.txt\n+++ b/m.txt\n@@\n-one\n+1\n@@\n-two\n';
    const after = '+2\n@@\n-three\n+3\n```\n';
    const patch = (text: string) =>
      text
        .replace('```diff\n--- a/m.txt\n+++ b/m.txt', '*** Begin Patch\n*** Update File: m.txt')
        .replace('```\n', '*** End Patch\n');
    for (const shape of [(text: string) => text, patch]) {
      const reader = createAnswerReader();
      reader.goOnFrom(shape(before));
      const blocks = [...reader.push(shape(after)), ...reader.end()];
      expect(blocks.map((block) => block.kind === 'replace' && block.readings[0]?.replace)).toEqual([['2'], ['3']]);
    }
    const reader = createAnswerReader();
    reader.goOnFrom('a.md\n```\n# A\n```\n');
    expect([...reader.push('\nThat is all.\n'), ...reader.end()]).toEqual([]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<<<<<<< SEARCH',
            '=======',
            '>>>>>>> REPLACE',
            '```',
            '```ts a.ts',
            '--- a/x',
            '+++ b/x',
            '@@',
            '*** Begin Patch',
            '*** Update File: a',
            '*** End Patch',
            '',
            ' a',
            '+b',
            '-c',
            'x.ts',
          ),
        ),
        (lines) => {
          expect(Array.isArray(readAnswer(lines.join('\n')))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
