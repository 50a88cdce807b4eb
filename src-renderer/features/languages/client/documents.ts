import type * as monaco from 'monaco-editor/editor/editor.api';
import type { DocumentNotice } from '../../../../contract/desktop/languages.ts';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import type { LiveText, Services } from '../../../app/services.ts';
import type { Addresses } from './addresses.ts';
import type { LanguageClient } from './language-client.ts';
import type { Capabilities } from './protocol.ts';
import { serverLanguage } from './server-language.ts';

/** Milliseconds that changes wait for more of them: longer than a frame, so that a key never waits for its own sending. */
const batchDelay = 40;
/** With more changes waiting than this the whole text is cheaper. */
const mostChanges = 500;

/** Keeps the servers told of the open documents. */
export interface SyncedDocuments extends Disposable {
  /** Sends what has not been sent yet. */
  flush(): void;
  /** Raised with a model some time after it has changed, or was first told of. */
  readonly sent: Signal<monaco.editor.ITextModel>;
  /** Tells one server, that has started anew, of every document of its languages. */
  introduce(server: string): void;
  /** Whether servers know the model. */
  knows(model: monaco.editor.ITextModel): boolean;
}

type Changes = Extract<DocumentNotice, { type: 'changed' }>['changes'];

interface Synced {
  readonly uri: string;
  readonly languageId: string;
  readonly model: monaco.editor.ITextModel;
  readonly listener: Disposable;
  version: number;
  /** Null when the whole text is to be sent. */
  waiting: Changes | null;
  changed: boolean;
}

export function createSyncedDocuments(
  services: Pick<Services, 'editor'>,
  client: LanguageClient,
  addresses: Addresses,
): SyncedDocuments {
  const { editor } = services;
  const ends = createDisposables();
  const sent = createSignal<monaco.editor.ITextModel>();
  const synced = new Map<monaco.editor.ITextModel, Synced>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const notices: DocumentNotice[] = [];
    const models: monaco.editor.ITextModel[] = [];
    for (const entry of synced.values()) {
      if (!entry.changed || entry.model.isDisposed()) continue;
      entry.version += 1;
      const changes = (takesParts(entry.languageId) && entry.waiting) || [{ text: entry.model.getValue() }];
      notices.push({ type: 'changed', uri: entry.uri, version: entry.version, changes });
      entry.waiting = [];
      entry.changed = false;
      models.push(entry.model);
    }
    client.sync(notices);
    for (const model of models) sent.raise(model);
  };

  /** Whether every server of the language takes changes in parts; the protocol lets one ask for whole texts. */
  const takesParts = (languageId: string): boolean => client.serversFor(languageId, wantsWholeTexts).length === 0;

  const note = (entry: Synced, event: monaco.editor.IModelContentChangedEvent) => {
    entry.changed = true;
    timer ??= setTimeout(flush, batchDelay);
    if (event.isFlush || !entry.waiting || entry.waiting.length + event.changes.length > mostChanges) {
      entry.waiting = null;
      return;
    }
    for (const { range, text } of event.changes) {
      entry.waiting.push({
        range: {
          start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
          end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
        },
        text,
      });
    }
  };

  const wanted = (text: LiveText): { uri: string; languageId: string } | null => {
    if (text.large || text.path === null || text.projectId === 'user') return null;
    const languageId = serverLanguage(text.model.getLanguageId(), text.path);
    const served = client.servers
      .getState()
      .some((server) => server.status !== 'off' && server.languageIds.includes(languageId));
    return served ? { uri: addresses.uriOf(text.path), languageId } : null;
  };

  const opening = ({ uri, languageId, version, model }: Synced, server?: string): DocumentNotice => ({
    ...{ type: 'opened', uri, languageId, version, text: model.getValue() },
    ...(server === undefined ? {} : { server }),
  });

  const close = (entry: Synced): DocumentNotice => {
    entry.listener.dispose();
    synced.delete(entry.model);
    return { type: 'closed', uri: entry.uri };
  };

  /** Opens and closes by what the editor has now. */
  const compare = () => {
    const notices: DocumentNotice[] = [];
    const fresh: Synced[] = [];
    const texts = new Map(editor.liveTexts().map((text) => [text.model, text]));
    for (const entry of [...synced.values()]) {
      const text = texts.get(entry.model);
      const want = text ? wanted(text) : null;
      if (want?.uri !== entry.uri || want.languageId !== entry.languageId) notices.push(close(entry));
    }
    for (const text of texts.values()) {
      const { model } = text;
      const want = synced.has(model) ? null : wanted(text);
      if (!want) continue;
      const entry: Synced = {
        ...want,
        model,
        version: 1,
        waiting: [],
        changed: false,
        listener: model.onDidChangeContent((event) => note(entry, event)),
      };
      synced.set(model, entry);
      fresh.push(entry);
      notices.push(opening(entry));
    }
    if (notices.length === 0) return;
    flush();
    client.sync(notices);
    for (const { model } of fresh) sent.raise(model);
  };

  ends.addFunction(
    editor.state.subscribe((now, before) => {
      if (now.documents === before.documents) return;
      compare();
      const saved = [...now.documents.values()].filter(
        (state) => !state.saving && before.documents.get(state.id)?.saving === true && !state.dirty,
      );
      if (saved.length === 0) return;
      const texts = editor.liveTexts();
      const notices = saved.flatMap(({ id }): DocumentNotice[] => {
        const model = texts.find(({ document }) => document === id)?.model;
        const entry = model ? synced.get(model) : undefined;
        return entry ? [{ type: 'saved', uri: entry.uri }] : [];
      });
      flush();
      client.sync(notices);
    }),
  );
  ends.add(
    client.connected.listen(() => {
      for (const entry of [...synced.values()]) close(entry);
      compare();
    }),
  );
  let servedBefore = '';
  ends.addFunction(
    client.servers.subscribe((servers) => {
      const served = JSON.stringify(servers.map(({ id, status, languageIds }) => [id, status === 'off', languageIds]));
      if (served === servedBefore) return;
      servedBefore = served;
      compare();
    }),
  );
  ends.addFunction(() => {
    clearTimeout(timer);
    for (const entry of [...synced.values()]) close(entry);
  });

  return {
    flush,
    sent,
    knows: (model) => synced.has(model),
    introduce(server) {
      flush();
      client.sync([...synced.values()].map((entry) => opening(entry, server)));
      for (const { model } of [...synced.values()]) sent.raise(model);
    },
    dispose: ends.dispose,
  };
}

const wholeTexts = 1;

function wantsWholeTexts({ textDocumentSync }: Capabilities): boolean {
  const kind = typeof textDocumentSync === 'object' ? textDocumentSync.change : textDocumentSync;
  return kind === wholeTexts;
}
