import '../../../../src-renderer/ui/tokens.css';
import '../../../../src-renderer/ui/base.css';
import './page.css';
import '../../../../src-renderer/monaco/environment.ts';
import * as monaco from 'monaco-editor/editor/editor.api';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/register.all';
import type { Settings } from '../../../../contract/model/settings.ts';
import { markFirstPaint } from '../../../../src-renderer/app/paint-mark.ts';
import { editorOptions, textOptions } from '../../../../src-renderer/monaco/editor-options.ts';
import { registerLanguageServices } from '../../../../src-renderer/monaco/language-services.ts';

declare const BENCH_SETTINGS: Settings;

// The product's languages, workers and options, and nothing else of it.
registerLanguageServices();

const address = new URLSearchParams(window.location.search);
if (address.get('typescript') === '1') {
  // As Monaco comes: TypeScript in a worker of its own, where the product asks a server.
  const { addTypeScriptWorker } = await import('./typescript-worker.ts');
  addTypeScriptWorker();
}
const large = address.get('large') === '1';
const toggles = { wordWrap: null, minimap: null, stickyScroll: null };
const codeFont = getComputedStyle(document.documentElement).getPropertyValue('--ff-font-code').trim();
const container = document.getElementById('editor');
if (!container) throw new Error('the page has no #editor');

const editor = monaco.editor.create(container, {
  ...editorOptions(BENCH_SETTINGS, toggles, codeFont),
  ...textOptions({ large, longLines: large, readOnly: null }, BENCH_SETTINGS, toggles),
  theme: 'vs-dark',
  automaticLayout: true,
  model: null,
});

/** Reads the file that the window was started with and shows it; answers how long making the model took, in ms. */
async function show(): Promise<number> {
  const text = await (await fetch('./document')).text();
  const started = performance.now();
  const path = `/${address.get('name') ?? 'document.txt'}`;
  const language = large ? 'plaintext' : undefined;
  const model = monaco.editor.createModel(text, language, monaco.Uri.from({ scheme: 'file', path }));
  const made = performance.now() - started;
  editor.setModel(model);
  markFirstPaint('editor-painted');
  return made;
}

// As bare as a save can be: the text goes to the main process, and the page says when it is on the disk.
editor.onDidChangeModelContent(() => document.body.classList.add('unsaved'));
window.addEventListener('keydown', async (event) => {
  if (event.key !== 's' || !event.ctrlKey) return;
  event.preventDefault();
  await fetch('./document', { method: 'POST', body: editor.getValue() });
  document.body.classList.remove('unsaved');
});

Object.assign(window, { bench: { editor, monaco, show } });
if (address.get('wait') !== '1') await show();
