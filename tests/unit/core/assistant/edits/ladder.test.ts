import { describe, expect, it } from 'vitest';
import { normalizeEditPath } from '../../../../../src-main/core/assistant/edits/engine/index.ts';
import { applyAnswer, block, verdicts } from './answers.ts';

const apply = (text: string, answer: string) => {
  const applied = applyAnswer({ 'a.ts': text }, answer);
  return { verdicts: verdicts(applied), text: applied.files['a.ts'], outcomes: applied.outcomes };
};
const replace = (text: string, search: string, by: string) => apply(text, block('a.ts', search, by));

describe('the exact rung', () => {
  it('replaces lines that are there once', () => {
    expect(replace('a\nb\nc\n', 'b', 'x\ny')).toMatchObject({ verdicts: ['exact'], text: 'a\nx\ny\nc\n' });
  });

  it('refuses what is there twice, with the places', () => {
    const { verdicts: all, text, outcomes } = replace('a\nb\na\n', 'a', 'x');
    expect([all, text, outcomes[0]?.failure?.places]).toEqual([['ambiguous'], 'a\nb\na\n', [1, 3]]);
  });

  it('never goes down a rung when this one is ambiguous', () => {
    expect(replace('a\na\n  a\n', 'a', 'x').verdicts).toEqual(['ambiguous']);
  });

  it('never matches part of a line', () => {
    expect(replace('const maximum = 10;\n', 'imum = 10;', 'imum = 11;').verdicts).toEqual(['notFound']);
  });

  it('keeps line ends, byte order mark and the end of the text', () => {
    expect(replace('\ufeffa\r\nb\nc', 'b', 'x\ny').text).toBe('\ufeffa\r\nx\r\ny\nc'.replace('x\r\ny\n', 'x\r\ny\r\n'));
    expect(replace('a\r\nb\r\nc', 'c', 'd\ne').text).toBe('a\r\nb\r\nd\r\ne');
    expect(replace('a\rb\r', 'b', 'c').text).toBe('a\rc\r');
    expect(replace('a\n', 'a', '').text).toBe('');
  });

  it('tells Unicode apart', () => {
    const same = ['\u00e9', 'e\u0301', 'a b', 'a\u00a0b', '👩‍👩‍👧', '👩👩👧'].map((line) => `${line} longer line`);
    const [composed = '', decomposed = '', space = '', hard = '', joined = '', apart = ''] = same;
    for (const [there, asked] of [
      [composed, decomposed],
      [space, hard],
      [joined, apart],
    ] as const) {
      expect(replace(`${there}\n`, asked, 'x').text).toBe(`${there}\n`);
      expect(replace(`${there}\n${asked}\n`, asked, 'x').text).toBe(`${there}\nx\n`);
    }
    expect(replace('a\u00a0\n', 'a', 'x').verdicts).toEqual(['notFound']);
  });
});

describe('the rung of spaces at line ends', () => {
  it('leaves the spaces of lines that stay', () => {
    expect(replace('one  \ntwo\nthree\t\n', 'one\ntwo \nthree', 'one\n2\nthree')).toMatchObject({
      verdicts: ['trailing-space'],
      text: 'one  \n2\nthree\t\n',
    });
  });

  it('refuses two places that differ by them', () => {
    expect(replace('one \none\t\n', 'one', 'x').verdicts).toEqual(['ambiguous']);
  });

  it('changes them where that is the change', () => {
    expect(replace('one  \ntwo   \n', 'one\ntwo ', 'one\ntwo').text).toBe('one  \ntwo\n');
  });
});

