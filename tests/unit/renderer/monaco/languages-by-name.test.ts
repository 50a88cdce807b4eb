import { describe, expect, it } from 'vitest';
import { languageByName } from '../../../../src-renderer/monaco/languages-by-name.ts';

describe('languageByName', () => {
  it.each([
    ['src/main.ts', 'typescript'],
    ['src/view.tsx', 'typescript'],
    ['a.mts', 'typescript'],
    ['a.cts', 'typescript'],
    ['types.d.ts', 'typescript'],
    ['a.cjs', 'javascript'],
    ['package.json', 'json'],
    ['tsconfig.json', 'jsonc'],
    ['packages/a/tsconfig.build.json', 'jsonc'],
    ['.vscode/settings.json', 'jsonc'],
    ['Dockerfile', 'dockerfile'],
    ['docker/Dockerfile.dev', 'dockerfile'],
    ['.env', 'ini'],
    ['.env.example', 'ini'],
    ['prod.env', 'ini'],
    ['Cargo.toml', 'ini'],
    ['.gitignore', 'plaintext'],
    ['README.MD', 'markdown'],
    ['logo.svg', 'xml'],
    ['.bashrc', 'shell'],
    ['LICENSE', 'plaintext'],
    ['archive.unknown', 'plaintext'],
    ['a.b/noextension', 'plaintext'],
    ['', 'plaintext'],
  ])('%s is %s', (path, language) => {
    expect(languageByName(path)).toBe(language);
  });

  it.each([
    ['#!/usr/bin/env node', 'javascript'],
    ['#!/usr/bin/env -S node --flag', 'javascript'],
    ['#!/bin/bash -e', 'shell'],
    ['#!/usr/bin/python3.12', 'python'],
    ['#!', 'plaintext'],
    ['// nothing', 'plaintext'],
  ])('a file without extension that starts with %s is %s', (firstLine, language) => {
    expect(languageByName('bin/run', firstLine)).toBe(language);
  });

  it('believes the extension before the first line', () => {
    expect(languageByName('run.py', '#!/usr/bin/env node')).toBe('python');
  });
});
