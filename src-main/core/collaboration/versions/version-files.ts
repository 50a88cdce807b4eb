import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';

/** Paths of a version and the ids of their texts, in order of the paths. */
export type VersionManifest = readonly (readonly [path: string, text: number])[];

const Manifest = z.array(z.tuple([z.string(), z.number()]));

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
