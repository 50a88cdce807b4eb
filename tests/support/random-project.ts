import type { Attachment } from '../../contract/model/chat.ts';
import type { ContextRequest } from '../../src-main/core/assistant/context/index.ts';
import { contextRequest } from './context-request.ts';

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words =
  'order cart user price total invoice parse render fetch cache token session route query index stream buffer window editor'.split(
    ' ',
  );
const extensions = ['ts', 'tsx', 'js', 'py', 'go', 'rs', 'java', 'rb', 'php', 'css', 'md', 'json', 'txt', 'sh', 'c'];

export interface RandomProject {
  readonly files: Readonly<Record<string, string>>;
  readonly request: ContextRequest;
}

/** A small project with odd files, and a question about it with all kinds of attachments. */
export function randomProject(seed: number): RandomProject {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const number = (most: number) => Math.floor(random() * (most + 1));
  const name = () => `${pick(words)}${pick(['', '', pick(words), '_x', 'É', ' b', '<i>'])}`;
  const sentence = () => Array.from({ length: 3 + number(12) }, () => pick(words)).join(' ');

  const text = (): string => {
    switch (number(9)) {
      case 0:
        return 'a'.repeat(number(20_000));
      case 1:
        return Array.from({ length: number(3000) }, () =>
          pick(['漢字', '😀', '\u200d', 'e\u0301', '<|endoftext|>', '\u{1f468}\u200d\u{1f469}']),
        ).join('');
      case 2:
        return ' \n'.repeat(number(3000)) + '\t'.repeat(number(3000));
      case 3:
        return Array.from({ length: number(4000) }, () => String.fromCharCode(33 + number(93))).join('');
      case 4:
        return `${sentence()}\r\n`.repeat(number(200));
      case 5:
        return '';
      default:
        return Array.from(
          { length: number(400) },
          (_, line) =>
            `export function ${pick(words)}${line}(${pick(words)}: string) {\n  return "${sentence()}";\n}\n`,
        ).join('\n');
    }
  };

  const paths = Array.from(
    { length: 1 + number(14) },
    (_, index) => `${pick(['', 'src/', 'lib/a b/', 'tests/'])}${name()}${index}.${pick(extensions)}`,
  );
  const files = Object.fromEntries(paths.map((path) => [path, text()]));
  const anyPath = () => (number(9) === 0 ? `gone/${name()}.ts` : pick(paths));
  const attachment = (): Attachment => {
    switch (number(7)) {
      case 0:
        return { kind: 'folder', path: pick(['', 'src', 'lib']) };
      case 1:
        return {
          kind: 'selection',
          path: number(2) === 0 ? null : anyPath(),
          line: 1 + number(50),
          endLine: 51 + number(50),
          text: text(),
        };
      case 2:
        return { kind: 'symbol', name: name(), path: anyPath(), line: 1 + number(20), endLine: 21 + number(50) };
      case 3:
        return { kind: 'problems', path: number(1) === 0 ? null : anyPath(), text: text() };
      case 4:
        return { kind: 'terminal', name: sentence(), text: text() };
      case 5:
        return { kind: 'preview', text: text() };
      case 6:
        return { kind: 'diff', path: null };
      default:
        return { kind: 'file', path: anyPath() };
    }
  };
  const request = contextRequest({
    question: number(19) === 0 ? text() || 'Why?' : `How does ${sentence()} work with ${pick(words)}${pick(words)}?`,
    budget: pick([2000, 2000 + number(2000), 4000 + number(12_000), 16_000, 64_000]),
    attachments: Array.from({ length: number(5) }, attachment),
    history: Array.from({ length: number(24) }, (_, index) => ({
      id: `m${index}`,
      role: random() < 0.5 ? ('user' as const) : ('assistant' as const),
      text: number(4) === 0 ? text() : sentence(),
    })),
    instructions: number(3) === 0 ? `${sentence()}\n`.repeat(number(120)) : undefined,
    situation: {
      activePath: number(2) === 0 ? null : anyPath(),
      line: number(3) === 0 ? null : 1 + number(500),
      openPaths: paths.slice(0, number(3)),
      pinnedPaths: paths.slice(0, number(2)),
      unsaved: number(3) === 0 ? [{ path: pick(paths), text: text() }] : [],
      problems:
        number(2) === 0 ? [{ path: pick(paths), line: 1 + number(100), severity: 'error', message: sentence() }] : [],
    },
  });
  return { files, request };
}
