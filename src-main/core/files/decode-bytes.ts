import type { LineEnd, TextEncodingName } from '../../../contract/model/file.ts';
import { decodeText } from './decode-text.ts';
import { detectContent } from './detect-encoding.ts';
import { byteOrderMarkOf, checkEncoding } from './text-encodings.ts';

/** All of a text, as reading it for the editor would give it. */
export interface DecodedBytes {
  readonly text: string;
  readonly encoding: TextEncodingName;
  readonly byteOrderMark: boolean;
  readonly lineEnd: LineEnd;
  /** Why writing the text back would change bytes that no one touched; null when it would not. */
  readonly problem: string | null;
}

/**
 * Decodes the bytes of a file, or of a text that is none such as one from a repository, with its line ends as they are; null when
 * they are no text. `encoding` overrides detection.
 */
export async function decodeBytes(bytes: Buffer, encoding?: TextEncodingName): Promise<DecodedBytes | null> {
  const found = encoding === undefined ? await detectContent(bytes) : named(bytes, encoding);
  if (found.kind === 'binary') return null;
  const { byteOrderMark, candidates } = found;
  const { encoding: used, lineEnd, problem, pieces } = await decodeText(bytes, byteOrderMark, candidates);
  return { text: [...pieces()].join(''), encoding: used, byteOrderMark, lineEnd, problem };
}

function named(bytes: Buffer, encoding: TextEncodingName) {
  checkEncoding(encoding);
  const mark = byteOrderMarkOf(encoding);
  const byteOrderMark = mark.length > 0 && bytes.subarray(0, mark.length).equals(mark);
  return { kind: 'text', byteOrderMark, candidates: [encoding] } as const;
}
