import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { firstRows } from '../../../../contract/model/first-rows.ts';
import { createCommandRegistry, createContextKeys } from '../../../../src-renderer/app/commands.ts';
import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import type {
  DocumentState,
  EditorState,
  NoticeAction,
  Services,
  Workspace,
} from '../../../../src-renderer/app/services.ts';
import { createChanges } from '../../../../src-renderer/features/explorer/changes.ts';
import { createExplorer } from '../../../../src-renderer/features/explorer/explorer.ts';
import { explorerCommands } from '../../../../src-renderer/features/explorer/explorer-commands.ts';
import { selectOnly, toggle } from '../../../../src-renderer/features/explorer/selection.ts';
import { createMemoryProject, snapshot } from './memory-project.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const ferryTimes = ['docs/', 'src/board/board.tsx', 'src/clock.ts', 'src/main.ts', 'readme.md'];

function start(paths: readonly string[] = ferryTimes, expanded: readonly string[] = ['src']) {
  const memory = createMemoryProject(paths);
  const coreEvents = createSignal<CoreEvent>();
  const coreReconnected = createSignal<void>();
  const notices: { title: string; actions: readonly NoticeAction[] }[] = [];
  const failures: string[] = [];
  const answers: (string | null)[] = [];
  const opened: { path: string; options: object | undefined }[] = [];
  const followed: { from: string; to: string }[] = [];
  let clipboard = '';
  const editorState = createStore<EditorState>(() => ({
    documents: new Map(),
    active: null,
    cursor: null,
    indentation: null,
  }));
  const { project } = memory.opened();
  const workspace = createStore(() => ({ project, settings: snapshot() }) as Workspace);
  const notice = (title: string, options?: { actions?: readonly NoticeAction[] }) => {
    notices.push({ title, actions: options?.actions ?? [] });
  };
  const services = {
    core: { files: memory.files },
    shell: {
      system: {
        writeClipboard: async ({ text }: { text: string }) => {
          clipboard = text;
        },
      },
    },
    coreEvents,
    coreReconnected,
    commands: createCommandRegistry((id, error) =>
      failures.push(`${id}: ${error instanceof Error ? error.message : error}`),
    ),
    contextKeys: createContextKeys(),
    notifications: { info: notice, warning: notice, error: notice },
    dialogs: { ask: async () => answers.shift() ?? null },
    workspace,
    editor: {
      state: editorState,
      open: async (path: string, options?: object) => {
        opened.push({ path, options });
      },
      followMoves: (moves: readonly { from: string; to: string }[]) => followed.push(...moves),
    },
  } as unknown as Services;

  const explorer = createExplorer(services);
  const changes = createChanges(services, explorer);
  services.commands.register(...explorerCommands(services, explorer, changes));
  ends.push(() => explorer.dispose());
  explorer.load(memory.opened(expanded));
  const shown = () => explorer.store.getState().tree.rows.map((row) => row.path);
  const selected = () => [...explorer.store.getState().selection.selected];
  return {
    memory,
    services,
    explorer,
    changes,
    coreEvents,
    coreReconnected,
    editorState,
    workspace,
    notices,
    failures,
    answers,
    opened,
    followed,
    shown,
    selected,
    clipboard: () => clipboard,
    run: (id: string) => services.commands.run(id),
    raise: (changes: Parameters<typeof memory.changedEvent>[0]) => coreEvents.raise(memory.changedEvent(changes)),
    setDocuments(documents: readonly Partial<DocumentState>[]) {
      editorState.setState({
        documents: new Map(documents.map((d) => [d.id ?? '', { projectId: project.id, ...d } as DocumentState])),
      });
    },
  };
}

