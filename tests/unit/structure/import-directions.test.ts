import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findCycles,
  type Import,
  importsOf,
  judge,
  plainContract,
  readImports,
  repositoryRoot,
} from './import-graph.ts';

const imports = readImports(repositoryRoot);

describe('import directions', () => {
  it('reads the product', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.some(({ from }) => from.startsWith('src-renderer/'))).toBe(true);
    expect(imports.some(({ from }) => from.startsWith('src-main/core/'))).toBe(true);
  });

  it('go from windows, Shell and Core to the contract, and nowhere else', () => {
    expect(imports.map(judge).filter((fault) => fault !== null)).toEqual([]);
  });

  it('bring no schemas into the page with the plain files of the contract', () => {
    expect(plainContract.size).toBeGreaterThan(0);
    expect(imports.filter(({ from }) => plainContract.has(from))).toEqual([]);
    const sources = readFileSync(join(repositoryRoot, [...plainContract][0] ?? ''), 'utf8');
    expect(sources).toContain('export function');
  });

  it('make no circles', () => {
    expect(findCycles(imports)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const internal = (from: string, target: string, typeOnly = false): Import => ({
    from,
    target,
    internal: true,
    typeOnly,
  });
  const external = (from: string, target: string): Import => ({ from, target, internal: false, typeOnly: false });

  it.each([
    external('src-main/core/compose.ts', 'electron'),
    external('src-renderer/main.tsx', 'node:fs'),
    external('contract/shell.ts', 'react'),
    internal('src-renderer/main.tsx', 'src-main/shell/main.ts'),
    internal('src-main/core/main.ts', 'src-main/shell/main.ts'),
    internal('src-preload/preload.ts', 'contract/shell.ts'),
    internal('contract/shell.ts', 'src-main/core/main.ts'),
    internal('localization/index.ts', 'contract/shell.ts'),
    internal('src-renderer/features/editor/index.ts', 'localization/index.ts'),
    internal('src-renderer/features/editor/index.ts', 'contract/shell.ts'),
    internal('src-main/core/projects/service.ts', 'src-main/core/files/paths.ts'),
  ])('refuse $from → $target', (wrong) => {
    expect(judge(wrong)).not.toBeNull();
  });

  it.each([
    internal('src-renderer/features/editor/index.ts', 'contract/shell.ts', true),
    internal('src-main/core/projects/service.ts', 'src-main/core/files/index.ts'),
    internal('src-main/core/compose.ts', 'src-main/core/files/paths.ts'),
    internal('src-renderer/localize.ts', 'localization/index.ts'),
    external('src-main/shell/main.ts', 'electron'),
  ])('allow $from → $target', (right) => {
    expect(judge(right)).toBeNull();
  });

  it('see every form of import', () => {
    const source = `import a from './a.ts';\nimport type { B } from './b.ts';\nexport { c } from "../c.ts";\nimport './d.css';\nconst e = await import('./e.ts');\nimport {\n  f,\n} from 'node:fs';\nimport W from './w.ts?worker';`;
    expect(importsOf('x/y.ts', source).map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
      ['x/a.ts', false],
      ['x/b.ts', true],
      ['c.ts', false],
      ['x/d.css', false],
      ['x/e.ts', false],
      ['node:fs', false],
      ['x/w.ts', false],
    ]);
  });

  it('find a circle', () => {
    expect(findCycles([internal('a.ts', 'b.ts'), internal('b.ts', 'c.ts'), internal('c.ts', 'a.ts')])).toHaveLength(1);
    expect(findCycles([internal('a.ts', 'b.ts'), internal('b.ts', 'a.ts', true)])).toEqual([]);
  });
});
