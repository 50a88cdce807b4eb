import { Users } from 'lucide-react';
import { type ComponentType, createElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { linkTo } from './share/join-link.ts';
import type { ShareParts } from './share/share-parts.ts';
import { SharePlaceholder } from './share/share-placeholder.tsx';

/** What a window has of sessions; null until it has been loaded. */
export type LoadedShare = StoreApi<{ readonly parts: ShareParts | null }>;

const LoadedButton = late(() => import('./share/share-button.tsx'), createElement(SharePlaceholder));
const LoadedLayer = late(() => import('./share/join-layer.tsx'));
const LoadedView = late(() => import('./share/session-view.tsx'));

/** Milliseconds after a window has shown what it is for until it loads what sessions need, which is much. */
const loadAfter = 800;

/** Working together. What it needs is loaded when the window has been shown, or at once for a link that asks to join. */
export function createCollaborationFeature(services: Services): Disposable & { readonly share: LoadedShare } {
  const { shellEvents, views, workspace } = services;
  const ends = createDisposables();
  const share: LoadedShare = createStore(() => ({ parts: null }));
  const badge = createStore<number | null>(() => null);
  let loading: Promise<ShareParts> | null = null;
  let disposed = false;

  const load = (): Promise<ShareParts> => {
    loading ??= import('./window-session.ts').then(({ createWindowSession }) => {
      const made = createWindowSession(services, badge);
      if (disposed) made.dispose();
      else ends.add(made);
      share.setState({ parts: made.share });
      return made.share;
    });
    return loading;
  };
  const show = (code: string, server: string | null) => {
    load().then(({ sessions }) => sessions.joining.show(linkTo(code, server)), reportError);
  };

  ends.add(
    views.register({
      id: 'session',
      title: t('Session'),
      location: 'sideBar',
      icon: Users,
      order: 40,
      command: 'workbench.view.session',
      badge,
      Component: SessionPane.bind(null, { share }),
    }),
  );
  ends.add(
    shellEvents.listen((event) => {
      if (event.type === 'join.requested') show(event.code, event.server);
    }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const whenShown = () => {
    if (timer !== undefined || workspace.getState().status === 'starting') return;
    timer = setTimeout(() => void load().catch(reportError), loadAfter);
  };
  ends.addFunction(workspace.subscribe(whenShown));
  whenShown();
  ends.addFunction(() => {
    disposed = true;
    clearTimeout(timer);
  });
  takeRequested(show);
  return { share, dispose: ends.dispose };
}

/** A window that was opened for a link has it in its address. It is asked about once: not again when the page is loaded again. */
function takeRequested(show: (code: string, server: string | null) => void): void {
  const address = new URL(window.location.href);
  const code = address.searchParams.get('join');
  if (code === null) return;
  show(code, address.searchParams.get('server'));
  for (const name of ['join', 'server']) address.searchParams.delete(name);
  window.history.replaceState(null, '', address);
}

interface WhenLoadedProps {
  readonly share: LoadedShare;
  readonly component: ComponentType<{ readonly parts: ShareParts }>;
  readonly placeholder?: ReactNode;
}

function WhenLoaded({ share, component, placeholder = null }: WhenLoadedProps) {
  const parts = useStore(share, (state) => state.parts);
  return parts ? createElement(component, { parts }) : placeholder;
}

/** In the title bar: who is here, and sharing. */
export function ShareButton({ share }: { readonly share: LoadedShare }) {
  return createElement(WhenLoaded, { share, component: LoadedButton, placeholder: createElement(SharePlaceholder) });
}

/** The way into a session, over the window. */
export function JoinLayer({ share }: { readonly share: LoadedShare }) {
  return createElement(WhenLoaded, { share, component: LoadedLayer });
}

function SessionPane({ share }: { readonly share: LoadedShare }) {
  return createElement(WhenLoaded, { share, component: LoadedView });
}
