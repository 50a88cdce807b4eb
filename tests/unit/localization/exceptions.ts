import { settingNotes } from '../../../contract/model/settings.ts';
import { languageNames } from '../../../localization/index.ts';
import { settingRows } from '../../../src-renderer/features/settings/setting-controls.ts';

/** Folders whose sentences are still to be asked for with `t`. */
export const notYetTranslated: readonly string[] = ['src-main/core/', 'src-main/serve/'];

/** Names that are the same in every language. */
const names = new Set([
  ...Object.values(languageNames),
  ...['FlashFusion', 'JetBrains Mono', 'VS Code', 'Windows', 'Linux, macOS', 'LF', 'CRLF', 'settings.json', 'Alt'],
  ...['JavaScript React', 'TypeScript React', 'Protocol Buffers', 'Visual Basic'],
]);

/** Texts of one file that no person reads, or that have to stay as they are. Each with the reason beside it. */
const byFile: Readonly<Record<string, readonly string[]>> = {
  // Answers to requests of our own page, and a program's name among processes.
  'src-main/shell/app-files.ts': ['Not found'],
  'src-main/shell/core-process.ts': ['FlashFusion Core'],
  'src-main/shell/serve-command.ts': [
    'FlashFusion Server',
    // A terminal's lines stay as the documentation has them.
    'The Node program of FlashFusion is missing. Install FlashFusion again.',
  ],
  'src-main/shell/core-supervisor.ts': ['core exited with …'],
  // Looked up by the page that is told.
  'src-main/shell/lockdown.ts': ['Only web and mail addresses can be opened outside FlashFusion.'],
  // Told to a terminal, before any page is there.
  'src-main/shell/data-lock.ts': [
    'The desktop app (process …) uses …. Close it, or choose another folder with --data.',
    'Another FlashFusion server (process …) uses …. End it, or choose another folder with --data.',
  ],
  // Thrown for colours that the product itself names.
  'src-renderer/app/color-theme/color.ts': ['"…" is not a colour in hex notation'],
  'src-renderer/monaco/oklch.ts': ['"…" is not a colour in OKLCH or hex notation'],
  // The description of a symbol.
  'src-renderer/features/editor/documents/working-copy.ts': ['never saved'],
  // What is printed on keys.
  'src-renderer/ui/key-names.ts': ['Num …'],
  // For bug reports, which the product's authors read.
  'src-renderer/features/diagnostics/index.ts': ['page loaded'],
  'src-renderer/app/workbench-commands.ts': ['Version … Node … System … Page … Data …'],
  // The name of a worker's work.
  'src-renderer/features/git-history/gutter/line-diffs.ts': ['line differences'],
  // Git's own words in the format of a patch.
  'src-renderer/features/git-history/changes/build-patch.ts': ['…… \\ No newline at end of file'],
  // Examples of what is typed.
  'src-renderer/features/preview/preview-toolbar.tsx': ['localhost:3000'],
  'src-renderer/features/search/search-fields.tsx': ['src, *.ts', 'dist, **/*.test.ts'],
};

/** Whether a text may stand in a source as it is. */
export function notTranslated(file: string, text: string): boolean {
  return names.has(text) || (byFile[file]?.includes(text) ?? false);
}

/** Sentences that stand in data instead of code, and are looked up with `translated`. */
export function textsOfData(): string[] {
  const notes = Object.values(settingNotes);
  return [
    ...new Set([
      ...notes.flatMap(({ title, description, section }) => [title, description, section]),
      ...optionTexts(),
    ]),
  ];
}

/** Choices of settings that have words of their own; others are written as their values are. */
function optionTexts(): string[] {
  const labels = settingRows.flatMap(({ control }) => (control.kind === 'choice' ? control.options : []));
  return labels.map(({ label }) => label).filter((label) => !notTranslated('', label));
}
