import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { createStore } from 'zustand/vanilla';
import type { Services } from '../../../../src-renderer/app/services.ts';
import { createJoining } from '../../../../src-renderer/features/collaboration/live/joining.ts';
import type { Entered } from '../../../../src-renderer/features/collaboration/live/live-sessions.ts';
import { setSessionName } from '../../../../src-renderer/features/collaboration/live/session-name.ts';
import {
  createSessionCode,
  formatSessionCode,
} from '../../../../src-renderer/features/collaboration/protocol/session-code.ts';

vi.mock('../../../../src-renderer/features/collaboration/live/follow-servers.ts', () => ({
  followServers: () => ({ dispose() {} }),
}));

beforeEach(() => vi.stubGlobal('reportError', vi.fn()));
afterEach(() => void vi.unstubAllGlobals());

/** What is waited for until it is let go on. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** A way in to sessions that answer at once; `leaving` and `opening` hold up what they are waited for. */
function setUp(waits: { leaving?: Promise<void>; opening?: Promise<void>; beginning?: Promise<void> } = {}) {
  const steps: string[] = [];
  const workspace = createStore(() => ({ status: 'open', project: { path: '/home/ferry' } }));
  let folders = 0;
  const services = {
    core: {
      collaboration: {
        prepareFolder: async () => {
          folders += 1;
          return { path: `/sessions/${folders}` };
        },
      },
    },
    commands: {
      async run(_id: string, { path }: { path: string }) {
        steps.push(`open ${path}`);
        await waits.opening;
        workspace.setState({ project: { path } });
      },
    },
    workspace,
  } as unknown as Services;
  let sessions = 0;
  const enter = async (): Promise<Entered> => {
    sessions += 1;
    const number = sessions;
    const session = { documents: { files: new Doc() }, mesh: { role: 'editor', peers: () => [] } };
    setSessionName(session as never, `session ${number}`);
    return {
      session,
      own: null,
      state: { store: createStore(() => ({ role: 'editor', refusal: null, progress: null })) },
      dispose: () => void steps.push(`let go of ${number}`),
    } as unknown as Entered;
  };
  const joining = createJoining(services, {
    enter,
    begin: async (_entered, { name }) => {
      steps.push(`begin ${name}`);
      await waits.beginning;
      return undefined as never;
    },
    leaveCurrent: async () => {
      steps.push('leave');
      await waits.leaving;
    },
    takeUpAgain: () => void steps.push('take up again'),
  });
  const phase = () => joining.state.getState().phase;
  return { joining, phase, steps };
}

const code = formatSessionCode(createSessionCode());

test('whoever gives up while the session before is left goes back into that', async () => {
  const leaving = gate();
  const { joining, phase, steps } = setUp({ leaving: leaving.passed });
  const joined = joining.join(code);
  await vi.waitFor(() => expect(steps).toEqual(['leave']));
  joining.cancel();
  leaving.open();
  await joined;
  expect(steps).toEqual(['leave', 'take up again', 'let go of 1']);
  expect([phase(), joining.opens()]).toEqual(['closed', false]);
});

test('whoever gives up while the folder opens is in no session', async () => {
  const opening = gate();
  const { joining, phase, steps } = setUp({ opening: opening.passed });
  const joined = joining.join(code);
  await vi.waitFor(() => expect(steps).toEqual(['leave', 'open /sessions/1']));
  joining.cancel();
  opening.open();
  await joined;
  expect(steps).toEqual(['leave', 'open /sessions/1', 'let go of 1']);
  expect(phase()).toBe('closed');
});

test('another attempt waits until the one before has let go of the window, and nothing is given up once the session begins', async () => {
  const [opening, beginning] = [gate(), gate()];
  const { joining, phase, steps } = setUp({ opening: opening.passed, beginning: beginning.passed });
  const first = joining.join(code);
  await vi.waitFor(() => expect(steps).toHaveLength(2));
  joining.cancel();
  const second = joining.join(code);
  await vi.waitFor(() => expect(phase()).toBe('opening'));
  expect(steps).toHaveLength(2);
  opening.open();
  await first;
  await vi.waitFor(() => expect(phase()).toBe('entering'));
  joining.cancel();
  expect(phase()).toBe('entering');
  beginning.open();
  await second;
  expect(steps).toEqual(['leave', 'open /sessions/1', 'let go of 1', 'leave', 'open /sessions/2', 'begin session 2']);
  expect(phase()).toBe('closed');
});

test('the field has what a link says that is chosen meanwhile, and keeps the link for another attempt', async () => {
  const { joining, phase } = setUp();
  joining.show('nonsense');
  await joining.join('nonsense');
  expect([phase(), joining.state.getState().code]).toEqual(['failed', 'nonsense']);
  const link = `flashfusion://join/${code}?server=http%3A%2F%2F127.0.0.1%3A9`;
  joining.show(link);
  expect([phase(), joining.state.getState().code]).toEqual(['idle', link]);
  await joining.join('mistyped', 'http://127.0.0.1:9');
  expect([phase(), joining.state.getState().code]).toEqual(['failed', link]);
});
