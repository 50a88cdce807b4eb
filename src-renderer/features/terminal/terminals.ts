import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Terminal, TerminalSize } from '../../../contract/model/terminal.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { neighbourOf, placeBeside, reconcileGroups, replaceMember, type TerminalGroup, takeOut } from './groups.ts';
import { createSessions, type Sessions } from './sessions.ts';

export interface TerminalsState {
  /** Core has answered which terminals there are. */
  readonly known: boolean;
  /** In the order they were opened. */
  readonly terminals: readonly Terminal[];
  readonly groups: readonly TerminalGroup[];
  readonly active: string | null;
  /** Rang their bell since they were last looked at. */
  readonly ringing: ReadonlySet<string>;
  /** Ended with the background process; what they wrote is still shown. */
  readonly lost: ReadonlySet<string>;
  readonly creating: boolean;
  /** Why the last one could not be opened. */
  readonly failure: string | null;
}

interface CreateOptions {
  /** A path; without it the usual shell. */
  readonly shell?: string | null;
  readonly cwd?: string | null;
  /** Splits this one. */
  readonly beside?: string;
  /** Takes the place of this one. */
  readonly instead?: string;
}

/** The terminals of the window's project, and what can be done with them. */
export interface Terminals extends Disposable {
  readonly store: StoreApi<TerminalsState>;
  readonly sessions: Sessions;
  /** Opens one and makes it the current one. Rejects with Core's reason. */
  create(options?: CreateOptions): Promise<void>;
  /** Opens one if there is none. */
  ensure(): Promise<void>;
  activate(id: string): void;
  /** Ends one; the last one closes the panel. */
  close(id: string): Promise<void>;
  /** Runs the same program again in the same place. */
  restart(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  clear(id: string): Promise<void>;
  unsplit(id: string): void;
  /** Shows the panel on a terminal and gives it the focus. */
  reveal(id: string): void;
  /** Takes up what Core has answered, before its event comes. */
  adopt(terminal: Terminal): void;
  focusActive(): void;
  /** The next terminal that comes by `ensure` takes the focus, unless somebody has gone on typing elsewhere by then. */
  focusWhenThere(): void;
  find(id: string | null): Terminal | undefined;
  /** Of the next terminal. */
  nextSize(): TerminalSize;
}

const usualSize: TerminalSize = { columns: 100, rows: 20 };

/** Keeps the list that Core tells, and which of them is shown where. */
export function createTerminals(services: Services, onLastClosed: () => void): Terminals {
  const { core, coreEvents, coreReconnected, workspace } = services;
  const ends = createDisposables();
  const store = createStore<TerminalsState>(() => ({
    known: false,
    terminals: [],
    groups: [],
    active: null,
    ringing: new Set(),
    lost: new Set(),
    creating: false,
    failure: null,
  }));
  const find = (id: string | null) => store.getState().terminals.find((terminal) => terminal.id === id);

  const sessions = ends.add(
    createSessions(services, {
      find,
      onBell(id) {
        const focused = document.activeElement?.closest<HTMLElement>('[data-terminal]')?.dataset.terminal === id;
        if (!focused) store.setState({ ringing: new Set([...store.getState().ringing, id]) });
      },
    }),
  );

  const projectId = () => workspace.getState().project?.id ?? null;

  const setTerminals = (terminals: readonly Terminal[]) => {
    const before = store.getState();
    const lost = new Set([...before.lost].filter((id) => terminals.some((terminal) => terminal.id === id)));
    const groups = reconcileGroups(
      before.groups,
      terminals.map(({ id }) => id),
    );
    const gone = before.terminals.filter(({ id }) => !terminals.some((terminal) => terminal.id === id));
    const stillActive = terminals.some(({ id }) => id === before.active);
    const next = before.active === null ? null : neighbourOf(before.groups, before.active);
    const active = stillActive
      ? before.active
      : (terminals.find(({ id }) => id === next)?.id ?? groups.at(-1)?.members[0] ?? null);
    store.setState({ known: true, terminals, groups, active, lost });
    for (const { id } of gone) sessions.drop(id);
    keepGroups();
    if (gone.length > 0 && terminals.length === 0) onLastClosed();
    // A shell that somebody left in good order needs no tomb.
    for (const terminal of terminals) {
      const { state, task, id } = terminal;
      if (task === null && state.kind === 'exited' && state.code === 0 && !lost.has(id)) close(id).catch(reportError);
    }
  };
  /** Core's list and what it no longer knows but still is shown. */
  const takeUp = (told: readonly Terminal[]) => {
    const { terminals, lost } = store.getState();
    setTerminals([...terminals.filter(({ id }) => lost.has(id) && !told.some((each) => each.id === id)), ...told]);
  };

  const storageKey = () => `flashfusion.terminals.${projectId()}`;
  const keepGroups = () => {
    const { groups, active, terminals } = store.getState();
    if (projectId() === null) return;
    if (terminals.length === 0) sessionStorage.removeItem(storageKey());
    else sessionStorage.setItem(storageKey(), JSON.stringify({ groups, active }));
  };
  const rememberedGroups = (): Pick<TerminalsState, 'groups' | 'active'> => {
    const kept = sessionStorage.getItem(storageKey());
    return kept === null
      ? { groups: [], active: null }
      : (JSON.parse(kept) as Pick<TerminalsState, 'groups' | 'active'>);
  };

  const load = async () => {
    const id = projectId();
    sessions.dropAll();
    store.setState({ known: false, terminals: [], groups: [], active: null, lost: new Set(), failure: null });
    if (id === null) return;
    const { terminals } = await core.terminal.list({ projectId: id });
    if (projectId() !== id) return;
    store.setState(rememberedGroups());
    setTerminals(terminals);
  };
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id !== before.project?.id) load().catch(reportError);
    }),
  );
  ends.add(
    coreEvents.listen((event) => {
      if (event.type !== 'terminals.changed' || event.projectId !== projectId() || !store.getState().known) return;
      takeUp(event.terminals);
    }),
  );
  ends.add(
    coreReconnected.listen(() => {
      const { terminals } = store.getState();
      store.setState({ lost: new Set(terminals.map(({ id }) => id)) });
    }),
  );

  const adopt = (terminal: Terminal) => {
    const { terminals } = store.getState();
    const others = terminals.filter(({ id }) => id !== terminal.id);
    const at = terminals.findIndex(({ id }) => id === terminal.id);
    setTerminals(at === -1 ? [...others, terminal] : others.toSpliced(at, 0, terminal));
  };
  const activate = (id: string) => {
    const { ringing } = store.getState();
    store.setState({
      active: id,
      ringing: ringing.has(id) ? new Set([...ringing].filter((each) => each !== id)) : ringing,
    });
    keepGroups();
  };
  const nextSize = () => sessions.get(store.getState().active)?.size() ?? usualSize;

  let creating: Promise<void> | null = null;
  const create: Terminals['create'] = async (options) => {
    // Shown for the first time, the panel asks for a terminal just as the command that showed it does: they mean the same one.
    if (creating) {
      if (!options) return creating;
      await creating.catch(() => undefined);
    }
    creating = createNow(options ?? {}).finally(() => {
      creating = null;
    });
    return creating;
  };
  const createNow = async ({ shell = null, cwd = null, beside, instead }: CreateOptions) => {
    const id = projectId();
    if (id === null) return;
    store.setState({ creating: true, failure: null });
    try {
      const terminal = await core.terminal.create({ projectId: id, shell, cwd, ...nextSize() });
      adopt(terminal);
      if (beside) store.setState({ groups: placeBeside(store.getState().groups, beside, terminal.id) });
      if (instead) {
        store.setState({ groups: replaceMember(store.getState().groups, instead, terminal.id) });
        forget(instead);
      }
      activate(terminal.id);
    } catch (error) {
      store.setState({ failure: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      store.setState({ creating: false });
    }
  };
  const forget = (id: string) => setTerminals(store.getState().terminals.filter((terminal) => terminal.id !== id));
  const close = async (id: string) => {
    const lost = store.getState().lost.has(id);
    forget(id);
    if (!lost) await core.terminal.close({ terminalId: id });
  };
  const focusActive = () => sessions.focus(store.getState().active);
  let awaited = false;

  return {
    store,
    sessions,
    find,
    create,
    async ensure() {
      if (store.getState().terminals.length === 0) await create();
      const typing = document.activeElement?.matches('input, textarea, [contenteditable="true"]') ?? false;
      if (awaited && !typing) focusActive();
      awaited = false;
    },
    focusWhenThere() {
      awaited = true;
    },
    activate,
    close,
    adopt,
    nextSize,
    focusActive,
    async restart(id) {
      if (store.getState().lost.has(id)) {
        await create({ cwd: sessions.get(id)?.state.getState().cwd ?? null, instead: id });
        return;
      }
      adopt(await core.terminal.restart({ terminalId: id, ...(sessions.get(id)?.size() ?? usualSize) }));
    },
    async rename(id, name) {
      adopt(await core.terminal.rename({ terminalId: id, name }));
    },
    async clear(id) {
      sessions.get(id)?.clear();
      if (!store.getState().lost.has(id)) await core.terminal.clear({ terminalId: id });
    },
    unsplit(id) {
      store.setState({ groups: takeOut(store.getState().groups, id) });
      keepGroups();
    },
    reveal(id) {
      activate(id);
      workspace.setState({ panel: { ...workspace.getState().panel, visible: true, view: 'terminal' } });
      focusActive();
    },
    dispose: ends.dispose,
  };
}
