import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatRows } from '../../../scripts/benchmarks/rows.ts';
import { coreEntries } from '../../../scripts/build/configurations.ts';
import { hashInputs } from '../../../scripts/build/input-hash.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flashfusion-build-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('hashInputs', () => {
  it('changes with contents, names and salt, and with nothing else', () => {
    mkdirSync(join(root, 'source', 'deep'), { recursive: true });
    const file = join(root, 'source', 'deep', 'a.ts');
    writeFileSync(file, 'one');
    const first = hashInputs(root, ['source', 'missing']);
    writeFileSync(file, 'one');
    expect(hashInputs(root, ['missing', 'source'])).toBe(first);

    writeFileSync(file, 'two');
    const second = hashInputs(root, ['source']);
    expect(second).not.toBe(first);
    expect(hashInputs(root, ['source'], 'release')).not.toBe(second);

    rmSync(file);
    writeFileSync(join(root, 'source', 'deep', 'b.ts'), 'two');
    expect(hashInputs(root, ['source'])).not.toBe(second);
  });
});

describe('coreEntries', () => {
  it('are Core itself and the programs that it starts', () => {
    mkdirSync(join(root, 'search'));
    writeFileSync(join(root, 'search', 'indexer.process.ts'), '');
    writeFileSync(join(root, 'search', 'service.ts'), '');
    expect(coreEntries(root)).toEqual({
      main: join(root, 'main.ts'),
      'indexer.process': join(root, 'search', 'indexer.process.ts'),
    });
  });
});

describe('formatRows', () => {
  it('lines up figures on the right and shouts what was missed', () => {
    const text = formatRows([
      { metric: 'ready', unit: 'ms', ours: 812.4, reference: 640, ratio: 1.27, must: '≤ 2 × bare', pass: true },
      {
        metric: 'typing p95',
        unit: 'ms',
        ours: 22.5,
        reference: 17.9,
        ratio: 1.257,
        must: '≤ 1.15 × bare',
        pass: false,
      },
      { metric: 'files', unit: '', ours: 3, reference: null, ratio: null, must: null, pass: true },
    ]);
    expect(text.split('\n')).toEqual([
      'metric      unit   ours  reference  ratio  must           pass',
      '──────────  ────  ─────  ─────────  ─────  ─────────────  ────',
      'ready       ms      812        640   1.27  ≤ 2 × bare     yes',
      'typing p95  ms    22.50      17.90   1.26  ≤ 1.15 × bare  NO',
      'files              3.00',
    ]);
  });
});
