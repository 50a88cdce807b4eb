import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Command } from '../../../../src-renderer/app/commands.ts';
import type { NoticeAction } from '../../../../src-renderer/app/services.ts';
import type { Collaboration, LiveSession } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import { createLocksPart } from '../../../../src-renderer/features/collaboration/locks/locks-part.ts';
import { startSessionPeople } from '../../../support/session-people.ts';

beforeEach(() => vi.stubGlobal('window', new EventTarget()));
afterEach(() => void vi.unstubAllGlobals());

/** A window in a session with two files. */
async function setUp() {
  const people = startSessionPeople();
  const me = await people.join('Mira');
  me.files.add('a.ts', { text: 'a' });
  me.files.add('b.ts', { text: 'b' });
  const editor = createStore(() => ({ active: 'a.ts' }));
  const commands = new Map<string, Command>();
  const actions: NoticeAction[] = [];
  let end: () => void = () => undefined;
  const live = {
    session: { files: me.files, locks: me.locks },
    me: { person: me.person },
    state: createStore(() => ({ role: 'owner' })),
  } as unknown as LiveSession;
  const part = createLocksPart({
    services: {
      commands: {
        register(...registered: Command[]) {
          for (const command of registered) commands.set(command.id, command);
          return { dispose() {} };
        },
      },
      contextKeys: { set() {} },
      editor: { state: editor },
      notifications: { info: (_title: string, more: { actions: NoticeAction[] }) => actions.push(...more.actions) },
    },
    follow(work: (session: LiveSession) => { dispose(): void }) {
      const working = work(live);
      end = () => working.dispose();
      return { dispose() {} };
    },
  } as unknown as Collaboration);
  onTestFinished(part.dispose);
  const locked = () =>
    me.locks
      .held()
      .map(({ file }) => me.files.get(file)?.path)
      .sort();
  const lock = async (path: string) => {
    editor.setState({ active: path });
    await commands.get('collaboration.lockFile')?.run();
  };
  return { actions, editor, end: () => end(), lock, locked };
}

test('the notice of a lock gives that file free, whatever is in view by then', async () => {
  const { actions, end, lock, locked } = await setUp();
  await lock('a.ts');
  await lock('b.ts');
  expect(locked()).toEqual(['a.ts', 'b.ts']);
  await actions[0]?.run();
  expect(locked()).toEqual(['b.ts']);
  end();
  await actions[1]?.run();
  expect(locked()).toEqual(['b.ts']);
});
