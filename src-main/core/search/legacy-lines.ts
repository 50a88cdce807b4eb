import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBytes } from '../files/index.ts';
import { type FoundFile, toMatches, type UndecodedLines } from './read-output.ts';

/** Bytes beyond which a file's encoding is guessed from its beginning alone. */
const maximumSample = 4 * 1024 * 1024;

/**
 * Turns lines that are no valid UTF-8 into matches: their columns depend on the encoding, which only the whole file tells. Matches
 * come out in order.
 */
export async function decodeLines(root: string, file: FoundFile): Promise<void> {
  const encoding = await findEncoding(join(root, file.path));
  for (const lines of file.undecoded.splice(0)) file.matches.push(...(await toDecoded(lines, encoding)));
  file.matches.sort((one, other) => one.line - other.line || one.column - other.column);
}

async function toDecoded({ bytes, line, ranges }: UndecodedLines, decoder: TextDecoder) {
  const units = (end: number) => decoder.decode(bytes.subarray(0, end)).length;
  return toMatches(
    decoder.decode(bytes),
    line,
    ranges.map(([start, end]) => [units(start), units(end)] as const),
  );
}

async function findEncoding(absolute: string): Promise<TextDecoder> {
  const handle = await open(absolute).catch(() => null);
  if (!handle) return new TextDecoder('windows-1252');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maximumSample), 0, maximumSample, 0);
    const decoded = await decodeBytes(buffer.subarray(0, bytesRead));
    return new TextDecoder(decoded?.encoding ?? 'windows-1252');
  } catch {
    // Old encodings that Node has no decoder for are shown by their Western characters.
    return new TextDecoder('windows-1252');
  } finally {
    await handle.close();
  }
}
