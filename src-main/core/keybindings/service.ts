import type { KeybindingEdit } from '../../../contract/desktop/keybindings.ts';
import type { UserKeybinding } from '../../../contract/model/keybinding.ts';
import type { SettingsSnapshot } from '../../../contract/model/settings.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import {
  describeSyntax,
  readArrayText,
  readSettingsFile,
  type SettingsFile,
  type SettingsService,
  writeSettingsFile,
} from '../settings/index.ts';
import { editKeybindingsText } from './edit-keybindings-text.ts';
import { readVsCodeKeybindings } from './read-vscode-keybindings.ts';

export interface KeybindingsService {
  /** Writes all changes or none, comments kept. INVALID_KEYBINDINGS where the file does not parse: it stays as it is. */
  change(input: { projectId: string | null; edits: readonly KeybindingEdit[] }): Promise<SettingsSnapshot>;
  /** What a VS Code `keybindings.json` holds. INVALID_KEYBINDINGS where it is no list. */
  read(text: string): Promise<{ entries: (UserKeybinding & { line: number })[]; problems: string[] }>;
}

/** Serves changes of the user's `keybindings.json`. What it holds comes with the settings, which also watch it. */
export function createKeybindingsService(dependencies: {
  userFolder: string;
  settings: Pick<SettingsService, 'get' | 'refreshAll'>;
}): KeybindingsService {
  const { settings } = dependencies;
  const file: SettingsFile = { root: dependencies.userFolder, contained: false, path: 'keybindings.json' };
  let writing: Promise<unknown> = Promise.resolve();

  return {
    change({ projectId, edits }) {
      const turn = writing.then(async () => {
        await writeEdits(file, edits);
        await settings.refreshAll();
        return settings.get(projectId);
      });
      writing = turn.catch(() => undefined);
      return turn;
    },
    async read(text) {
      return readVsCodeKeybindings(await import('jsonc-parser'), text);
    },
  };
}

async function writeEdits(file: SettingsFile, edits: readonly KeybindingEdit[]): Promise<void> {
  const parser = await import('jsonc-parser');
  const text = await readSettingsFile(file);
  const { problem } = readArrayText(parser, text ?? '');
  if (problem) {
    throw desktopError('INVALID_KEYBINDINGS', {
      message: t("keybindings.json was left as it is, since it can't be read. {{problem}}", {
        problem: describeSyntax(problem),
      }),
    });
  }
  const edited = editKeybindingsText(parser, text ?? '', edits);
  if (edited !== (text ?? '')) await writeSettingsFile(file, edited);
}
