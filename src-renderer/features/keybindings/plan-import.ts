import type { UserKeybinding } from '../../../contract/model/keybinding.ts';
import type { Command } from '../../app/commands.ts';
import { canonicalKeys, fromVsCodeKeys, keysProblem } from '../../app/keystrokes.ts';
import { namesOfWhen, parseWhen, renameInWhen } from '../../app/when.ts';
import { t } from '../../localize.ts';

/** One entry of a VS Code file and what becomes of it. */
export interface PlannedEntry {
  /** As it will stand in the user's file. */
  readonly entry: UserKeybinding;
  /** The command's own title. */
  readonly title: string;
  /** Where it stands in the VS Code file, from 1. */
  readonly line: number;
  /** Why it may not do what it did, or why it is left out; null when there is nothing to say. */
  readonly note: string | null;
}

/** What an import does, shown before it is done. */
export interface ImportPlan {
  readonly added: readonly PlannedEntry[];
  /** The user has them already. */
  readonly present: readonly PlannedEntry[];
  readonly skipped: readonly PlannedEntry[];
}

/** Facts that VS Code knows by another name. */
const otherNames: Readonly<Record<string, string>> = {
  filesExplorerFocus: 'explorerFocus',
  explorerViewletFocus: 'explorerFocus',
  inZenMode: 'zenMode',
  textInputFocus: 'editorTextFocus',
  isFullscreen: 'fullScreen',
  sideBarFocus: "focusedRegion == 'side-bar'",
  panelFocus: "focusedRegion == 'panel'",
  inQuickOpen: 'paletteOpen',
};

/** Commands that VS Code has under another id. */
const otherIds: Readonly<Record<string, string>> = {
  'workbench.action.openSettings2': 'workbench.action.openSettings',
  'workbench.action.quickOpenNavigateNextInFilePicker': 'workbench.action.quickOpen',
  redo: 'redo',
};

/** Decides what of a VS Code `keybindings.json` can be taken over. */
export function planImport(
  entries: readonly (UserKeybinding & { readonly line: number })[],
  known: {
    readonly commands: readonly Command[];
    readonly editorActions: readonly { readonly id: string; readonly title: string }[];
    readonly user: readonly UserKeybinding[];
    readonly contextNames: readonly string[];
  },
): ImportPlan {
  const titles = new Map<string, string>([
    ...known.editorActions.map(({ id, title }) => [id, title] as const),
    ...known.commands.map(({ id, title, category }) => [id, `${category}: ${title}`] as const),
  ]);
  const names = new Set(known.contextNames);
  for (const { when } of known.commands) if (when) for (const name of namesOfWhen(parseWhen(when))) names.add(name);
  const there = new Set(known.user.map(identity));
  const added: PlannedEntry[] = [];
  const present: PlannedEntry[] = [];
  const skipped: PlannedEntry[] = [];

  for (const { line, ...original } of entries) {
    const removes = original.command.startsWith('-');
    const written = removes ? original.command.slice(1) : original.command;
    const id = titles.has(written) ? written : (otherIds[written] ?? written);
    const skip = (note: string) => skipped.push({ entry: original, title: written, line, note });
    if (!titles.has(id)) {
      skip(t('FlashFusion has no such command.'));
      continue;
    }
    const wrongKeys = keysProblem(original.key);
    if (wrongKeys !== null) {
      skip(wrongKeys);
      continue;
    }
    const clause = translateWhen(original.when);
    if (clause === null) {
      skip(t('Its when-clause is of a kind that FlashFusion does not have.'));
      continue;
    }
    const entry: UserKeybinding = {
      key: fromVsCodeKeys(original.key),
      command: removes ? `-${id}` : id,
      ...(clause.when === undefined ? {} : { when: clause.when }),
      ...(original.args === undefined ? {} : { args: original.args }),
      from: 'vscode',
    };
    const unknown = clause.names.filter((name) => !names.has(name));
    const note =
      unknown.length === 0 || removes
        ? null
        : t('{{names}} are not known here and never true.', {
            count: unknown.length,
            names: unknown.map((name) => `"${name}"`).join(', '),
          });
    const planned = {
      entry,
      title: removes ? t('Take away: {{title}}', { title: titles.get(id) ?? id }) : `${titles.get(id)}`,
      line,
      note,
    };
    if (there.has(identity(entry))) {
      present.push(planned);
    } else {
      there.add(identity(entry));
      added.push(planned);
    }
  }
  return { added, present, skipped };
}

function translateWhen(when: string | undefined): { when: string | undefined; names: readonly string[] } | null {
  if (when === undefined || when.trim() === '') return { when: undefined, names: [] };
  try {
    const translated = renameInWhen(when, otherNames);
    return { when: translated, names: namesOfWhen(parseWhen(translated)) };
  } catch {
    return null;
  }
}

function identity({ key, command, when, args }: UserKeybinding): string {
  return JSON.stringify([canonicalKeys(key), command, when?.trim() ?? '', args ?? null]);
}
