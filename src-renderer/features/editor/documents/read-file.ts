import type { FileReadPart } from '../../../../contract/desktop/files.ts';
import type { BinaryFileHead, TextFileHead } from '../../../../contract/model/file.ts';
import { t } from '../../../localize.ts';

/** A file as it was read: its text in the pieces that it came in, or for pictures and other binary files what is known about it. */
export type ReadFile =
  | { readonly kind: 'text'; readonly head: TextFileHead; readonly pieces: readonly string[] }
  | { readonly kind: 'image' | 'binary'; readonly head: BinaryFileHead };

/**
 * Gathers a file from the parts it arrives in. `onProgress` gets the share that is there, from 0 to 1.
 * Rejects when the stream ends before it is complete.
 */
export async function gatherFile(
  parts: AsyncIterable<FileReadPart> | Iterable<FileReadPart>,
  onProgress: (fraction: number) => void,
): Promise<ReadFile> {
  let head: TextFileHead | undefined;
  let characters = 0;
  const pieces: string[] = [];
  for await (const part of parts) {
    switch (part.type) {
      case 'head':
        if (part.head.kind !== 'text') return { kind: part.head.kind, head: part.head };
        if (part.text !== undefined) return { kind: 'text', head: part.head, pieces: [part.text] };
        head = part.head;
        break;
      case 'text':
        pieces.push(part.text);
        characters += part.text.length;
        if (head && head.size > 0) onProgress(Math.min(1, characters / head.size));
        break;
      case 'done':
        if (head) return { kind: 'text', head, pieces };
        break;
      default:
        part satisfies never;
    }
  }
  throw new Error(t('The file did not arrive completely.'));
}