describe('opening and closing folders', () => {
  it('shows the opened project without asking for anything', () => {
    const { shown, memory } = start();
    expect(shown()).toEqual(['docs', 'src', 'src/board', 'src/clock.ts', 'src/main.ts', 'readme.md']);
    expect(memory.calls).toEqual([]);
  });

  it('reads the rest of a project with many files after its first rows are shown', async () => {
    const names = Array.from({ length: firstRows + 3 }, (_, index) => `file-${index}`);
    const { shown, memory } = start(names, []);
    expect(shown()).toEqual(names.slice(0, firstRows));
    await vi.waitFor(() => expect(shown()).toEqual(names));
    expect(memory.calls).toEqual(['list']);
  });

  it('reads a folder when it is opened, all siblings in one call', async () => {
    const { explorer, memory, shown } = start(ferryTimes, []);
    await explorer.expand(['docs', 'src'], true);
    expect(memory.calls).toEqual(['list docs src']);
    expect(shown()).toEqual(['docs', 'src', 'src/board', 'src/clock.ts', 'src/main.ts', 'readme.md']);
    await explorer.expand(['src'], false);
    expect(shown()).toEqual(['docs', 'src', 'readme.md']);
  });

  it('opens everything in one call, but not what ignore rules name', async () => {
    const { explorer, memory, shown } = start([...ferryTimes, 'node_modules/left/index.js'], []);
    memory.entries.set('node_modules', { kind: 'folder', ignored: true });
    await explorer.refresh();
    memory.calls.length = 0;
    await explorer.expandAll('');
    expect(memory.calls).toEqual(['listTree']);
    expect(shown()).toContain('src/board/board.tsx');
    expect(shown()).not.toContain('node_modules/left');
  });

  it('says in place that a folder cannot be read, and reads it again on demand', async () => {
    const { explorer, memory, shown } = start(ferryTimes, []);
    memory.unreadable.add('src');
    await explorer.expand(['src', 'docs'], true);
    expect(shown()).toEqual(['docs', 'src', 'src/', 'readme.md']);
    expect(explorer.store.getState().tree.rows[2]).toMatchObject({
      type: 'failed',
      message: 'The folder cannot be read: no permission.',
    });
    memory.unreadable.clear();
    await explorer.reread(['src']);
    expect(shown()).toContain('src/main.ts');
  });

  it('says that the project itself is gone', async () => {
    const { explorer, services } = start();
    (services.core.files as { list: unknown }).list = async () => ({});
    await explorer.refresh();
    expect(explorer.store.getState().tree.status.get('')).toMatchObject({ type: 'failed' });
  });

  it('shows that rows are on their way after 200 ms', async () => {
    vi.useFakeTimers();
    ends.push(() => vi.useRealTimers());
    const { explorer, services, shown } = start(ferryTimes, []);
    let answer: (listing: object) => void = () => {};
    (services.core.files as { list: unknown }).list = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const done = explorer.expand(['docs'], true);
    await vi.advanceTimersByTimeAsync(199);
    expect(shown()).not.toContain('docs/');
    await vi.advanceTimersByTimeAsync(1);
    expect(shown()).toContain('docs/');
    answer({ docs: [] });
    await done;
    expect(shown()).not.toContain('docs/');
  });
});

describe('following the disk', () => {
  it('reads only the folders that a change concerns, in one call', async () => {
    const { memory, raise, shown } = start();
    memory.entries.set('src/new.ts', { kind: 'file' });
    memory.entries.delete('readme.md');
    raise([
      { path: 'src/new.ts', kind: 'created' },
      { path: 'readme.md', kind: 'deleted' },
      { path: 'src/main.ts', kind: 'changed' },
    ]);
    await vi.waitFor(() => expect(shown()).toContain('src/new.ts'));
    expect(shown()).not.toContain('readme.md');
    expect(memory.calls).toEqual(['list src']);
  });

  it('reads every known folder after a rescan and after Core was away', async () => {
    const { memory, coreEvents, coreReconnected, shown } = start();
    memory.entries.set('late.ts', { kind: 'file' });
    coreEvents.raise({ type: 'files.changed', projectId: 'p1', changes: [], rescan: true });
    await vi.waitFor(() => expect(shown()).toContain('late.ts'));
    expect(memory.calls).toEqual(['list  src']);
    memory.entries.set('later.ts', { kind: 'file' });
    coreReconnected.raise();
    await vi.waitFor(() => expect(shown()).toContain('later.ts'));
  });

  it('takes no notice of another project', () => {
    const { memory, coreEvents } = start();
    coreEvents.raise({ type: 'files.changed', projectId: 'p2', changes: [], rescan: true });
    expect(memory.calls).toEqual([]);
  });
});