describe('the rung of indentation', () => {
  it('takes spaces away at the end of a line, or adds them, where that is the change', () => {
    expect(replace('  go:\n    - 1.5 \n', 'go:\n  - 1.5 ', 'go:\n  - 1.5')).toEqual(
      expect.objectContaining({ verdicts: ['indentation'], text: '  go:\n    - 1.5\n' }),
    );
    expect(replace('  one\n\n  two\n', 'one\n\ntwo', 'one\n \ntwo').text).toBe('  one\n \n  two\n');
  });

  it('indents the replacement alike', () => {
    expect(
      replace(
        '{\n    if (a) {\n        b();\n    }\n}\n',
        'if (a) {\n    b();\n}',
        'if (a) {\n    if (c) {\n        b();\n    }\n}',
      ),
    ).toMatchObject({
      verdicts: ['indentation'],
      text: '{\n    if (a) {\n        if (c) {\n            b();\n        }\n    }\n}\n',
    });
  });

  it('takes indentation away', () => {
    expect(
      replace('if (abc) {\n  def();\n}\n', '    if (abc) {\n      def();\n    }', '    if (abc) {\n      ghi();\n    }')
        .text,
    ).toBe('if (abc) {\n  ghi();\n}\n');
  });

  it('makes tabs of spaces where the file has tabs', () => {
    expect(
      replace(
        'function f() {\n\tif (abc) {\n\t\tdef();\n\t}\n}\n',
        '  if (abc) {\n    def();\n  }',
        '  if (abc) {\n    for (;;) {\n      def();\n    }\n  }',
      ).text,
    ).toBe('function f() {\n\tif (abc) {\n\t\tfor (;;) {\n\t\t\tdef();\n\t\t}\n\t}\n}\n');
  });

  it('makes four spaces of two', () => {
    expect(replace('f:\n    one\n        two\n', '  one\n    two', '  one\n    two\n      three').text).toBe(
      'f:\n    one\n        two\n            three\n',
    );
  });

  it('mends a first line that lost its indentation', () => {
    expect(replace('  one();\n  two();\n', 'one();\n  two();', 'one();\n  2();').text).toBe('  one();\n  2();\n');
  });

  it('refuses what has no one rule, and brackets alone', () => {
    expect(replace('  one\n      two\n', 'one\n  two\n', 'x').text).not.toContain('x');
    expect(replace('f {\n  x\n  }\n', '}', 'y').verdicts).toEqual(['notFound']);
  });

  it('refuses two places of different depth', () => {
    expect(replace('  call();\n    call();\n', 'call();', 'x();').verdicts).toEqual(['ambiguous']);
  });
});

describe('the rung of blank edges', () => {
  it('drops them on both sides', () => {
    expect(replace('one\ntwo\nthree\n', '\ntwo\n', '\n2\n')).toMatchObject({
      verdicts: ['blank-edges'],
      text: 'one\n2\nthree\n',
    });
  });
});

describe('the rung of lines left out', () => {
  const text = 'function one() {\n  start();\n  a();\n  b();\n  end();\n}\n';

  it('changes what is around them', () => {
    expect(
      replace(
        text,
        'function one() {\n  start();\n...\n  end();\n}',
        'function two() {\n  start();\n...\n  finish();\n}',
      ),
    ).toMatchObject({
      verdicts: ['elided'],
      text: 'function two() {\n  start();\n  a();\n  b();\n  finish();\n}\n',
    });
    expect(
      replace(text, '  start();\n  // ... rest of it ...\n  end();', '  begin();\n  // ... rest of it ...\n  end();')
        .text,
    ).toContain('begin();\n  a();');
  });

  it('needs a place of its own for each part, in order', () => {
    expect(replace('x\na\ny\nx\nb\ny\n', 'x\n...\nb', 'z\n...\nb').verdicts).toEqual(['ambiguous']);
    expect(replace(text, '  end();\n...\n  start();', '1\n...\n2').text).toBe(text);
    expect(replace(text, '  start();\n...\n  end();', '  start();\n').text).toBe(text);
  });

  it('flags words about lines left out that stand in for none', () => {
    expect(replace(text, '  a();\n  b();', '  a();\n  // ... existing code ...')).toMatchObject({
      verdicts: ['flagged'],
      text,
    });
  });
});

describe('the rung of likeness', () => {
  const line = 'export function calculateTheTotalOfAllOrders(orders: readonly Order[], currency: string): number {';

  it('flags what is like it, and changes nothing by itself', () => {
    const typed = line.replace('currency', 'curency');
    expect(replace(`a\n${line}\nb\n`, typed, 'x')).toMatchObject({ verdicts: ['flagged'], text: `a\n${line}\nb\n` });
  });

  it('refuses near duplicates', () => {
    const other = line.replace('Orders', 'Ordres');
    expect(replace(`${line}\nb\n${other}\n`, line.replace('currency', 'curency'), 'x').verdicts).toEqual(['notFound']);
  });

  it('refuses what is less alike, and says what comes nearest', () => {
    const { verdicts: all, outcomes } = replace(
      `a\n${line}\nb\n`,
      line.replace('calculateTheTotalOfAll', 'sumOf'),
      'x',
    );
    expect(all).toEqual(['notFound']);
    expect(outcomes[0]?.failure?.nearest).toMatchObject({ line: 2, text: line });
    expect(outcomes[0]?.failure?.nearest?.similarity).toBeGreaterThan(0.7);
  });
});

