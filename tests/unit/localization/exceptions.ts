/** Folders whose sentences are still to be asked for with `t`. */
export const notYetTranslated: readonly string[] = [
  'src-main/core/',
  'src-main/serve/',
  'src-main/shell/',
  'src-renderer/app/',
  'src-renderer/main.tsx',
  'src-renderer/monaco/',
  'src-renderer/ui/',
  'src-renderer/features/diagnostics/',
  'src-renderer/features/editor/',
  'src-renderer/features/explorer/',
  'src-renderer/features/keybindings/',
  'src-renderer/features/palette/',
  'src-renderer/features/problems/',
  'src-renderer/features/projects/',
  'src-renderer/features/settings/',
  'src-renderer/features/themes/',
  'src-renderer/features/welcome/',
];

/** Names that are the same in every language. */
const names = new Set(['FlashFusion']);

/** Texts of one file that no person reads, or that have to stay as they are. Each with the reason beside it. */
const byFile: Readonly<Record<string, readonly string[]>> = {
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
  return [];
}
