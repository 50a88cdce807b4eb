import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { contextOf, contextRequest, emptySituation, writeFiles } from '../../../../support/context.ts';
import { makeRepository, runGit } from '../../../../support/git-repository.ts';
import { randomProject } from '../../../../support/random-project.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const projects = Number(process.env.CONTEXT_PROJECTS ?? 25);
const firstSeed = Number(process.env.CONTEXT_SEED ?? 1);

describe('whatever the project and the question', () => {
  it('never sends more than the budget', async () => {
    const context = contextOf(temporaryFolder());
    for (let seed = firstSeed; seed < firstSeed + projects; seed += 1) {
      const { files, request } = randomProject(seed);
      const root = temporaryFolder('random');
      writeFiles(root, files);
      const { messages, manifest } = await context.build({ ...request, projectId: root });
      // Counted by the tokenizer itself, whole texts at once, and with what a chat format adds.
      const tokens = messages.reduce(
        (sum, { content }) => sum + countTokens(content, { disallowedSpecial: new Set() }) + 4,
        3,
      );
      expect(tokens, `seed ${seed}`).toBeLessThanOrEqual(request.budget ?? 0);
      expect(manifest.tokens, `seed ${seed}`).toBeLessThanOrEqual(request.budget ?? 0);
      expect(manifest.tokens, `seed ${seed}`).toBeGreaterThanOrEqual(tokens);
      for (const [index, { role }] of messages.entries()) {
        expect(role, `seed ${seed}`).toBe(index === 0 ? 'system' : index % 2 === 1 ? 'user' : 'assistant');
      }
    }
  }, 240_000);

  it('has the same ids in the preview and when it is sent', async () => {
    const context = contextOf(temporaryFolder());
    for (let seed = firstSeed; seed < firstSeed + Math.min(projects, 6); seed += 1) {
      const { files, request: asked } = randomProject(seed);
      const root = temporaryFolder('random');
      writeFiles(root, files);
      const request = { ...asked, projectId: root };
      await context.indexSettled(root);
      const preview = await context.preview(request);
      const built = await context.build(request);
      expect(new Set(preview.parts.map(({ id }) => id)).size, `seed ${seed}`).toBe(preview.parts.length);
      expect(
        built.manifest.parts.map(({ id }) => id),
        `seed ${seed}`,
      ).toEqual(preview.parts.map(({ id }) => id));
      const removable = preview.parts.filter((part) => part.removable).map(({ id }) => id);
      const bare = await context.build({ ...request, leaveOut: removable });
      expect(
        bare.manifest.parts.map(({ id }) => id),
        `seed ${seed}`,
      ).toEqual(['instructions', 'question']);
    }
  }, 120_000);
});

/** A secret for each place, so that a leak says where it was. */
const secretIn = (place: string) => `ghp_${place.padEnd(36, 'x7')}`;
const keyIn = (place: string) =>
  `-----BEGIN RSA PRIVATE KEY-----\n${`${place}q9Z`.padEnd(64, 'A1b2')}\n${'C3d4'.repeat(16)}\n-----END RSA PRIVATE KEY-----`;

