import { t } from '../../localize.ts';
import { fitsSearch, type KeyRow } from './rows.ts';

interface SheetShortcut {
  readonly command: string;
  readonly title: string;
  /** At most two of them. */
  readonly keys: readonly string[];
}

interface SheetGroup {
  readonly title: string;
  readonly shortcuts: readonly SheetShortcut[];
}

/** What one uses all day, in the order of the day. */
const essentials = [
  'workbench.action.quickOpen',
  'workbench.action.showCommands',
  'workbench.action.files.save',
  'workbench.action.closeActiveEditor',
  'workbench.action.toggleSidebarVisibility',
  'workbench.action.togglePanel',
  'workbench.action.openSettings',
  'workbench.action.openGlobalKeybindings',
];
/** Actions of the editor that have keys only while something small is open. */
const passing = /hover|inlineSuggest|inlineEdit|inlineCompletion|colorPicker|selectionAnchor|jumpToNextInline/i;
const order = [t('File'), t('Edit'), t('Selection'), t('Go'), t('View'), t('Editor'), t('Explorer'), t('Preferences')];

/** Commands with keys by group: the essentials first, then by category. A command stands in one group. */
export function groupShortcuts(rows: readonly KeyRow[], text: string): readonly SheetGroup[] {
  const byCommand = new Map<string, { row: KeyRow; keys: string[] }>();
  for (const row of rows) {
    if (row.keys === null || row.problem !== null || passing.test(row.command) || !fitsSearch(row, text, rows))
      continue;
    const known = byCommand.get(row.command);
    if (!known) byCommand.set(row.command, { row, keys: [row.keys] });
    else if (known.keys.length < 2 && !known.keys.includes(row.keys)) known.keys.push(row.keys);
  }
  const groups = new Map<string, SheetShortcut[]>();
  const put = (title: string, { row, keys }: { row: KeyRow; keys: string[] }) => {
    const group = groups.get(title) ?? [];
    group.push({ command: row.command, title: row.title, keys });
    groups.set(title, group);
  };
  for (const command of essentials) {
    const found = byCommand.get(command);
    if (found) put(t('Essentials'), found);
  }
  for (const [command, found] of byCommand) if (!essentials.includes(command)) put(found.row.category, found);
  const rank = (title: string) => {
    if (title === t('Essentials')) return -1;
    const at = order.indexOf(title);
    return at < 0 ? order.length : at;
  };
  return [...groups]
    .map(([title, shortcuts]) => ({ title, shortcuts }))
    .sort((one, two) => rank(one.title) - rank(two.title) || one.title.localeCompare(two.title));
}
