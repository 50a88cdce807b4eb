import { describe, expect, test } from 'vitest';
import { createFileStream, type FilePiece } from '../../../../src-main/core/generate/file-stream.ts';

const fence = '````';
const answer = `Here are the files.

src/main.ts
${fence}
console.log(1);
${fence}

**README.md**
\`\`\`md
# Title

\`\`\`sh
npm start
\`\`\`

The end.
\`\`\`

\`\`\`css styles.css
a { color: red }
\`\`\`

other/not-planned.ts
${fence}ts
nothing();
${fence}

src/last.ts
${fence}
const open = true;
`;
const planned = ['src/main.ts', 'README.md', 'styles.css', 'src/last.ts'];

function whole(pieces: readonly FilePiece[]) {
  return Object.fromEntries(pieces.flatMap((piece) => (piece.type === 'end' ? [[piece.path, piece.text]] : [])));
}

describe('files in a streamed answer', () => {
  test('are the same however it is cut', () => {
    const expected = {
      'src/main.ts': 'console.log(1);\n',
      'README.md': '# Title\n\n```sh\nnpm start\n```\n\nThe end.\n',
      'styles.css': 'a { color: red }\n',
    };
    for (const size of [1, 2, 3, 7, 64, answer.length]) {
      const stream = createFileStream(planned);
      const pieces: FilePiece[] = [];
      for (let at = 0; at < answer.length; at += size) pieces.push(...stream.push(answer.slice(at, at + size)));
      pieces.push(...stream.end());
      expect(whole(pieces), `in pieces of ${size}`).toEqual(expected);
      // The last file was begun, and is not taken for a whole one.
      expect(pieces.at(-1)).toEqual({ type: 'text', path: 'src/last.ts', text: 'const open = true;\n' });
      expect(pieces.some(({ path }) => path.includes('not-planned'))).toBe(false);
    }
  });

  test('end with the answer when its closing fence is the last line', () => {
    const stream = createFileStream(['a.ts']);
    stream.push(`a.ts\n${fence}\nx\n${fence}`);
    expect(whole(stream.end())).toEqual({ 'a.ts': 'x\n' });
  });

  test('hold shorter fences, and lose the carriage returns of an answer', () => {
    const stream = createFileStream(['a.ts']);
    const text = 'const md = `\n```\ncode\n```\n`;\n';
    expect(whole(stream.push(`a.ts\r\n${fence}ts\r\n${text.replaceAll('\n', '\r\n')}${fence}\r\n`))).toEqual({
      'a.ts': text,
    });
  });

  test('are left out when they are longer than a file may be', () => {
    const stream = createFileStream(['a.ts']);
    const pieces = stream.push(`a.ts\n${fence}\n${`${'x'.repeat(999)}\n`.repeat(500)}${fence}\n`);
    expect(pieces.at(-1)).toEqual({ type: 'tooLong', path: 'a.ts' });
  });
});
