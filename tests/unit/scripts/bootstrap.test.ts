import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bootstrap = join(import.meta.dirname, '..', '..', '..', 'scripts', 'bootstrap.mjs');

it('without a network and with nothing in npm’s cache a command says what to do, and fails', () => {
  const root = temporaryFolder();
  for (const folder of ['scripts', 'bin']) mkdirSync(join(root, folder));
  copyFileSync(bootstrap, join(root, 'scripts', 'bootstrap.mjs'));
  writeFileSync(join(root, 'package-lock.json'), '{ "packages": { "node_modules/zod": { "version": "1.0.0" } } }');
  const npm = join(root, 'bin', 'npm');
  writeFileSync(npm, '#!/bin/sh\necho "$1 $npm_config_prefer_offline $npm_config_offline" >> "$CALLS"\nexit 1\n');
  chmodSync(npm, 0o755);
  const calls = join(root, 'calls');
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'test'], {
    env: { PATH: `${join(root, 'bin')}:${PATH}`, HOME, CALLS: calls },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(readFileSync(calls, 'utf8')).toBe('ci true \nci  true\n');
  expect(stderr).toContain(
    'Installing packages (npm ci) …\nThat failed. Trying again without the network, from npm’s cache alone …\n',
  );
  expect(stdout).toBe('');
  expect(stderr).toContain('Run this once where npm reaches its package registry');
});
