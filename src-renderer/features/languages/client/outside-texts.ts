import type * as monaco from 'monaco-editor/editor/editor.api';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { MonacoHost } from '../../../monaco/host.ts';
import { languageByName } from '../../../monaco/languages-by-name.ts';
import { type Addresses, outsideScheme } from './addresses.ts';

/** Texts that are kept for another look. */
const mostKept = 60;

/** Reads texts that no document shows, for peeking into them; each is a model of Monaco's until others take its place. */
export interface OutsideTexts extends Disposable {
  /** The model of a resource: an open document's, or one that is made now. */
  load(resource: monaco.Uri): Promise<monaco.editor.ITextModel>;
  /** What the disk has changed is read anew when it is wanted next. */
  forget(paths: readonly string[] | 'all'): void;
}

export function createOutsideTexts(dependencies: {
  host: MonacoHost;
  core: Pick<DesktopClient, 'languages'> & { readonly files: Pick<DesktopClient['files'], 'read'> };
  addresses: Addresses;
  projectId(): string | null;
}): OutsideTexts {
  const { host, core, addresses } = dependencies;
  const { editor } = host.monaco;
  const ends = createDisposables();
  const kept = new Map<string, monaco.editor.ITextModel>();
  const loading = new Map<string, Promise<monaco.editor.ITextModel>>();

  const read = async (resource: monaco.Uri): Promise<string> => {
    const projectId = dependencies.projectId();
    if (projectId === null) throw new Error(t('No folder is open.'));
    const uri = addresses.uriOfResource(resource) ?? '';
    if (resource.scheme === outsideScheme) return (await core.languages.readSource({ projectId, uri })).text;
    return readProjectText(core, projectId, addresses.pathOf(uri) ?? '');
  };

  const make = async (resource: monaco.Uri): Promise<monaco.editor.ITextModel> => {
    const text = await read(resource);
    const known = editor.getModel(resource);
    if (known) return known;
    const model = editor.createModel(text, languageByName(resource.path), resource);
    kept.set(resource.toString(), model);
    for (const [key, oldest] of kept) {
      if (kept.size <= mostKept) break;
      if (oldest.isAttachedToEditor()) continue;
      kept.delete(key);
      oldest.dispose();
    }
    return model;
  };

  const load = (resource: monaco.Uri): Promise<monaco.editor.ITextModel> => {
    const known = editor.getModel(resource);
    if (known) return Promise.resolve(known);
    const key = resource.toString();
    const waiting = loading.get(key) ?? make(resource).finally(() => loading.delete(key));
    loading.set(key, waiting);
    return waiting;
  };

  const forget: OutsideTexts['forget'] = (paths) => {
    const gone = paths === 'all' ? null : new Set(paths.map((path) => `/${path}`));
    for (const [key, model] of kept) {
      if (model.isAttachedToEditor() || (gone && !gone.has(model.uri.path))) continue;
      kept.delete(key);
      model.dispose();
    }
  };

  ends.add(host.provideTexts(load));
  ends.addFunction(() => forget('all'));
  return { load, forget, dispose: ends.dispose };
}

/** The text of a file of the project as it is on disk. */
export async function readProjectText(
  core: { readonly files: Pick<DesktopClient['files'], 'read'> },
  projectId: string,
  path: string,
): Promise<string> {
  let text = '';
  for await (const part of await core.files.read({ projectId, path })) {
    if (part.type === 'head' && part.head.kind !== 'text') throw new Error(t('{{path}} is not text.', { path }));
    if (part.type !== 'done') text += part.text ?? '';
  }
  return text;
}
