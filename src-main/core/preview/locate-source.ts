import { realpath, stat } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { SourceMap } from 'node:module';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProjectPath } from '../../../contract/model/path.ts';

/** A script or map larger than this is not read, in bytes. */
const largestScript = 16 * 1024 * 1024;
const patience = 3000;

export interface SourcePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What is known of the preview that a script comes from. */
export interface SourceOrigin {
  /** The project's folder, absolute and real. */
  readonly root: string;
  /** Absolute folders that paths on the server may stand for, the likeliest first. */
  readonly folders: readonly string[];
  /** Address of the server. */
  readonly upstream: string;
}

/**
 * The file of the project that a place in a served script comes from: by the script's source map where it has one, else by its
 * path. Null when it is no file of the project.
 */
export async function locateSource(
  origin: SourceOrigin,
  place: { pathAndQuery: string; line: number; column: number },
): Promise<SourcePlace | null> {
  const address = new URL(place.pathAndQuery, origin.upstream);
  const mapped = await mapBack(address, place).catch(() => null);
  if (mapped) {
    const path = await findFile(origin, mapped.source);
    if (path !== null) return { path, line: mapped.line, column: mapped.column };
  }
  const path = await findFile(origin, address.pathname);
  return path === null ? null : { path, line: place.line, column: place.column };
}

async function mapBack(
  address: URL,
  { line, column }: { line: number; column: number },
): Promise<{ source: string; line: number; column: number } | null> {
  const script = await read(address);
  const reference = [...script.matchAll(/(?:\/\/|\/\*)[#@]\s*sourceMappingURL=(\S+)/g)].at(-1)?.[1];
  if (!reference) return null;
  const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(reference);
  const mapAddress = new URL(reference, address);
  if (!inline && mapAddress.origin !== address.origin) return null;
  const text = inline
    ? inline[1]
      ? Buffer.from(inline[2] ?? '', 'base64').toString()
      : decodeURIComponent(inline[2] ?? '')
    : await read(mapAddress);
  const entry = new SourceMap(JSON.parse(text)).findEntry(line - 1, column - 1);
  if (!('originalSource' in entry)) return null;
  const source = resolveSource(entry.originalSource, inline ? address : mapAddress);
  return { source, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** A source as maps name it, as a path on the server or of this machine. */
export function resolveSource(source: string, base: URL): string {
  if (isAbsolute(source)) return source;
  if (source.startsWith('file://')) return fileURLToPath(source);
  // Bundlers name sources by protocols of their own: webpack://name/./src/app.js, turbopack:///[project]/src/app.js.
  const own = /^[a-z-]+:\/\/(?:[^/]*)\/(?:\.\/|\[project\]\/)?(.*)$/i.exec(source);
  if (own && !/^https?:/i.test(source)) return `/${own[1]}`;
  return decodeURIComponent(new URL(source, base).pathname);
}

async function findFile({ root, folders }: SourceOrigin, path: string): Promise<string | null> {
  const decoded = decode(path).replace(/^\/@fs(?=\/)/, '');
  const candidates = [
    ...(decoded.startsWith(root + sep) ? [decoded] : []),
    ...folders.flatMap((folder) => {
      const absolute = join(folder, decoded);
      return decoded.endsWith('/') ? [join(absolute, 'index.html')] : [absolute, `${absolute}.html`];
    }),
  ];
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => null);
    if (real === null || !real.startsWith(root + sep) || !(await stat(real)).isFile()) continue;
    const found = ProjectPath.safeParse(relative(root, real).split(sep).join('/'));
    if (found.success) return found.data;
  }
  return null;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function read(address: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const get = address.protocol === 'https:' ? getHttps : getHttp;
    const asking = get(
      address,
      {
        timeout: patience,
        agent: false,
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'sec-fetch-dest': 'script' },
        ...(address.protocol === 'https:' ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > largestScript) asking.destroy(new Error('The script is too large.'));
        });
        response.once('error', reject);
        response.once('end', () =>
          response.statusCode === 200
            ? resolve(Buffer.concat(chunks).toString())
            : reject(new Error('No such script.')),
        );
      },
    );
    asking.once('timeout', () => asking.destroy(new Error('The server took too long.')));
    asking.once('error', reject);
  });
}
