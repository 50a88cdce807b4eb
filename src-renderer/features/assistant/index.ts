import { type ComponentType, createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import { hideAside, isAsideShown, showAside } from '../../app/aside-view.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { AssistantQuestion, AssistantService, Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { AssistantIcon } from '../../ui/assistant-icon.ts';
import type { EditActions } from './apply/edit-actions.ts';
import { markFilesToReview } from './apply/mark-files.ts';
import { createStagedEdits, type StagedEdits } from './apply/staged-edits.ts';
import { assistantCommands } from './assistant-commands.ts';
import type { MentionSources } from './composer/mention-sources.ts';
import { loadInEditor } from './load-in-editor.ts';
import { canAnswer, createModelsPart, type Models } from './models/index.ts';
import { createPromptTemplatesPart, type PromptTemplates } from './prompt-templates/index.ts';
import type { AssistantSession } from './session/assistant-session.ts';
import { createUsagePart } from './usage/index.ts';

/** The name of the panel's view. */
const view = 'assistant';

/** What the panel and the editors share of the assistant in this window. */
export interface AssistantParts {
  readonly staged: StagedEdits;
  /** What can be done with staged edits; loaded when it is first asked for. */
  readonly editActions: () => Promise<EditActions>;
  /** Loads the conversation, which the window starts without. */
  readonly load: () => Promise<AssistantSession>;
  readonly sources: MentionSources;
  readonly models: Models;
  readonly templates: PromptTemplates;
}

/** Talking to a model about the project: the panel beside the editor, loaded when it is first shown, and its commands. */
export function createAssistantFeature(
  services: Services,
  sources: MentionSources,
): Disposable & { readonly service: AssistantService } {
  const { commands, contextKeys, editor, views, workspace } = services;
  const ends = createDisposables();
  const state = createStore<ReturnType<AssistantService['state']['getState']>>(() => ({
    conversationId: null,
    answering: false,
  }));
  const staged = ends.add(createStagedEdits(services));
  ends.add(markFilesToReview(services, staged));
  let loading: Promise<AssistantSession> | null = null;
  let disposed = false;
  let focusBefore: HTMLElement | null = null;

  let actions: Promise<EditActions> | null = null;
  const editActions = (): Promise<EditActions> => {
    actions ??= import('./apply/edit-actions.ts').then(({ createEditActions }) =>
      ends.add(createEditActions(services, staged)),
    );
    return actions;
  };
  const load = (): Promise<AssistantSession> => {
    loading ??= import('./session/assistant-session.ts').then(({ createAssistantSession }) => {
      const session = createAssistantSession(services, staged, editActions, state, () =>
        canAnswer(parts.models.state.getState()),
      );
      if (disposed) session.dispose();
      else ends.add(session);
      return session;
    });
    return loading;
  };
  ends.add(loadInEditor(services, staged, editActions));
  const isShown = () => isAsideShown(workspace, view);
  const focusInside = () => document.activeElement?.closest(`[data-region="${view}"]`) != null;
  const show = async (): Promise<AssistantSession> => {
    if (!focusInside()) focusBefore = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (workspace.getState().zenMode) workspace.setState({ zenMode: false });
    showAside(workspace, views, view);
    const session = await load();
    session.focusComposer();
    return session;
  };
  const hide = () => {
    const inside = focusInside();
    hideAside(workspace);
    if (!inside) return;
    if (focusBefore?.isConnected && focusBefore !== document.body) focusBefore.focus();
    else editor.focus();
  };
  const service: AssistantService = {
    state,
    open: () => void show().catch(reportError),
    ask: (question: AssistantQuestion) => void show().then((session) => session.ask(question), reportError),
  };

  const View = late(() => import('./panel/assistant-view.tsx'));
  const parts: AssistantParts = {
    staged,
    editActions,
    load,
    sources,
    models: ends.add(createModelsPart(services)),
    templates: ends.add(createPromptTemplatesPart(services)),
  };
  ends.add(createUsagePart(services));
  ends.add(
    views.register({
      id: view,
      title: t('Assistant'),
      location: 'aside',
      icon: AssistantIcon,
      order: 50,
      initialWidth: 384,
      command: 'assistant.open',
      Component: AssistantRoot.bind(null, { parts, View }),
    }),
  );
  ends.add(
    commands.register(
      ...assistantCommands({
        toggle: () => (isShown() && focusInside() ? hide() : service.open()),
        hide,
        show,
      }),
    ),
  );
  const keep = () => contextKeys.set('assistantVisible', isShown());
  keep();
  ends.addFunction(workspace.subscribe(keep));
  ends.addFunction(() => {
    disposed = true;
  });
  return { service, dispose: ends.dispose };
}

interface AssistantRootProps {
  readonly parts: AssistantParts;
  readonly View: ComponentType<{ readonly parts: AssistantParts }>;
}

function AssistantRoot({ View, parts }: AssistantRootProps) {
  return createElement(View, { parts });
}