describe('revealing', () => {
  it('opens what is above, in one call, and selects', async () => {
    const { explorer, memory, shown, selected } = start(ferryTimes, []);
    await explorer.reveal('src/board/board.tsx');
    expect(memory.calls).toEqual(['list src src/board']);
    expect(shown()).toContain('src/board/board.tsx');
    expect(selected()).toEqual(['src/board/board.tsx']);
  });

  it('leaves things as they are when the file is not there', async () => {
    const { explorer, selected } = start();
    await explorer.reveal('src/missing.ts');
    expect(selected()).toEqual([]);
  });

  it('follows the open file, unless the setting is off or it is inside node_modules', async () => {
    const { editorState, workspace, selected } = start();
    editorState.setState({ active: 'src/clock.ts' });
    await vi.waitFor(() => expect(selected()).toEqual(['src/clock.ts']));
    editorState.setState({ active: 'node_modules/a.js' });
    editorState.setState({ active: 'untitled:1' });
    workspace.setState({ settings: snapshot({ 'explorer.autoReveal': false }) });
    editorState.setState({ active: 'readme.md' });
    expect(selected()).toEqual(['src/clock.ts']);
  });

  it('marks unsaved documents', () => {
    const { setDocuments, explorer } = start();
    setDocuments([
      { id: 'src/main.ts', dirty: true },
      { id: 'readme.md', dirty: false },
    ]);
    expect([...explorer.store.getState().dirty]).toEqual(['src/main.ts']);
  });

  it('hides ignored files when the setting changes', () => {
    const { memory, explorer, workspace, shown } = start();
    memory.entries.set('dist', { kind: 'folder', ignored: true });
    explorer.load(memory.opened());
    expect(shown()).toContain('dist');
    workspace.setState({ settings: snapshot({ 'explorer.showIgnored': false }) });
    expect(shown()).not.toContain('dist');
  });
});

describe('the focus', () => {
  it('brings its row into view when the tree takes it', () => {
    const { explorer } = start();
    explorer.requestFocus();
    explorer.focusTaken();
    expect(explorer.store.getState()).toMatchObject({ focusRequested: false, revealed: null });
    explorer.select(selectOnly('readme.md'));
    explorer.requestFocus();
    explorer.focusTaken();
    expect(explorer.store.getState()).toMatchObject({ focusRequested: false, revealed: { path: 'readme.md' } });
  });
});

