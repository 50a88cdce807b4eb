import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { projectId, startFiles, temporaryFilesIn, until } from './files-fixture.ts';
import { numberedContents } from './programs/numbered-contents.ts';

const kills = 200;
const killsInPlace = 25;
/** Processes that save, each a file of its own, and are killed side by side. */
const lanes = 3;
/** Milliseconds from an answered save to the kill, at most: more than one save takes. */
const longestLife = 30;

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

function createRandom(start: number): () => number {
  let state = start >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** One file, so that hundreds of starts cost little. */
async function bundleProgram(folder: string): Promise<string> {
  await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node22',
      minify: true,
      rolldownOptions: {
        input: join(import.meta.dirname, 'programs', 'save-loop.ts'),
        platform: 'node',
        output: { format: 'es', entryFileNames: 'save-loop.mjs' },
      },
    },
  });
  return join(folder, 'save-loop.mjs');
}

interface Life {
  readonly program: string;
  readonly root: string;
  readonly path: string;
  readonly journal: string;
  readonly first: number;
  readonly delay: number;
}

/** Starts a process that saves, and kills it some time after its first answer. Answers the last number whose save was answered. */
async function saveUntilKilled({ program, root, path, journal, first, delay }: Life): Promise<number> {
  const child = spawn(process.execPath, [program, root, path, journal, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  const [, signal] = await closed;
  expect(signal).toBe('SIGKILL');
  return Number(output.trim().split('\n').at(-1));
}

function expectWhole(file: string, answered: number): number {
  const contents = readFileSync(file, 'utf8');
  const number = Number.parseInt(contents, 10);
  expect(contents === numberedContents(number), `${file} is mixed (seed ${seed})`).toBe(true);
  // What was answered is there; the next one may be.
  expect([answered, answered + 1]).toContain(number);
  return number;
}

describe('a process killed while it saves', () => {
  it(`leaves the old or the new file, ${kills} times, and nothing else once it is started again`, {
    timeout: 180_000,
  }, async () => {
    console.log(`kill seed ${seed}`);
    const random = createRandom(seed);
    const work = temporaryFolder('kills');
    const root = join(work, 'project');
    mkdirSync(root);
    const program = await bundleProgram(join(work, 'program'));
    const journal = join(work, 'undo', 'journal');
    let left = kills;
    let interrupted = 0;
    const lane = async (_: unknown, index: number) => {
      const path = `lane-${index}`;
      let first = 0;
      while (left > 0) {
        left -= 1;
        const answered = await saveUntilKilled({ program, root, path, journal, first, delay: random() * longestLife });
        first = expectWhole(join(root, path), answered) + 1;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    interrupted = temporaryFilesIn(root).length;
    console.log(`${kills} kills, ${interrupted} of them with a temporary file half-written`);
    expect(interrupted).toBeGreaterThan(kills / 20);

    const files = startFiles({ workFolder: work, root });
    const watching = files.service.watch(projectId);
    expect(await files.names()).toEqual(['lane-0', 'lane-1', 'lane-2']);
    await files.save('lane-0', 'another');
    watching.dispose();
    await until(() => temporaryFilesIn(root).length === 0);
    expect(readdirSync(journal)).toEqual([]);
    expect(files.problems).toEqual([]);
  });

  it(`leaves hard links whole after the next start, ${killsInPlace} times`, { timeout: 120_000 }, async () => {
    const random = createRandom(seed + 1);
    const work = temporaryFolder('kills');
    const root = join(work, 'project');
    mkdirSync(root);
    const program = await bundleProgram(join(work, 'program'));
    const journal = join(work, 'undo', 'journal');
    writeFileSync(join(root, 'a'), '');
    linkSync(join(root, 'a'), join(root, 'b'));
    let first = 0;
    let mended = 0;
    for (let kill = 0; kill < killsInPlace; kill++) {
      const delay = random() * 2 * longestLife;
      const answered = await saveUntilKilled({ program, root, path: 'a', journal, first, delay });
      if (readdirSync(journal).length > 0) mended += 1;
      const files = startFiles({ workFolder: work, root });
      await files.read('a');
      first = expectWhole(join(root, 'b'), answered) + 1;
      expect(readdirSync(journal)).toEqual([]);
      expect(files.notices).toEqual([]);
      await files.dispose();
    }
    console.log(`${killsInPlace} kills of writing in place, ${mended} of them in the middle`);
    expect(mended).toBeGreaterThan(0);
  });
});
