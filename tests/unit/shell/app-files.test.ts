import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { respond } from '../../../src-main/shell/app-files.ts';

let outer: string;
let folder: string;

beforeAll(async () => {
  outer = await mkdtemp(join(tmpdir(), 'flashfusion-app-files-'));
  folder = join(outer, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'a b.js'), 'export {}');
  await writeFile(join(outer, 'secret.txt'), 'secret');
  await symlink(join(outer, 'secret.txt'), join(folder, 'link.txt'));
});
afterAll(() => rm(outer, { recursive: true }));

describe('respond', () => {
  it('serves files of the folder with a strict policy', async () => {
    const response = await respond(folder, 'app://flashfusion/?project=/x');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    // Stars only in names below localhost and in ports: the frames of previews.
    expect(policy.replace('frame-src http://*.localhost:*', '')).not.toContain('*');
    expect((await respond(folder, 'app://flashfusion/assets/a%20b.js')).status).toBe(200);
  });

  it.each([
    'app://flashfusion/../secret.txt',
    'app://flashfusion/%2e%2e/secret.txt',
    'app://flashfusion/..%2fsecret.txt',
    'app://flashfusion/assets/..%2f..%2fsecret.txt',
    'app://flashfusion/..%5csecret.txt',
    'app://flashfusion/link.txt',
    'app://flashfusion/index.html%00.js',
    'app://flashfusion/assets',
    'app://flashfusion/%',
    'app://other/index.html',
  ])('refuses %s', async (address) => {
    expect((await respond(folder, address)).status).toBe(404);
  });

  it('never answers with what is outside', async () => {
    const part = fc.constantFrom('..', '%2e%2e', '.', 'assets', 'secret.txt', '%2f', '/', '\\', '%5c', 'link.txt', '');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.constantFrom('/', '%2f'), async (parts, divider) => {
        const response = await respond(folder, `app://flashfusion/${parts.join(divider)}`);
        expect(await response.text()).not.toContain('secret');
      }),
      { numRuns: 300 },
    );
  });
});
