import { existsSync, type FSWatcher, mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { defaultSettings, type SettingsSnapshot, settingNotes } from '../../../contract/model/settings.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import { speakLanguage } from '../language.ts';
import { editSettingsText } from './edit-settings-text.ts';
import { readSettingsFile, type SettingsFile, writeSettingsFile } from './settings-file.ts';
import { combineSettings, describeSyntax, findValueProblem, isSettingKey } from './settings-rules.ts';
import { type JsonParser, readArrayText, readSettingsText } from './settings-text.ts';

/** Where a project's own settings are, relative to its folder. */
const projectSettingsPath = '.flashfusion/settings.json';

type Scope = 'user' | 'project';

export interface SettingsService {
  /** What counts in a project, or without one. */
  get(projectId: string | null): Promise<SettingsSnapshot>;
  /** Writes one value, comments kept. INVALID_SETTING where key or value are wrong, or the file does not parse. */
  update(input: { scope: Scope; projectId: string | null; key: string; value?: unknown }): Promise<SettingsSnapshot>;
  /** Makes the file if it is missing; says where it is. */
  locate(input: {
    file: 'user' | 'project' | 'keybindings';
    projectId: string | null;
  }): Promise<{ projectId: string; path: string }>;
  /** Tells windows of a project what counts now, if it differs from what they were told last. */
  refresh(projectId: string | null): Promise<void>;
  /** The same for every window. */
  refreshAll(): Promise<void>;
  dispose(): Promise<void>;
}

/** Serves settings from the user's folder and from projects, and watches both for changes made elsewhere. */
export function createSettingsService(dependencies: {
  userFolder: string;
  events: EventHub;
  resolveProject: (projectId: string) => { path: string; trusted: boolean };
  /** Throws NOT_TRUSTED. */
  requireTrusted: (projectId: string) => void;
  onFailed: (error: unknown, where: string) => void;
}): SettingsService {
  const { userFolder, events, resolveProject, requireTrusted, onFailed } = dependencies;
  const userFile: SettingsFile = { root: userFolder, contained: false, path: 'settings.json' };
  const keybindingsFile: SettingsFile = { root: userFolder, contained: false, path: 'keybindings.json' };
  const told = new Map<string | null, string>();
  let writing: Promise<unknown> = Promise.resolve();
  let disposed = false;

  const fileOf = (scope: Scope, projectId: string | null): SettingsFile => {
    if (scope === 'user') return userFile;
    if (projectId === null || projectId === USER_FOLDER_ID) throw desktopError('PROJECT_NOT_FOUND');
    return projectFile(resolveProject(projectId).path);
  };

  const get = async (projectId: string | null): Promise<SettingsSnapshot> => {
    const project = projectId === null || projectId === USER_FOLDER_ID ? null : resolveProject(projectId);
    const texts = await Promise.all([
      readSettingsFile(userFile),
      project ? readSettingsFile(projectFile(project.path)) : null,
      readSettingsFile(keybindingsFile),
    ]);
    const [user, own, keybindings] = texts;
    if (texts.every((text) => text === null)) {
      await speakLanguage(defaultSettings['workbench.language']);
      return combineSettings({ user: null, project: null, keybindings: null, trusted: false });
    }
    const parser = await loadParser();
    const combine = () =>
      combineSettings({
        user: user === null ? null : readSettingsText(parser, user),
        project: own === null ? null : readSettingsText(parser, own),
        keybindings: keybindings === null ? null : readArrayText(parser, keybindings),
        trusted: project?.trusted ?? false,
      });
    const settings = combine();
    // What is wrong in the files is said in the language that they ask for.
    return (await speakLanguage(settings.effective['workbench.language'])) ? combine() : settings;
  };

  const refresh = async (projectId: string | null) => {
    if (disposed || !events.audiences().has(projectId)) return;
    const settings = await get(projectId);
    const text = JSON.stringify(settings);
    if (disposed || told.get(projectId) === text) return;
    told.set(projectId, text);
    events.emit({ type: 'settings.changed', projectId, settings });
  };
  const refreshAll = async () => {
    for (const projectId of events.audiences()) await refresh(projectId);
  };

  const watcher = watchUserFolder(userFolder, (names) => {
    // The files are open as documents, too, in windows of any project.
    const changes = names.map((name) => ({
      path: name,
      kind: existsSync(join(userFolder, name)) ? ('changed' as const) : ('deleted' as const),
    }));
    events.emit({ type: 'files.changed', projectId: USER_FOLDER_ID, changes, rescan: names.length === 0 });
    refreshAll().catch((error) => onFailed(error, 'settings.watch'));
  });
  const listening = events.listen((event) => {
    if (event.type !== 'files.changed') return;
    if (event.projectId === USER_FOLDER_ID) return;
    const concerned = event.rescan || event.changes.some(({ path }) => path.startsWith('.flashfusion'));
    if (concerned) refresh(event.projectId).catch((error) => onFailed(error, 'settings.watch'));
  });

  /** One writer at a time, so that two updates never start from the same text. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = writing.then(work);
    writing = turn.catch(() => undefined);
    return turn;
  };

  return {
    get,
    refresh,
    refreshAll,
    update: ({ scope, projectId, key, value }) =>
      inTurn(async () => {
        if (!isSettingKey(key))
          throw desktopError('INVALID_SETTING', { message: t('There is no setting "{{key}}".', { key }) });
        const wrong = findValueProblem(key, value);
        if (wrong !== undefined)
          throw desktopError('INVALID_SETTING', { message: t('"{{key}}" {{wrong}}.', { key, wrong }) });
        const file = fileOf(scope, projectId);
        if (scope === 'project' && settingNotes[key].userOnly) {
          throw desktopError('INVALID_SETTING', { message: t('"{{key}}" counts only in your own settings.', { key }) });
        }
        if (scope === 'project' && settingNotes[key].executable) requireTrusted(projectId ?? '');
        await writeSetting(file, key, value);
        const snapshot = await get(projectId);
        if (events.audiences().has(projectId)) await refresh(projectId);
        if (scope === 'user') await refreshAll();
        return snapshot;
      }),
    locate: ({ file, projectId }) =>
      inTurn(async () => {
        const target = file === 'keybindings' ? keybindingsFile : fileOf(file, projectId);
        if ((await readSettingsFile(target)) === null)
          await createMissing(target, file === 'keybindings' ? '[]\n' : '{}\n');
        return { projectId: file === 'project' ? (projectId ?? '') : USER_FOLDER_ID, path: target.path };
      }),
    async dispose() {
      disposed = true;
      watcher.dispose();
      listening.dispose();
      await writing;
    },
  };
}

function projectFile(folder: string): SettingsFile {
  return { root: folder, contained: true, path: projectSettingsPath };
}

async function writeSetting(file: SettingsFile, key: string, value: unknown): Promise<void> {
  const parser = await loadParser();
  const text = await readSettingsFile(file);
  if (text === null && value === undefined) return;
  const { problem } = readSettingsText(parser, text ?? '');
  if (problem) {
    throw desktopError('INVALID_SETTING', {
      message: t("{{path}} was left as it is, since it can't be read. {{problem}}", {
        path: file.path,
        problem: describeSyntax(problem),
      }),
    });
  }
  const edited = editSettingsText(parser, text ?? '', key, value);
  if (edited !== text) await writeSettingsFile(file, edited);
}

async function createMissing(file: SettingsFile, text: string): Promise<void> {
  if (!existsSync(join(file.root, file.path))) await writeSettingsFile(file, text);
}

async function loadParser(): Promise<JsonParser> {
  return import('jsonc-parser');
}

/**
 * Calls `onChange` soon after settings or keybindings changed, with the names of the files; several changes in a row count as
 * one. No names where the system does not tell them.
 */
function watchUserFolder(folder: string, onChange: (names: string[]) => void): { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const names = new Set<string>();
  mkdirSync(folder, { recursive: true });
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, (_kind, name) => {
      if (name !== null && (name.startsWith('.') || !name.endsWith('.json'))) return;
      if (name !== null) names.add(name);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const changed = [...names];
        names.clear();
        onChange(changed);
      }, 30);
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // Out of watches: changes made elsewhere show with the next start.
  }
  return {
    dispose() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
