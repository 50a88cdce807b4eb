import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';
import { runCommand } from './run-command.ts';
import { runScript } from './script.ts';

const starters = join(repositoryRoot, 'resources', 'starters');
const placeholder = '{{packageName}}';
// npm refuses the placeholder as a name, so this one stands in for it.
const validName = 'name-of-the-new-project';

await runScript(async () => {
  for (const id of (await readdir(starters)).sort()) {
    const files = join(starters, id, 'files');
    const manifest = await readFile(join(files, 'package.json'), 'utf8').catch(() => undefined);
    if (manifest === undefined) continue;
    await writeFile(join(files, 'package-lock.json'), await resolveLockfile(manifest));
    console.log(`${id}: package-lock.json written`);
  }
  return 0;
});

async function resolveLockfile(manifest: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'starter-lockfile-'));
  try {
    await writeFile(join(folder, 'package.json'), manifest.replaceAll(placeholder, validName));
    const install = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', '--no-audit', '--no-fund'];
    const result = await runCommand('npm', install, { cwd: folder });
    if (result.code !== 0) throw new Error(result.stderr);
    const lockfile = await readFile(join(folder, 'package-lock.json'), 'utf8');
    return lockfile.replaceAll(validName, placeholder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
