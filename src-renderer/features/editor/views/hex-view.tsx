import { useEffect, useState } from 'react';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { type HexRow, hexRows } from '../documents/hex-rows.ts';

const shownBytes = 4096;

/** How a file begins, byte by byte. */
export function HexView({ projectId, path }: { projectId: string; path: string }) {
  const { core } = useServices();
  const [rows, setRows] = useState<readonly HexRow[]>([]);
  useEffect(() => {
    const reading = new AbortController();
    const read = async () => {
      // In this encoding every byte is the character of the same number.
      const parts = await core.files.read({ projectId, path, encoding: 'iso-8859-1' }, { signal: reading.signal });
      for await (const part of parts) {
        const text = part.type === 'done' ? undefined : part.text;
        if (text === undefined) continue;
        setRows(hexRows(text, shownBytes));
        break;
      }
    };
    // What the file is stands above; how it begins is an extra.
    read().catch(() => {});
    return () => reading.abort();
  }, [core, projectId, path]);
  if (rows.length === 0) return null;
  return (
    <section className="hex-view" aria-label={t('First bytes of the file')}>
      {rows.map(({ offset, bytes, signs }) => (
        <div key={offset}>
          <span className="hex-view-offset">{offset}</span>
          {`  ${bytes}  `}
          <span className="hex-view-signs">{signs}</span>
        </div>
      ))}
    </section>
  );
}
