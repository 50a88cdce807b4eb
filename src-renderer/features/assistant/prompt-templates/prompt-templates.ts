import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import type { Attachment } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { fillTemplate, variablesOf } from './template-text.ts';
import { type SituationValue, situationValues } from './template-values.ts';

/** Title and text as they are being written. */
export interface TemplateDraft {
  readonly title: string;
  readonly text: string;
}

/** A template as a message begins with it. */
export interface FilledTemplate {
  readonly text: string;
  /** Code and problems that it is about: files go out as attachments only, which the gate sees. */
  readonly attachments: readonly Attachment[];
}

/** The templates that messages can begin with, for the composer and for the page where they are written. */
export interface PromptTemplates extends Disposable {
  /** The built-in ones, then the user's own; null until Core has answered. */
  readonly state: StoreApi<readonly PromptTemplate[] | null>;
  /** What has been written and not saved, by template; `new` is one that is not there yet. It stays while the window is open. */
  readonly drafts: StoreApi<ReadonlyMap<string, TemplateDraft>>;
  refresh(): Promise<void>;
  save(template: TemplateDraft & { readonly id: string | null }): Promise<PromptTemplate>;
  remove(id: string): Promise<PromptTemplate>;
  /** The template as a message: what the editor shows filled in, and what somebody is asked for. Null when they cancel. */
  fill(template: Pick<PromptTemplate, 'title' | 'text'>): Promise<FilledTemplate | null>;
}

/** Keeps the templates for one window. */
export function createPromptTemplates(
  services: Pick<Services, 'core' | 'coreEvents' | 'coreReconnected' | 'dialogs' | 'editor' | 'problems'>,
): PromptTemplates {
  const { core, coreEvents, coreReconnected, dialogs } = services;
  const api = core.assistant.promptTemplates;
  const ends = createDisposables();
  const state = createStore<readonly PromptTemplate[] | null>(() => null);
  const drafts = createStore<ReadonlyMap<string, TemplateDraft>>(() => new Map());

  const refresh = async () => {
    state.setState((await api.list({})).templates, true);
  };
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'promptTemplates.changed') state.setState(event.templates, true);
    }),
  );
  ends.add(
    coreReconnected.listen(() => {
      if (state.getState() !== null) refresh().catch(reportError);
    }),
  );
  return {
    state,
    drafts,
    refresh,
    async save(template) {
      const saved = await api.save(template);
      await refresh();
      return saved;
    },
    async remove(id) {
      const removed = await api.remove({ id });
      await refresh();
      return removed;
    },
    async fill({ title, text }) {
      const values: Record<string, string> = {};
      const attachments: Attachment[] = [];
      const situation: Readonly<Record<string, SituationValue | null>> = situationValues(services);
      for (const name of variablesOf(text)) {
        const known = situation[name];
        const value =
          known?.text ??
          (await dialogs.prompt({ title, label: name, value: '', confirm: t('Fill in'), validate: emptyProblem }));
        if (value === null) return null;
        values[name] = value;
        if (known?.attachment) attachments.push(known.attachment);
      }
      return { text: fillTemplate(text, values), attachments };
    },
    dispose: ends.dispose,
  };
}

function emptyProblem(text: string): string | null {
  return text.trim() === '' ? t('Say what should stand there.') : null;
}
