import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository.ts';
import { commitAll, writeFiles } from './git-project.ts';
import { makeRepository, runGit } from './git-repository.ts';
import type { TemporaryProject } from './projects.ts';

/** The file that both branches of the repository have changed. */
export const contested = 'src/v4/core/regexes.ts';

const files = {
  '.gitignore': 'node_modules\n.vite-cache\n',
  'package.json': JSON.stringify({
    name: 'zod',
    type: 'module',
    scripts: { dev: 'vite' },
    devDependencies: { vite: '*' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'] },
      ...{ types: [], noEmit: true, skipLibCheck: true },
    },
    include: ['src/v4'],
    exclude: ['**/tests/**'],
  }),
  'vite.config.js': "export default { cacheDir: '.vite-cache', clearScreen: false };\n",
  'index.html':
    '<!doctype html><html lang="en"><head><title>Zod</title></head><body><h1></h1><script type="module" src="/page.ts"></script></body></html>\n',
  'page.ts':
    "import * as z from './src/v4/index.ts';\nimport { word } from './word.ts';\n\nconst heading = document.querySelector('h1') as HTMLElement;\nheading.textContent = z.string().toUpperCase().parse(word);\n",
  'word.ts': "export const word = 'ferry';\n",
};

/**
 * Zod's own sources in a repository with a history: imported folder by folder on `main`, and a branch `ids` that has changed the same
 * line of one file as `main` did after it.
 */
export function makeZodRepository(): TemporaryProject {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-zod-')));
  makeRepository(path);
  runGit(path, 'config', 'user.name', 'Mira Okafor');
  runGit(path, 'config', 'user.email', 'mira@example.com');
  const sources = join(repositoryRoot, 'node_modules', 'zod', 'src', 'v4');
  for (const part of ['core', 'locales', 'classic', 'mini', 'index.ts']) {
    cpSync(join(sources, part), join(path, 'src', 'v4', part), { recursive: true });
    commitAll(path, `Import ${part}`);
  }
  writeFiles(path, files);
  commitAll(path, 'Show a page');
  symlinkSync(join(repositoryRoot, 'node_modules'), join(path, 'node_modules'));
  const change = (to: string) => {
    const text = runGit(path, 'show', `HEAD:${contested}`);
    writeFiles(path, { [contested]: text.replace('/^[cC][0-9a-z]{6,}$/', to) });
    commitAll(path, `Take ids like ${to}`);
  };
  runGit(path, 'checkout', '--quiet', '-b', 'ids');
  change('/^[cC][0-9a-z]{8,}$/');
  runGit(path, 'checkout', '--quiet', 'main');
  change('/^[cC][0-9a-z]{7,}$/');
  return { path, dispose: async () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}