describe('several blocks', () => {
  it('see what the ones before have made', () => {
    expect(apply('a\nb\n', block('a.ts', 'a', 'c') + block('a.ts', 'c\nb', 'd'))).toMatchObject({
      verdicts: ['exact', 'exact'],
      text: 'd\n',
    });
  });

  it('stand when others fail', () => {
    expect(apply('a\nb\n', block('a.ts', 'zzz', 'c') + block('a.ts', 'b', 'd'))).toMatchObject({
      verdicts: ['notFound', 'exact'],
      text: 'a\nd\n',
    });
  });

  it('that overlap are refused', () => {
    expect(apply('a\nb\nc\n', block('a.ts', 'a\nb', 'x') + block('a.ts', 'b\nc', 'y'))).toMatchObject({
      verdicts: ['exact', 'overlaps'],
      text: 'x\nc\n',
    });
  });

  it('that are said twice are done once', () => {
    const twice = block('a.ts', 'a', 'a\nnew');
    expect(apply('a\nb\n', twice + twice)).toMatchObject({ verdicts: ['exact', 'repeated'], text: 'a\nnew\nb\n' });
  });

  it('tell their place in the text as it was', () => {
    const { outcomes } = apply('a\nb\nc\n', block('a.ts', 'a', 'a\n1\n2\n3') + block('a.ts', 'c', 'x'));
    expect(outcomes.map(({ line, endLine }) => [line, endLine])).toEqual([
      [1, 1],
      [3, 3],
    ]);
  });
});

describe('empty searches and whole files', () => {
  it('make a file, or fill an empty one', () => {
    expect(applyAnswer({}, block('b.ts', '', 'x')).files).toEqual({ 'b.ts': 'x\n' });
    expect(replace('', '', 'x').text).toBe('x\n');
    expect(replace('a\n', '', 'x')).toMatchObject({ verdicts: ['emptySearch'], text: 'a\n' });
    expect(replace('a\n\nb\n', '\n', 'x')).toMatchObject({ verdicts: ['emptySearch'], text: 'a\n\nb\n' });
  });

  it('replace short files only, and not by less than half', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');
    const whole = (text: string) => `a.ts\n\`\`\`\n${text}\n\`\`\`\n`;
    expect(apply(`${lines(149)}\n`, whole(lines(140))).text).toBe(`${lines(140)}\n`);
    expect(apply(`${lines(150)}\n`, whole(lines(140))).verdicts).toEqual(['tooLongToReplace']);
    expect(apply(`${lines(100)}\n`, whole(lines(10))).verdicts).toEqual(['flagged']);
    expect(apply(`${lines(10)}\n`, whole('line 0\n// ... rest unchanged ...')).verdicts).toEqual(['leavesOut']);
  });
});

describe('patches', () => {
  const twins = 'class A {\n  run() {\n    go();\n  }\n}\n\nclass B {\n  run() {\n    go();\n  }\n}\n';

  it('are told apart by the headers above', () => {
    expect(
      apply(twins, '*** Begin Patch\n*** Update File: a.ts\n@@ class B {\n-    go();\n+    stop();\n*** End Patch')
        .text,
    ).toBe(twins.replace(/go\(\);(?!.*go\(\);)/s, 'stop();'));
    expect(
      apply(twins, '*** Begin Patch\n*** Update File: a.ts\n@@\n-    go();\n+    stop();\n*** End Patch').verdicts,
    ).toEqual(['ambiguous']);
  });

  it('are not told apart by line numbers', () => {
    expect(
      apply(twins, '```diff\n--- a/a.ts\n+++ b/a.ts\n@@ -9 +9 @@\n-    go();\n+    stop();\n```').verdicts,
    ).toEqual(['ambiguous']);
  });

  it('may be about the end of the file', () => {
    expect(
      apply('a\nb\na', '*** Begin Patch\n*** Update File: a.ts\n@@\n-a\n+c\n*** End of File\n*** End Patch').text,
    ).toBe('a\nb\nc');
    expect(
      apply('a\nb', '```diff\n--- a/a.ts\n+++ b/a.ts\n@@\n a\n-b\n\\ No newline at end of file\n+c\n```').text,
    ).toBe('a\nc\n');
    expect(
      apply('a\nb\n', '```diff\n--- a/a.ts\n+++ b/a.ts\n@@\n a\n-b\n+c\n\\ No newline at end of file\n```').text,
    ).toBe('a\nc');
  });

  it('remove only the file that they show', () => {
    const remove = (line: string) =>
      `diff --git a/a.ts b/a.ts\ndeleted file mode 100644\n--- a/a.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-${line}\n`;
    expect(apply('a\n', remove('a')).text).toBeNull();
    expect(apply('a\n', remove('b')).text).toBe('a\n');
  });
});

describe('paths', () => {
  it.each([
    '../a',
    'a/../../b',
    '/etc/passwd',
    'C:\\x',
    'c:/x',
    '~/x',
    'a\0b',
    'a/./b',
    'a/',
    '',
    '\\\\server\\x',
    'a/b:stream',
    '.git./config',
    'file:///x',
    '.. /x',
  ])('refuse %j', (path) => {
    expect(normalizeEditPath(path)).toBeNull();
  });

  it('are made plain', () => {
    expect(['./a/b.ts', 'a\\b.ts', ' a//b.ts '].map(normalizeEditPath)).toEqual(['a/b.ts', 'a/b.ts', 'a/b.ts']);
  });
});
