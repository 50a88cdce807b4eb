import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ColorTheme, ColorThemeId, type ColorThemeSummary } from '../../../contract/model/color-theme.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import { readSettingsFile, type SettingsFile, writeSettingsFile } from '../settings/index.ts';
import { readTheme, themeIdOf } from './read-theme.ts';

interface ThemeFile {
  readonly text: string;
  readonly fileName: string;
}

export interface ThemesService {
  /** By name. Files that cannot be read are left out. */
  list(): Promise<ColorThemeSummary[]>;
  /** THEME_NOT_FOUND, or INVALID_THEME where the file has been broken since. */
  get(id: string): Promise<ColorTheme>;
  /** INVALID_THEME says why it is none. Nothing is written. */
  read(file: ThemeFile): Promise<ColorTheme>;
  /** Keeps the file as it is. The same text twice is one theme. */
  add(file: ThemeFile): Promise<ColorTheme>;
  /** THEME_NOT_FOUND. Answers what it was. */
  remove(id: string): Promise<ThemeFile>;
}

/** Keeps imported VS Code themes in the user's folder, each in its file as it was. */
export function createThemesService(dependencies: { userFolder: string; events: EventHub }): ThemesService {
  const { userFolder, events } = dependencies;
  let writing: Promise<unknown> = Promise.resolve();
  const fileOf = (id: string): SettingsFile => ({ root: userFolder, contained: false, path: `themes/${id}.json` });

  const read = async ({ text, fileName }: ThemeFile, id: string | null = null) => {
    const theme = readTheme(await import('jsonc-parser'), text, id ?? 'theme', fileName);
    return id === null ? { ...theme, id: themeIdOf(theme.name) } : theme;
  };
  const textOf = async (id: string) => {
    const text = await readSettingsFile(fileOf(id));
    if (text === null) throw desktopError('THEME_NOT_FOUND');
    return text;
  };
  const list = async (): Promise<ColorThemeSummary[]> => {
    const names = await readdir(join(userFolder, 'themes')).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const themes = await Promise.all(
      ids
        .filter((id) => ColorThemeId.safeParse(id).success)
        .map(async (id) => {
          const theme = await textOf(id)
            .then((text) => read({ text, fileName: `${id}.json` }, id))
            .catch(() => null);
          return theme === null ? [] : [{ id, name: theme.name, type: theme.type }];
        }),
    );
    return themes.flat().sort((one, two) => one.name.localeCompare(two.name));
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = writing.then(work);
    writing = turn.catch(() => undefined);
    return turn;
  };
  const tell = async () => events.emit({ type: 'themes.changed', themes: await list() });

  return {
    list,
    get: async (id) => read({ text: await textOf(id), fileName: `${id}.json` }, id),
    read: (file) => read(file),
    add: (file) =>
      inTurn(async () => {
        const theme = await read(file);
        for (let number = 1; ; number += 1) {
          const id = number === 1 ? theme.id : `${theme.id}-${number}`;
          const there = await readSettingsFile(fileOf(id));
          if (there !== null && there !== file.text) continue;
          if (there === null) await writeSettingsFile(fileOf(id), file.text);
          await tell();
          return { ...theme, id };
        }
      }),
    remove: (id) =>
      inTurn(async () => {
        const text = await textOf(id);
        await rm(join(userFolder, fileOf(id).path), { force: true });
        await tell();
        return { text, fileName: `${id}.json` };
      }),
  };
}
