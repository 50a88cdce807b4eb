import { createElement } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { LoadSession } from '../index.ts';

const CallsView = late(() => import('./calls-view.tsx'));

export type CallDirection = 'incoming' | 'outgoing';

/** A function among the calls; `token` is what the server wants to be asked with. */
export interface CallItem {
  readonly key: string;
  readonly name: string;
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  readonly server: string;
  readonly token: unknown;
}

export type CallRows = readonly CallItem[] | 'loading' | { readonly failure: string };

export interface CallsState {
  readonly root: CallItem | null;
  readonly direction: CallDirection;
  /** What calls or is called by an item, by its key; absent until it is opened. */
  readonly rows: ReadonlyMap<string, CallRows>;
  /** Somebody has asked for the calls, so the keys are meant for them. */
  readonly focusRequested: boolean;
}

/** Who calls a function and what it calls, in the panel. */
export interface CallHierarchy extends Disposable {
  readonly state: StoreApi<CallsState>;
  /** For the function at the cursor. */
  show(): Promise<void>;
  setDirection(direction: CallDirection): void;
  /** Opens or closes an item. */
  toggle(item: CallItem): void;
}

const nothing: CallsState = { root: null, direction: 'incoming', rows: new Map(), focusRequested: false };

export function createCallHierarchy(services: Services, load: LoadSession): CallHierarchy {
  const { editor, notifications, views, workspace } = services;
  const ends = createDisposables();
  const state = createStore<CallsState>(() => nothing);
  let registered = false;

  const expand = async (item: CallItem) => {
    const { direction } = state.getState();
    const put = (rows: CallRows) => {
      const now = state.getState();
      if (now.direction === direction) state.setState({ rows: new Map(now.rows).set(item.key, rows) });
    };
    put('loading');
    try {
      const { readCalls } = await import('./read-calls.ts');
      put(await readCalls(await load(), item, direction));
    } catch (error) {
      put({ failure: messageOf(error) });
    }
  };

  const reveal = () => {
    if (!registered) {
      registered = true;
      ends.add(
        views.register({
          id: 'calls',
          title: t('Calls'),
          location: 'panel',
          order: 60,
          Component: CallsPane.bind(null, { calls: hierarchy }),
        }),
      );
    }
    const { panel } = workspace.getState();
    workspace.setState({ panel: { ...panel, visible: true, view: 'calls' } });
  };

  const hierarchy: CallHierarchy = {
    state,
    async show() {
      const active = editor.activeText();
      const position = active?.editor.getPosition();
      if (!active || !position) return;
      const { prepareCalls } = await import('./read-calls.ts');
      const root = await prepareCalls(await load(), active.text.model, position);
      if (!root) {
        notifications.info(t('No function is named here'), { detail: t('Put the cursor on the name of one.') });
        return;
      }
      state.setState({ root, rows: new Map(), focusRequested: true });
      reveal();
      await expand(root);
    },
    setDirection(direction) {
      const { root } = state.getState();
      state.setState({ direction, rows: new Map() });
      if (root) void expand(root);
    },
    toggle(item) {
      const { rows } = state.getState();
      if (!rows.has(item.key)) {
        void expand(item);
        return;
      }
      const left = new Map(rows);
      left.delete(item.key);
      state.setState({ rows: left });
    },
    dispose: ends.dispose,
  };
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id !== before.project?.id) state.setState(nothing, true);
    }),
  );
  return hierarchy;
}

function CallsPane({ calls }: { readonly calls: CallHierarchy }) {
  return createElement(CallsView, { calls });
}
