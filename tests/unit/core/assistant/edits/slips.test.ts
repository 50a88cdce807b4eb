import { describe, expect, it } from 'vitest';
import { applyAnswer, block, verdicts } from './answers.ts';

/** What models get wrong, or write in ways of their own, in answers that people have published. */

const code = 'def a():\n    return 1\n\n\ndef b():\n    return 2\n';
const apply = (answer: string, text = code, path = 'm.py') => {
  const applied = applyAnswer({ [path]: text }, answer);
  return { verdicts: verdicts(applied), text: applied.files[path], files: applied.files };
};

describe('dividers', () => {
  it('that stand once more before the end are dropped', () => {
    expect(apply(block('m.py', '    return 2', '    return 20\n======='))).toMatchObject({
      verdicts: ['exact'],
      text: code.replace('2', '20'),
    });
  });

  it('in the middle of a replacement leave its end unclear', () => {
    const answer = block('m.py', '    return 2', '    return 20\n=======\n    return 21');
    expect(apply(answer)).toMatchObject({ verdicts: ['notAPatch'], text: code });
  });

  it('under a word in a comment, or under a heading in a text, are text', () => {
    const heading = '    """\n    Example\n    =======\n    """';
    expect(apply(block('m.py', '    return 2', `${heading}\n    return 2`)).text).toContain(heading);
    expect(apply(block('a.md', 'old', 'Title\n======='), 'old\n', 'a.md').text).toBe('Title\n=======\n');
  });
});

describe('marks', () => {
  it('may be written in small letters, or with what the block is called', () => {
    for (const mark of ['search', 'SEARCH/REPLACE', 'Search']) {
      const answer = block('m.py', '    return 2', '    return 20').replace('SEARCH', mark);
      expect(apply(answer).text, mark).toBe(code.replace('2', '20'));
    }
  });

  it('are not lines that people write', () => {
    const mail = 'Hi\n\n----- Original message -----\nold\n----- Search results -----\n+++++ updated\n';
    expect(apply(`m.txt\n\`\`\`\n${mail}\`\`\`\n`, '', 'm.txt').text).toBe(mail);
    const answer = `----- Original message -----\n\n${block('m.py', '    return 2', '    return 20')}`;
    expect(apply(answer).text).toBe(code.replace('2', '20'));
  });

  it('are never written into a file', () => {
    const bodies = [
      'def b():\n    return 2\n=======\ndef b():\n    return 20\n>>>>>>> REPLACE',
      '<<<<<<< OLD\nx\n=======\ny\n>>>>>>> NEW',
      'x\n>>>>>>> REPLACE',
    ];
    for (const body of bodies) {
      expect(apply(`m.py\n\`\`\`python\n${body}\n\`\`\`\n`)).toMatchObject({ verdicts: ['notAPatch'], text: code });
    }
  });

  it('may be shown by a Markdown file', () => {
    const text = '# Conflicts\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n';
    expect(apply(`guide.md\n\`\`\`\`\n${text}\`\`\`\`\n`, '', 'guide.md').text).toBe(text);
  });
});

describe('Markdown files', () => {
  const guide = (body: string) =>
    apply(`guide.md\n\`\`\`markdown\n${body}\`\`\`\n\nThat is all.\n`, '', 'guide.md').text;

  it('keep the code in them, indented or not, named or not', () => {
    const texts = [
      '# A\n\n1. Go:\n   ```\n   cd a\n   ```\n\n2. Run it.\n',
      '# T\n\n## Run\n\n```\npython m.py\n```\n\n## End\n',
      'Run:\n```bash\nmake\n```\nYou see:\n```\nok\n```\n## End\n',
      '~~~\ncode\n~~~\n\nend\n',
    ];
    for (const text of texts) expect(guide(text)).toBe(text);
  });

  it('end where another file begins', () => {
    const { files } = apply('a.md\n```\n# A\n```\nb.ts\n```ts\nexport {};\n```\n', '', 'a.md');
    expect(files).toMatchObject({ 'a.md': '# A\n', 'b.ts': 'export {};\n' });
  });
});

