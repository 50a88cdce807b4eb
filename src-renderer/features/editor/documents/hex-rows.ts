/** Sixteen bytes of a file as they are shown. */
export interface HexRow {
  readonly offset: string;
  readonly bytes: string;
  /** The bytes that are printable ASCII, a dot for the others. */
  readonly signs: string;
}

const width = 16;

/** Rows of up to `limit` bytes, given as a text whose units are the bytes (ISO 8859-1). */
export function hexRows(text: string, limit: number): readonly HexRow[] {
  const rows: HexRow[] = [];
  const end = Math.min(text.length, limit);
  for (let offset = 0; offset < end; offset += width) {
    const part = text.slice(offset, Math.min(offset + width, end));
    const bytes = Array.from(part, (unit) => (unit.charCodeAt(0) & 0xff).toString(16).padStart(2, '0'));
    rows.push({
      offset: offset.toString(16).padStart(6, '0'),
      bytes: `${bytes.slice(0, 8).join(' ')}  ${bytes.slice(8).join(' ')}`.padEnd(width * 3),
      signs: part.replaceAll(/[^\x20-\x7e]/g, '.'),
    });
  }
  return rows;
}