describe('changing files', () => {
  it('creates a file where the focus is, shows it at once and opens it', async () => {
    const { explorer, changes, run, memory, shown, selected, opened } = start();
    explorer.setShown(true);
    explorer.select(selectOnly('src/clock.ts'));
    await run('explorer.newFile');
    expect(explorer.store.getState().draft).toEqual({ type: 'create', kind: 'file', folder: 'src' });
    memory.calls.length = 0;
    await changes.createEntry('file', 'src', 'http.ts');
    expect(memory.calls).toEqual(['createFile']);
    expect(shown().slice(2, 6)).toEqual(['src/board', 'src/clock.ts', 'src/http.ts', 'src/main.ts']);
    expect(selected()).toEqual(['src/http.ts']);
    expect(opened).toEqual([{ path: 'src/http.ts', options: undefined }]);
    expect(explorer.store.getState().draft).toBeNull();
  });

  it('creates folders on the way', async () => {
    const { changes, shown } = start();
    await changes.createEntry('file', '', 'a/b/c.ts');
    expect(shown()).toEqual(expect.arrayContaining(['a', 'a/b', 'a/b/c.ts']));
  });

  it('leaves the name in place when it is refused', async () => {
    const { changes, explorer, memory } = start();
    memory.entries.set('src/unseen.ts', { kind: 'file' });
    explorer.setDraft({ type: 'create', kind: 'file', folder: 'src' });
    await expect(changes.createEntry('file', 'src', 'unseen.ts')).rejects.toThrow('already a file');
    expect(explorer.store.getState().draft).not.toBeNull();
  });

  it('renames a folder: it stays open, its documents follow, undo takes it back', async () => {
    const { changes, shown, followed, setDocuments, run, selected } = start();
    setDocuments([{ id: 'src/main.ts', dirty: true }, { id: 'readme.md' }, { id: 'src/x.ts', projectId: 'user' }]);
    await changes.rename('src', 'lib');
    expect(shown()).toEqual(['docs', 'lib', 'lib/board', 'lib/clock.ts', 'lib/main.ts', 'readme.md']);
    expect(followed).toEqual([{ from: 'src/main.ts', to: 'lib/main.ts' }]);
    setDocuments([{ id: 'lib/main.ts', dirty: true }]);
    await run('explorer.undo');
    expect(shown()).toEqual(['docs', 'src', 'src/board', 'src/clock.ts', 'src/main.ts', 'readme.md']);
    expect(followed.at(-1)).toEqual({ from: 'lib/main.ts', to: 'src/main.ts' });
    expect(selected()).toEqual(['src']);
  });

  it('moves a selection into a folder and offers to undo', async () => {
    const { changes, shown, notices } = start();
    await changes.moveInto(['src/clock.ts', 'src/main.ts', 'docs'], 'docs');
    expect(shown()).toEqual(['docs', 'docs/clock.ts', 'docs/main.ts', 'src', 'src/board', 'readme.md']);
    expect(notices[0]?.title).toBe('2 files moved to docs');
    await notices[0]?.actions[0]?.run();
    expect(shown()).toEqual(expect.arrayContaining(['src/clock.ts', 'src/main.ts']));
    expect(shown()).not.toContain('docs/clock.ts');
  });

  it('asks before replacing, and brings both back on undo', async () => {
    const { changes, answers, memory, notices } = start([...ferryTimes, 'clock.ts']);
    const before = [...memory.entries.keys()].sort();
    await changes.moveInto(['clock.ts'], 'src');
    expect(memory.calls).not.toContain('move');
    answers.push('replace');
    await changes.moveInto(['clock.ts'], 'src');
    expect(memory.calls.filter((call) => call === 'trash' || call === 'move')).toEqual(['trash', 'move']);
    expect(memory.entries.has('clock.ts')).toBe(false);
    await notices[0]?.actions[0]?.run();
    expect([...memory.entries.keys()].sort()).toEqual(before);
  });

  it('moves to the trash, goes on with the next row and brings everything back', async () => {
    const { explorer, run, shown, notices, selected } = start();
    explorer.select(toggle(selectOnly('src/board'), 'src/clock.ts'));
    await run('moveFileToTrash');
    expect(shown()).toEqual(['docs', 'src', 'src/main.ts', 'readme.md']);
    expect(notices[0]?.title).toBe('2 items moved to the trash');
    expect(selected()).toEqual(['src/main.ts']);
    await notices[0]?.actions[0]?.run();
    expect(shown()).toEqual(expect.arrayContaining(['src/board', 'src/clock.ts']));
    expect(selected()).toEqual(['src/board', 'src/clock.ts']);
  });

  it('leaves who goes on to another row there while something is brought back', async () => {
    const { explorer, run, shown, selected } = start();
    explorer.select(selectOnly('src/board'));
    await run('moveFileToTrash');
    const undone = run('explorer.undo');
    explorer.select(selectOnly('readme.md'));
    await undone;
    expect(shown()).toContain('src/board');
    expect(selected()).toEqual(['readme.md']);
  });

  it('asks before the trash when the setting wants it', async () => {
    const { changes, workspace, answers, memory } = start();
    workspace.setState({ settings: snapshot({ 'explorer.confirmDelete': true }) });
    answers.push('cancel', 'trash');
    await changes.trash(['readme.md']);
    expect(memory.calls).toEqual([]);
    await changes.trash(['readme.md']);
    expect(memory.calls).toEqual(['trash']);
  });

  it('copies, cuts and pastes within the tree', async () => {
    const { explorer, run, memory, services } = start();
    explorer.select(selectOnly('src/clock.ts'));
    await run('filesExplorer.copy');
    expect(services.contextKeys.getState()).toMatchObject({ explorerCanPaste: true, explorerHasCut: false });
    await run('filesExplorer.paste');
    expect(memory.entries.has('src/clock.ts copy')).toBe(true);
    await run('filesExplorer.cut');
    explorer.select(selectOnly('docs'));
    await run('filesExplorer.paste');
    expect(memory.entries.has('docs/clock.ts copy')).toBe(true);
    expect(explorer.store.getState().clipboard).toBeNull();
  });

  it('duplicates beside the original and takes in files of the desktop', async () => {
    const { changes, memory, selected, notices } = start();
    await changes.duplicate(['src/clock.ts']);
    expect(selected()).toEqual(['src/clock.ts copy']);
    await changes.importInto(['/home/you/photo.png'], 'docs');
    expect(memory.entries.has('docs/photo.png')).toBe(true);
    expect(notices[0]?.title).toBe('photo.png copied to docs');
  });

  it('gives up a name that is being typed when its row goes', async () => {
    const { explorer } = start();
    explorer.setDraft({ type: 'create', kind: 'file', folder: 'src' });
    explorer.collapseAll();
    expect(explorer.store.getState().draft).toBeNull();
    explorer.setDraft({ type: 'rename', kind: 'file', path: 'readme.md' });
    explorer.applyListing([['', []]]);
    expect(explorer.store.getState().draft).toBeNull();
  });

  it('opens a bounded number of folders again at the next start', async () => {
    const { explorer } = start(
      Array.from({ length: 1200 }, (_, index) => `f${index}/a.ts`),
      [],
    );
    await explorer.expandAll('');
    expect(explorer.store.getState().tree.expanded.size).toBe(1200);
    expect(explorer.keptOpen()).toHaveLength(1000);
  });

  it('says when there is nothing to undo, and forgets changes of another project', async () => {
    const { changes, run, notices } = start();
    await changes.createEntry('folder', '', 'lib');
    changes.forget();
    await run('explorer.undo');
    expect(notices[0]?.title).toBe('There is nothing to undo in the tree');
  });

  it('reports what fails as a notice of the command', async () => {
    const { explorer, run, failures, memory } = start();
    explorer.select(selectOnly('readme.md'));
    memory.files.trash = async () => {
      throw new Error('The disk is full.');
    };
    await run('moveFileToTrash');
    expect(failures).toEqual(['moveFileToTrash: The disk is full.']);
  });
});

