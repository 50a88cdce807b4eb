import { expect, it, onTestFinished, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import type { Services } from '../../../../src-renderer/app/services.ts';
import { createEditActions } from '../../../../src-renderer/features/assistant/apply/edit-actions.ts';
import { createStagedEdits } from '../../../../src-renderer/features/assistant/apply/staged-edits.ts';

vi.mock('../../../../src-renderer/features/assistant/apply/asked-hunks.tsx', () => ({ AskedHunks: () => null }));

vi.stubGlobal('reportError', (error: unknown) => {
  throw error;
});

const unsaved = [{ path: 'a.txt', text: 'typed' }];
const conflict = { path: 'a.txt', reason: 'Changed since.', restorable: true };

/** A window whose Core answers with these steps: at first, and when files are restored whole. */
function openWindow(
  prepared: { steps: FileStep[]; restorable?: boolean; restored?: FileStep[] },
  answer: string | null,
) {
  const asked: { body: string; buttons: readonly { id: string }[] }[] = [];
  const notices: { title: string; actions: readonly { run(): unknown }[] }[] = [];
  const performed: FileStep[] = [];
  const settled: unknown[] = [];
  const pending: StagedFile[] = [];
  const typed: (() => void)[] = [];
  const edits = {
    pending: vi.fn(async (_: unknown) => ({ files: pending })),
    prepareUndoTurn: async ({ restore }: { restore: string[] }) => ({
      stepId: 'undo',
      again: { stepId: 'again', steps: [{ type: 'delete', path: 'a.txt', before: 'before' }] },
      steps: restore.length > 0 ? (prepared.restored ?? []) : prepared.steps,
      conflicts: restore.length > 0 ? [] : [{ ...conflict, restorable: prepared.restorable ?? true }],
    }),
    settle: async (step: unknown) => {
      settled.push(step);
      return { files: [] };
    },
  };
  const notify = (title: string, options?: { actions?: readonly { run(): unknown }[] }) =>
    notices.push({ title, actions: options?.actions ?? [] });
  const documents = createStore(() => ({ documents: new Map<string, { dirty: boolean }>() }));
  const services = {
    core: {
      assistant: { edits },
      files: {
        createFile: async ({ path, text }: { path: string; text: string }) =>
          performed.push({ type: 'create', path, text }),
        trash: async ({ paths: [path = ''] }: { paths: string[] }) =>
          performed.push({ type: 'delete', path, before: '' }),
      },
    },
    editor: {
      state: documents,
      attach: (work: (shown: unknown) => unknown) => {
        work({ document: 'a.txt', model: { onDidChangeContent: (changed: () => void) => typed.push(changed) } });
        return { dispose() {} };
      },
      texts: {
        unsaved: () => unsaved,
        refusal: () => null,
        whileOpen: (_: string, work: (open: unknown) => unknown) => work({ model: { getValue: () => 'before' } }),
      },
    },
    workspace: createStore(() => ({ project: { id: 'project' } })),
    coreReconnected: { listen: () => ({ dispose() {} }) },
    dialogs: {
      ask: async (question: (typeof asked)[number]) => {
        asked.push(question);
        return answer;
      },
    },
    notifications: { info: notify, warning: notify },
  } as unknown as Services;
  const staged = createStagedEdits(services);
  return {
    actions: createEditActions(services, staged),
    ...{ asked, notices, performed, settled, edits, documents, pending, staged, typed },
  };
}

it('where nothing can be undone leaves the conversation, and says so', async () => {
  const shown = openWindow({ steps: [], restorable: false }, null);
  expect(await shown.actions.undoTurn('message', true)).toBeNull();
  expect([shown.asked, shown.settled]).toEqual([[], []]);
  expect(shown.notices.map(({ title }) => title)).toEqual(['Nothing was undone, so the conversation stays as it is']);
});

it('asks before files are restored whole, names them, and can make the turn once more', async () => {
  const steps: FileStep[] = [{ type: 'create', path: 'a.txt', text: 'before' }];
  const left = openWindow({ steps: [], restored: steps }, null);
  expect(await left.actions.undoTurn('message', true)).toBeNull();
  expect(left.asked.map(({ buttons }) => buttons.map(({ id }) => id))).toEqual([['cancel', 'restore']]);
  expect(left.asked[0]?.body).toContain('without any later change: a.txt');
  expect([left.performed, left.settled]).toEqual([[], []]);

  const shown = openWindow({ steps: [], restored: steps }, 'restore');
  expect(await shown.actions.undoTurn('message', true)).toEqual({ done: ['a.txt'], left: [] });
  expect([shown.performed, shown.settled]).toEqual([steps, [{ stepId: 'undo', done: ['a.txt'] }]]);
  await shown.notices[0]?.actions[0]?.run();
  expect(shown.performed.at(-1)).toMatchObject({ type: 'delete', path: 'a.txt' });
  expect(shown.settled.at(-1)).toEqual({ stepId: 'again', done: ['a.txt'] });
});

it('staged edits go by unsaved text, also when it comes later', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { staged, edits, documents, pending, typed } = openWindow({ steps: [] }, null);
  pending.push({ id: 'file', path: 'a.txt', messageId: 'message', hunks: [{ status: 'conflict' }] } as StagedFile);
  await staged.refresh();
  expect(edits.pending.mock.calls.at(-1)).toEqual([{ projectId: 'project', open: unsaved }]);
  const before = edits.pending.mock.calls.length;
  documents.setState({ documents: new Map([['b.txt', { dirty: true }]]) });
  vi.advanceTimersByTime(1000);
  expect(edits.pending.mock.calls.length).toBe(before);
  // Once for both turns.
  documents.setState({ documents: new Map([['a.txt', { dirty: true }]]) });
  documents.setState({ documents: new Map([['a.txt', { dirty: false }]]) });
  vi.advanceTimersByTime(1000);
  expect(edits.pending.mock.calls.length).toBe(before + 1);
  for (const type of typed) type();
  vi.advanceTimersByTime(1000);
  expect(edits.pending.mock.calls.length).toBe(before + 2);
});