describe('secrets', () => {
  it('are in no message, wherever they were', async () => {
    const root = makeRepository(temporaryFolder('secrets'));
    const code = (place: string) =>
      `export const orders = 1;\nconst password = "hunter2-${place}";\nconst t = '${secretIn(place)}';\n/* secretlint-disable */\nconst url = 'postgres://admin:pw9-${place}@db/orders';\n${keyIn(place)}\n// orders\n`;
    writeFiles(root, {
      'src/active.ts': code('active'),
      'src/pinned.ts': code('pinned'),
      'src/attached.ts': code('attached'),
      'src/found-orders.ts': code('found'),
      'src/selected.ts': code('selected'),
      'src/changed.ts': 'export const before = 1;\n',
      'config/.env.example': `API_KEY=${secretIn('example')}\n`,
    });
    runGit(root, 'add', '-A');
    runGit(root, 'commit', '-qm', 'first');
    writeFiles(root, { 'src/changed.ts': code('changed') });
    const context = contextOf(root);
    await context.indexSettled('project');
    const middleOfKey = keyIn('selected').split('\n')[1] ?? '';
    const { messages } = await context.build(
      contextRequest({
        budget: 64_000,
        question: `Where are orders? My token is ${secretIn('question')}`,
        instructions: '',
        attachments: [
          { kind: 'file', path: 'src/attached.ts' },
          { kind: 'selection', path: 'src/selected.ts', line: 7, endLine: 7, text: middleOfKey },
          { kind: 'selection', path: null, line: 1, endLine: 3, text: code('untitled') },
          { kind: 'symbol', name: 'orders', path: 'src/selected.ts', line: 1, endLine: 9 },
          { kind: 'problems', path: null, text: `src/active.ts:3: bad '${secretIn('problem')}'` },
          {
            kind: 'terminal',
            name: 'npm',
            text: `$ cat .env\nDB_PASSWORD=pw9-terminal\nAuthorization: Bearer ${'abc123'.repeat(6)}\n${keyIn('terminal')}`,
          },
          { kind: 'preview', text: `console.log ${secretIn('preview')}` },
          { kind: 'diff', path: null },
          { kind: 'folder', path: '' },
        ],
        situation: {
          ...emptySituation,
          activePath: 'src/active.ts',
          line: 1,
          pinnedPaths: ['src/pinned.ts'],
          unsaved: [{ path: 'src/pinned.ts', text: code('unsaved') }],
        },
        history: [
          { id: '1', role: 'user', text: `Use ${secretIn('history')}` },
          { id: '2', role: 'assistant', text: code('answer') },
          ...Array.from({ length: 12 }, (_, index) => ({
            id: `h${index}`,
            role: 'user' as const,
            text: `Orders? ${secretIn(`old${index}`)}`,
          })),
        ],
      }),
    );
    const sent = messages.map(({ content }) => content).join('\n');
    expect(sent).toContain('export const orders');
    expect(sent).not.toMatch(/ghp_|hunter2|pw9-|abc123abc123|q9Z|C3d4C3d4/);
  });
});

describe('ignored files', () => {
  it('never leave, however they are named', async () => {
    const root = makeRepository(temporaryFolder('ignored'));
    const outside = temporaryFolder('outside');
    writeFiles(outside, { 'far.ts': 'export const planted_far = 1;\n' });
    const held = [
      '.env',
      '.env.local',
      'dist/app.js',
      'notes/secret-plan.ts',
      'keys/server.pem',
      '.npmrc',
      'deep/.ssh/config',
      'id_rsa',
      'state.tfstate',
    ];
    writeFiles(root, Object.fromEntries(held.map((path) => [path, `export const planted = "planted";\n`])));
    writeFiles(root, { 'src/ok.ts': 'export const fine = 1;\n' });
    runGit(root, 'add', '-A', '-f');
    runGit(root, 'commit', '-qm', 'first');
    writeFiles(root, { '.gitignore': 'dist/\n', 'notes/.aiignore': '*-plan.ts\n' });
    writeFiles(root, Object.fromEntries(held.map((path) => [path, `export const planted = "planted again";\n`])));
    mkdirSync(join(root, 'links'));
    symlinkSync(join(root, '.env'), join(root, 'links', 'env.ts'));
    symlinkSync(join(root, 'dist'), join(root, 'links', 'built'));
    symlinkSync(join(outside, 'far.ts'), join(root, 'links', 'far.ts'));
    symlinkSync(outside, join(root, 'links', 'folder'));
    const all = [...held, 'links/env.ts', 'links/built/app.js', 'links/far.ts', 'links/folder/far.ts'];
    const context = contextOf(root);
    await context.indexSettled('project');
    for (const activePath of all) {
      const { messages, manifest, files } = await context.build(
        contextRequest({
          question: 'Where is planted exported?',
          attachments: [
            ...all.map((path) => ({ kind: 'file' as const, path })),
            ...all.map((path) => ({ kind: 'symbol' as const, name: 'planted', path, line: 1, endLine: 2 })),
            ...all.map((path) => ({
              kind: 'selection' as const,
              path,
              line: 1,
              endLine: 1,
              text: 'export const planted = "planted again";',
            })),
            { kind: 'diff', path: null },
            { kind: 'folder', path: '' },
            { kind: 'folder', path: 'links' },
            { kind: 'problems', path: null, text: all.map((path) => `${path}:1: planted is bad`).join('\n') },
          ],
          situation: {
            ...emptySituation,
            activePath,
            line: 1,
            pinnedPaths: all,
            openPaths: all,
            unsaved: [{ path: activePath, text: 'planted unsaved' }],
          },
        }),
      );
      const sent = messages
        .map(({ content }) => content)
        .join('\n')
        .replace('Where is planted exported?', '');
      expect(sent, activePath).not.toContain('planted');
      expect(new Set(manifest.heldBack.map(({ path }) => path))).toEqual(new Set([...all]));
      expect(files.every(({ path }) => !all.includes(path))).toBe(true);
    }
  }, 60_000);
});