describe('opening files and paths', () => {
  it('opens every selected file, a single one in preview or to the side', async () => {
    const { explorer, run, opened } = start();
    explorer.select(selectOnly('readme.md'));
    await run('filesExplorer.openFilePreserveFocus');
    await run('explorer.openToSide');
    explorer.select(toggle(explorer.store.getState().selection, 'src/main.ts'));
    await run('explorer.openAndPassFocus');
    expect(opened).toEqual([
      { path: 'readme.md', options: { preview: true, keepFocus: true } },
      { path: 'readme.md', options: { toSide: true } },
      { path: 'src/main.ts', options: { preview: false } },
      { path: 'readme.md', options: { preview: false } },
    ]);
  });

  it('opens and closes the focused folder', async () => {
    const { explorer, run, shown } = start();
    explorer.select(selectOnly('src'));
    await run('explorer.openAndPassFocus');
    expect(shown()).toEqual(['docs', 'src', 'readme.md']);
  });

  it('copies paths as text', async () => {
    const { explorer, run, clipboard } = start();
    explorer.select(toggle(selectOnly('readme.md'), 'src/main.ts'));
    await run('copyRelativeFilePath');
    expect(clipboard()).toBe('src/main.ts\nreadme.md');
    await run('copyFilePath');
    expect(clipboard()).toBe('/home/you/ferry-times/src/main.ts\n/home/you/ferry-times/readme.md');
  });
});
