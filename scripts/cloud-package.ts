import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repository.ts';

interface PackageDescription {
  readonly version: string;
  readonly type: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What the cloud API's sources import at run time and package.json has as a dependency, with the versions it has. */
export function cloudPackages(root: string): Record<string, string> {
  const { dependencies } = readDescription(root);
  const imported = new Set<string>();
  for (const folder of ['cloud-api', 'contract/cloud']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.ts')) continue;
      const source = readFileSync(join(root, folder, entry), 'utf8');
      for (const [, module = ''] of source.matchAll(/(?:from|import\()\s*'([^'.][^']*)'/g)) {
        imported.add(module.split('/', module.startsWith('@') ? 2 : 1).join('/'));
      }
    }
  }
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => imported.has(name)));
}

function readDescription(root: string): PackageDescription {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

// In the Dockerfile: leaves of package.json what the cloud API needs, so that `npm ci` installs no more.
if (argv[1] === fileURLToPath(import.meta.url)) {
  const { version, type } = readDescription(repositoryRoot);
  const dependencies = cloudPackages(repositoryRoot);
  const description = { name: 'flashfusion-cloud', version, type, private: true, dependencies };
  writeFileSync(join(repositoryRoot, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
}
