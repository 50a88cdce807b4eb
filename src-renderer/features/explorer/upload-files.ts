import type { DesktopClient } from '../../../contract/desktop/index.ts';
import { t } from '../../localize.ts';

/** Bytes of a file in one call; a multiple of three, so that the pieces' base64 has no padding inside. */
const pieceBytes = 3 * 512 * 1024;

/**
 * Hands files that were dropped on a page in a browser over to Core, lets `use` take them from where they are, and removes
 * them there. Rejects when a file cannot be read, which is so for folders.
 */
export async function uploadFiles(
  { uploads }: Pick<DesktopClient, 'uploads'>,
  files: readonly File[],
  report: (update: { message: string; fraction: number }) => void,
  signal: AbortSignal,
  use: (paths: readonly string[]) => Promise<void>,
): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let sent = 0;
  const { uploadId } = await uploads.begin();
  try {
    const paths: string[] = [];
    for (const file of files) {
      let path = '';
      let offset = 0;
      do {
        if (signal.aborted) return;
        report({ message: file.name, fraction: total === 0 ? 0 : sent / total });
        const piece = file.slice(offset, offset + pieceBytes);
        const base64 = toBase64(await readPiece(piece, file.name));
        ({ path } = await uploads.append({ uploadId, name: file.name, base64 }));
        offset += piece.size;
        sent += piece.size;
      } while (offset < file.size);
      paths.push(path);
    }
    await use(paths);
  } finally {
    await uploads.discard({ uploadId });
  }
}

async function readPiece(piece: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await piece.arrayBuffer());
  } catch {
    throw new Error(
      t('"{{name}}" cannot be read. Folders can\'t be dropped into a browser: drop the files in it.', { name }),
    );
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}
