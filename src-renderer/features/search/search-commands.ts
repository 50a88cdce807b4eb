import type { StoreApi } from 'zustand/vanilla';
import type { Command, MenuPlacement } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { showSideBar } from '../../app/side-bar.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { t } from '../../localize.ts';
import { globOfFolder, type SearchForm } from './query.ts';
import type { Replacing } from './replace.ts';
import { type ResultFile, type ResultRow, stepMatch } from './results.ts';
import { type FocusTarget, focusedRow, type Search } from './search.ts';
import type { ShowMatch } from './show-match.ts';

const inView = 'searchViewFocus';
const inTree = 'searchTreeFocus';
const category = t('Search');
const maximumSeed = 2000;

function inMenu(group: string, order: number): readonly MenuPlacement[] {
  return [{ menu: 'search', group, order }];
}

/** What the view can be asked to begin with. */
interface FindArguments {
  readonly query?: string;
  /** Looks only below this folder of the project. */
  readonly folder?: string;
}

interface SearchParts {
  readonly search: Search;
  readonly replacing: Replacing;
  readonly showMatch: ShowMatch;
  readonly workbench: StoreApi<WorkbenchState>;
}

/** What the search offers, with VS Code's ids and keys. */
export function searchCommands(services: Services, parts: SearchParts): Command[] {
  const { search, replacing, showMatch, workbench } = parts;
  const { workspace, editor, shell } = services;
  const state = search.store.getState;
  const row = () => focusedRow(state());

  const show = (focus: FocusTarget, { query, folder }: FindArguments = {}) => {
    const inside = document.activeElement?.closest('[data-region="side-bar"]');
    const selected = inside ? null : editor.texts.selected();
    const seed = query ?? (selected !== null && selected.length <= maximumSeed ? selected : null);
    showSideBar(workspace, workbench, 'search');
    if (focus === 'replacement') search.update({ replaceShown: true });
    if (folder !== undefined) search.update({ filtersShown: true });
    const change: Partial<SearchForm> = {
      ...(seed !== null && seed !== state().form.text ? { text: seed } : {}),
      ...(folder !== undefined ? { include: globOfFolder(folder) } : {}),
    };
    if (Object.keys(change).length > 0) search.setForm(change, 'now');
    search.update({ focusWanted: focus === 'replacement' && state().form.text === '' ? 'text' : focus });
  };
  const step = (by: 1 | -1) => {
    const found = stepMatch(state().results, state().focused, by);
    return found ? showMatch(found.path, found.match, { keepFocus: true, select: true }) : undefined;
  };
  const toggle = (key: 'regex' | 'matchCase' | 'wholeWord' | 'useIgnoreRules' | 'preserveCase') => () =>
    search.setForm({ [key]: !state().form[key] }, 'now');
  const target = (at: ResultRow) => ({ file: at.file, matches: at.type === 'match' ? [at.match] : at.file.matches });
  const copy = (text: string) => shell.system.writeClipboard({ text }).then(() => {});

  return [
    {
      id: 'workbench.view.search',
      title: t('Search in files'),
      category: t('View'),
      keys: ['Ctrl+Shift+F'],
      when: 'projectOpen',
      menus: [
        { menu: 'view', group: '2_views', order: 2 },
        { menu: 'edit', group: '4_find_global', order: 1 },
      ],
      run: () => show('text'),
    },
    {
      id: 'workbench.action.replaceInFiles',
      title: t('Replace in files'),
      category: t('Edit'),
      keys: ['Ctrl+Shift+H'],
      when: 'projectOpen',
      menus: [{ menu: 'edit', group: '4_find_global', order: 2 }],
      run: () => show('replacement'),
    },
    {
      id: 'workbench.action.findInFiles',
      title: t('Find in files'),
      category,
      when: 'projectOpen',
      hidden: true,
      run: (argument) => show('text', (argument ?? {}) as FindArguments),
    },
    {
      id: 'search.action.focusNextSearchResult',
      title: t('Go to the next result'),
      category,
      keys: ['F4'],
      when: 'hasSearchResult',
      run: () => step(1),
    },
    {
      id: 'search.action.focusPreviousSearchResult',
      title: t('Go to the result before'),
      category,
      keys: ['Shift+F4'],
      when: 'hasSearchResult',
      run: () => step(-1),
    },
    {
      id: 'search.action.focusSearchList',
      title: t('Focus the results'),
      category,
      when: 'hasSearchResult',
      run() {
        showSideBar(workspace, workbench, 'search');
        search.update({ focusWanted: 'results' });
      },
    },
    {
      id: 'search.action.openResult',
      title: t('Open'),
      category,
      keys: ['Enter'],
      when: inTree,
      menus: inMenu('1_open', 1),
      run: () => openRow(row(), false),
    },
    {
      id: 'search.action.previewResult',
      title: t('Show in preview tab'),
      category,
      keys: ['Space'],
      when: inTree,
      run: () => openRow(row(), true),
    },
    {
      id: 'search.action.openResultToSide',
      title: t('Open to the side'),
      category,
      keys: ['Ctrl+Enter'],
      when: `${inTree} && searchRowIsMatch`,
      menus: inMenu('1_open', 2),
      run() {
        const at = row();
        return at?.type === 'match' ? showMatch(at.file.path, at.match, { toSide: true }) : undefined;
      },
    },
    {
      id: 'search.action.replace',
      title: t('Replace this match'),
      category,
      keys: ['Ctrl+Shift+1'],
      when: `${inTree} && searchRowIsMatch && searchReplaceShown`,
      menus: inMenu('2_replace', 1),
      run: () => replaceRow(row(), 'match'),
    },
    {
      id: 'search.action.replaceAllInFile',
      title: t('Replace all in this file'),
      category,
      keys: ['Ctrl+Shift+Enter'],
      when: `${inTree} && searchReplaceShown`,
      menus: inMenu('2_replace', 2),
      run: () => replaceRow(row(), 'file'),
    },
    {
      id: 'search.action.previewReplace',
      title: t('Preview the replace in this file'),
      category,
      keys: ['Ctrl+Alt+D'],
      when: `${inTree} && searchReplaceShown`,
      menus: inMenu('2_replace', 3),
      run(argument) {
        const file = (argument as ResultFile | undefined) ?? row()?.file;
        if (file) search.update({ focused: `file:${file.path}` });
        if (file) workspace.setState({ page: 'replacePreview' });
      },
    },
    {
      id: 'search.action.replaceAll',
      title: t('Replace all'),
      category,
      keys: ['Ctrl+Alt+Enter'],
      when: `${inView} && searchReplaceShown && hasSearchResult`,
      run: () => replacing.replaceAll(),
    },
    {
      id: 'search.action.undoReplace',
      title: t('Undo the last replace in files'),
      category,
      keys: ['Ctrl+Z'],
      when: inTree,
      run: () => replacing.undo(),
    },
    {
      id: 'search.action.remove',
      title: t('Dismiss'),
      category,
      keys: ['Delete'],
      when: inTree,
      menus: inMenu('3_list', 1),
      run() {
        const at = row();
        if (at) search.dismiss(at);
      },
    },
    {
      id: 'search.action.copyMatch',
      title: t('Copy'),
      category,
      keys: ['Ctrl+C'],
      when: inTree,
      menus: inMenu('4_copy', 1),
      run() {
        const at = row();
        return at ? copy(at.type === 'match' ? lineText(at) : fileText(at.file)) : undefined;
      },
    },
    {
      id: 'search.action.copyPath',
      title: t('Copy relative path'),
      category,
      when: inTree,
      menus: inMenu('4_copy', 2),
      run() {
        const at = row();
        return at ? copy(at.file.path) : undefined;
      },
    },
    {
      id: 'search.action.copyAll',
      title: t('Copy all results'),
      category,
      when: 'hasSearchResult',
      menus: inMenu('4_copy', 3),
      run: () => copy(state().results.map(fileText).join('\n\n')),
    },
    {
      id: 'search.action.refreshSearchResults',
      title: t('Search again'),
      category,
      when: 'projectOpen',
      run: () => search.submit(),
    },
    {
      id: 'search.action.cancel',
      title: t('Stop the search'),
      category,
      keys: ['Escape'],
      when: `${inView} && searchRunning`,
      run: () => search.cancel(),
    },
    {
      id: 'search.action.clearSearchResults',
      title: t('Clear the search'),
      category,
      when: 'projectOpen',
      run() {
        search.clear();
        search.update({ focusWanted: 'text' });
      },
    },
    {
      id: 'search.action.collapseSearchResults',
      title: t('Collapse all results'),
      category,
      when: 'hasSearchResult',
      run: () =>
        search.setCollapsed(
          state().results.map(({ path }) => path),
          true,
        ),
    },
    {
      id: 'search.action.expandSearchResults',
      title: t('Expand all results'),
      category,
      when: 'hasSearchResult',
      run: () =>
        search.setCollapsed(
          state().results.map(({ path }) => path),
          false,
        ),
    },
    {
      id: 'toggleSearchCaseSensitive',
      title: t('Match case'),
      category,
      keys: ['Alt+C'],
      when: inView,
      run: toggle('matchCase'),
    },
    {
      id: 'toggleSearchWholeWord',
      title: t('Match whole words'),
      category,
      keys: ['Alt+W'],
      when: inView,
      run: toggle('wholeWord'),
    },
    {
      id: 'toggleSearchRegex',
      title: t('Regular expression'),
      category,
      keys: ['Alt+R'],
      when: inView,
      run: toggle('regex'),
    },
    {
      id: 'toggleSearchPreserveCase',
      title: t('Keep the case of what is replaced'),
      category,
      keys: ['Alt+P'],
      when: `${inView} && searchReplaceShown`,
      run: toggle('preserveCase'),
    },
    {
      id: 'search.action.toggleIgnoreRules',
      title: t('Leave out ignored files'),
      category,
      when: 'projectOpen',
      run: toggle('useIgnoreRules'),
    },
    {
      id: 'workbench.action.search.toggleQueryDetails',
      title: t('Files to include and exclude'),
      category,
      keys: ['Ctrl+Shift+J'],
      when: inView,
      run() {
        const filtersShown = !state().filtersShown;
        search.update({ filtersShown, focusWanted: filtersShown ? 'include' : 'text' });
      },
    },
    {
      id: 'search.action.toggleReplace',
      title: t('Show or hide replacing'),
      category,
      when: 'projectOpen',
      run() {
        const replaceShown = !state().replaceShown;
        search.update({ replaceShown, focusWanted: replaceShown ? 'replacement' : 'text' });
      },
    },
  ];

  function openRow(at: ResultRow | null, preview: boolean): Promise<void> | undefined {
    if (at?.type === 'file') search.setCollapsed([at.file.path], at.expanded);
    if (at?.type !== 'match') return undefined;
    return showMatch(at.file.path, at.match, { keepFocus: preview });
  }

  async function replaceRow(at: ResultRow | null, what: 'match' | 'file'): Promise<void> {
    if (!at) return;
    const { rows } = state();
    const index = rows.indexOf(at);
    const next = rows.slice(index + 1).find((other) => what === 'match' || other.file !== at.file);
    await replacing.replace([what === 'file' ? { file: at.file, matches: at.file.matches } : target(at)]);
    // The next one may have moved along in its file; its place among the rows has not.
    const now = state().rows;
    if (!now.some(({ key }) => key === at.key)) {
      const at2 = next ? Math.min(index, now.length - 1) : now.length - 1;
      search.update({ focused: now[Math.max(0, at2)]?.key ?? null });
    }
  }
}

function lineText({ match }: Extract<ResultRow, { type: 'match' }>): string {
  return `${match.before}${match.text}${match.after}`.trim();
}

/** A file's results as people paste them: its path, then each line with its place. */
function fileText({ path, matches }: ResultFile): string {
  const lines = matches.map(
    ({ line, column, before, text, after }) => `  ${line}:${column}: ${`${before}${text}${after}`.trim()}`,
  );
  return [path, ...lines].join('\n');
}