describe('words in place of a file', () => {
  it('are no file', () => {
    for (const body of ['// entire content of the file ...\n// ... goes in between', '[file contents here]', '...']) {
      expect(apply(`m.py\n\`\`\`\n${body}\n\`\`\`\n`), body).toMatchObject({ verdicts: ['leavesOut'], text: code });
      expect(apply(`n.py\n\`\`\`\n${body}\n\`\`\`\n`).files['n.py'], body).toBeUndefined();
    }
  });

  it('a part of a short file waits for a person', () => {
    const whole = `${code}\n\ndef c():\n    return 3\n`;
    expect(apply('m.py\n```python\ndef c():\n    return 30\n```\n', whole)).toMatchObject({
      verdicts: ['flagged'],
      text: whole,
    });
  });
});

describe('patches', () => {
  const patch = (...lines: string[]) => apply(lines.join('\n'), 'one\ntwo\n', 'm.txt');

  it('may have their marks indented', () => {
    const lines = [' *** Begin Patch', '  *** Update File: m.txt', '@@', '-two', '+three', '*** End Patch'];
    expect(patch(...lines).text).toBe('one\nthree\n');
  });

  it('say so when a mark is unknown', () => {
    const lines = ['*** Begin Patch', '*** Frobnicate File: m.txt', '@@', '-two', '+three', '*** End Patch'];
    expect(patch(...lines)).toMatchObject({ verdicts: ['notAPatch'], text: 'one\ntwo\n' });
  });

  it('may add lines at the end', () => {
    const lines = ['*** Begin Patch', '*** Update File: m.txt', '@@', '+three', '*** End of File', '', '*** End Patch'];
    expect(patch(...lines).text).toBe('one\ntwo\nthree\n');
  });

  it('may call a file by two names without renaming it', () => {
    const names = [
      ['m.txt.orig', 'm.txt'],
      ['m.txt', 'm_fixed.txt'],
      ['m.txt (original)', 'm.txt (modified)'],
    ];
    for (const [from, to] of names) {
      const { files } = patch('```diff', `--- ${from}`, `+++ ${to}`, '@@ @@', '-two', '+three', '```');
      expect(files, from).toEqual({ 'm.txt': 'one\nthree\n' });
    }
    expect(patch('m.txt', '```diff', '--- original', '+++ modified', '@@ @@', '-two', '+three', '```').text).toBe(
      'one\nthree\n',
    );
    expect(patch('```diff', '--- a/m.txt', '+++ b/n.txt', '@@ @@', '-two', '+three', '```').files).toEqual({
      'm.txt': null,
      'n.txt': 'one\nthree\n',
    });
  });

  it('that come twice are done once, each hunk of them', () => {
    const hunks = ['```diff', '--- a/m.txt', '+++ b/m.txt', '@@', '-x', '+y', '@@', '-x', '+y', '```', ''];
    const twice = [...hunks, ...hunks].join('\n');
    expect(apply(twice, 'x\n1\nx\n', 'm.txt')).toMatchObject({
      verdicts: ['exact', 'exact', 'repeated', 'repeated'],
      text: 'y\n1\ny\n',
    });
  });
});

describe('thoughts before an answer', () => {
  it('are not applied', () => {
    const first = block('m.py', '    return 2', '    return 0');
    const answer = `<think>\nMaybe so:\n${first}No.\n</think>\n\n${block('m.py', '    return 2', '    return 20')}`;
    expect(apply(answer)).toMatchObject({ verdicts: ['exact'], text: code.replace('2', '20') });
  });
});

describe('paths', () => {
  it('of which one is a folder of the other are not both files', () => {
    const answer = 'pkg/test\n```\n# notes\n```\n\npkg/test/two.py\n```\nprint(2)\n```\n';
    expect(verdicts(applyAnswer({}, answer))).toEqual(['exact', 'existingFile']);
  });
});
