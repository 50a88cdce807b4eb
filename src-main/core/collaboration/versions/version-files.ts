import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { VersionFormat } from '../../../../contract/desktop/collaboration.ts';

/** Paths of a version and the ids of their texts, in order of the paths, with what is not UTF-8 with LF. */
export type VersionManifest = readonly (readonly [path: string, text: number, format?: VersionFormat | undefined])[];

const Manifest = z.array(
  z.union([z.tuple([z.string(), z.number()]), z.tuple([z.string(), z.number(), VersionFormat])]),
);

export function packManifest(manifest: VersionManifest): Buffer {
  const sorted = [...manifest].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return deflateRawSync(JSON.stringify(sorted));
}

export function unpackManifest(bytes: Uint8Array): VersionManifest {
  return Manifest.parse(JSON.parse(inflateRawSync(bytes).toString('utf8')));
}

export function packText(text: string): Buffer {
  return deflateRawSync(Buffer.from(text, 'utf8'), { level: 6 });
}

export function unpackText(bytes: Uint8Array): string {
  return inflateRawSync(bytes).toString('utf8');
}
