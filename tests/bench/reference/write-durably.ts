import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What a save that survives a power cut costs at least: a new file, its bytes and its name, each made safe. */
export async function writeDurably(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, '.bench-new');
  const file = await open(temporary, 'w');
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(temporary, join(folder, name));
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
}
