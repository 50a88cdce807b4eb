import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Starter } from '../../../contract/model/starter.ts';

/** A starter and the folder with its files. */
export interface StarterSource {
  readonly starter: Starter;
  readonly filesFolder: string;
}

/** Reads the manifests of all starters, by title. One that can't be read is left out and reported. */
export async function readStarters(
  folder: string,
  onFailed: (error: unknown, where: string) => void,
): Promise<StarterSource[]> {
  const names = await readdir(folder).catch((error) => {
    onFailed(error, 'projects.starters');
    return [];
  });
  const sources = await Promise.all(
    names.map(async (name) => {
      try {
        const manifest: unknown = JSON.parse(await readFile(join(folder, name, 'starter.json'), 'utf8'));
        return [{ starter: Starter.parse(manifest), filesFolder: join(folder, name, 'files') }];
      } catch (error) {
        onFailed(error, `projects.starters.${name}`);
        return [];
      }
    }),
  );
  return sources.flat().sort((a, b) => a.starter.title.localeCompare(b.starter.title));
}
