import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Generation, GenerationPart } from '../../../../contract/desktop/generate.ts';
import type { Services } from '../../../../src-renderer/app/services.ts';
import {
  createGenerateSession,
  type GenerateSession,
} from '../../../../src-renderer/features/generate/generate-session.ts';

let session: GenerateSession;
let discarded: string[];
/** Runs that are being written, with what ends them. */
let writing: Map<string, AbortSignal>;

const runOf = (id: string) =>
  ({ id, prompt: id, plan: { name: id, files: [] }, files: [], checks: [], problem: null }) as unknown as Generation;

beforeEach(() => {
  discarded = [];
  writing = new Map();
  const write = async (id: string, signal: AbortSignal) =>
    (async function* (): AsyncGenerator<GenerationPart> {
      writing.set(id, signal);
      yield { type: 'started', generation: runOf(id) };
      await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
    })();
  const generate = {
    unfinished: async () => ({ generations: [] }),
    get: async ({ id }: { id: string }) => runOf(id),
    start: (_: unknown, { signal }: { signal: AbortSignal }) => write('new', signal),
    resume: ({ id }: { id: string }, { signal }: { signal: AbortSignal }) => write(id, signal),
    discard: async ({ id }: { id: string }) => void discarded.push(id),
  };
  session = createGenerateSession({
    core: { generate },
    commands: {},
    coreReconnected: { listen: () => ({ dispose() {} }) },
    workspace: createStore(() => ({})),
  } as unknown as Services);
});

const state = () => session.state.getState();
const shown = () => state().generation?.id;
const isWriting = (id: string) => writing.get(id)?.aborted === false;

it('goes on writing while another project is discarded, and stops with its own', async () => {
  const ended = session.resume('a');
  await expect.poll(() => isWriting('a')).toBe(true);
  await session.discard('b');
  expect(isWriting('a')).toBe(true);
  expect([state().working, shown()]).toEqual(['writing', 'a']);
  await session.discard('a');
  await ended;
  expect(isWriting('a')).toBe(false);
  expect(discarded).toEqual(['b', 'a']);
  expect([state().step, state().working]).toEqual(['prompt', null]);
});

it('shows and begins no other project while one is written, and says why', async () => {
  const ended = session.resume('a');
  await expect.poll(() => isWriting('a')).toBe(true);
  await expect(session.show('b')).rejects.toThrow('Another project is being written. Stop it first.');
  await expect(session.resume('b')).rejects.toThrow('Another project is being written. Stop it first.');
  await session.show('a');
  expect([shown(), writing.has('b')]).toEqual(['a', false]);
  session.stop();
  await ended;
  await session.show('b');
  expect(shown()).toBe('b');
});

it('begins a new project that is not stopped with the one that was shown before', async () => {
  await session.show('a');
  session.state.setState({ step: 'plan', plan: runOf('new').plan });
  const ended = session.start();
  await session.discard('a');
  await expect.poll(() => isWriting('new')).toBe(true);
  expect(shown()).toBe('new');
  session.stop();
  await ended;
});
