import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TextFileHead } from '../../../contract/model/file.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { SettingScope } from './settings-view.tsx';

/** The project id of the folder with the user's own settings, as the contract has it. */
const userFolder = 'user';
const emptyFile = '{\n}\n';

/** Where the file is, as files are addressed. */
function placeOf(scope: SettingScope, projectId: string | null): { projectId: string; path: string } {
  if (scope === 'project' && projectId !== null) return { projectId, path: '.flashfusion/settings.json' };
  return { projectId: userFolder, path: 'settings.json' };
}

/** The text of a settings file as it is shown: what is on disk, or what is being written here. */
export interface SettingsFileText {
  readonly text: string;
  /** It differs from the disk. */
  readonly dirty: boolean;
  readonly readOnly: boolean;
  /** Why it could not be written. */
  readonly problem: string | null;
  edit(text: string): void;
  /** Writes it, unless the file has changed meanwhile. */
  save(): Promise<void>;
  /** Takes back what has not been written. */
  revert(): void;
}

/** Follows a settings file and lets it be changed. A file that is not there yet reads as an empty object. */
export function useSettingsFile(scope: SettingScope): SettingsFileText {
  const { core, coreEvents, workspace } = useServices();
  const projectId = useStore(workspace, (state) => state.project?.id ?? null);
  const [disk, setDisk] = useState<{ readonly text: string; readonly head: TextFileHead | null }>({
    text: emptyFile,
    head: null,
  });
  /** What is being written, and the version of the file that it began with. */
  const [draft, setDraft] = useState<{ readonly text: string; readonly version: string | null } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    let turn = 0;
    const read = async () => {
      turn += 1;
      const own = turn;
      const ended = () => controller.signal.aborted || own !== turn;
      const place = placeOf(scope, projectId);
      if ((await core.files.version(place)).version === null) {
        if (!ended()) setDisk({ text: emptyFile, head: null });
        return;
      }
      let text = '';
      let head: TextFileHead | null = null;
      for await (const part of await core.files.read(place, { signal: controller.signal })) {
        if (part.type === 'head' && part.head.kind === 'text') head = part.head;
        if ('text' in part && part.text !== undefined) text += part.text;
      }
      if (!ended()) setDisk({ text: text.replaceAll('\r\n', '\n'), head });
    };
    const readAgain = () =>
      read().catch((error: unknown) => {
        if (!controller.signal.aborted) reportError(error);
      });
    void readAgain();
    const listening = coreEvents.listen((event) => {
      if (event.type !== 'files.changed') return;
      const place = placeOf(scope, projectId);
      const concerned = event.rescan || event.changes.some(({ path }) => path === place.path);
      if (event.projectId === place.projectId && concerned) void readAgain();
    });
    // What the form writes is known here before the system tells that the file has changed.
    const unsubscribe = workspace.subscribe((now, before) => {
      if (now.settings !== before.settings) void readAgain();
    });
    return () => {
      controller.abort();
      listening.dispose();
      unsubscribe();
    };
  }, [core, coreEvents, workspace, scope, projectId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another file begins without what was written in the one before.
  useEffect(() => {
    setDraft(null);
    setProblem(null);
  }, [scope, projectId]);

  return {
    text: draft?.text ?? disk.text,
    dirty: draft !== null,
    readOnly: disk.head?.readOnly !== undefined,
    problem,
    edit(text) {
      setProblem(null);
      setDraft(text === disk.text ? null : { text, version: draft?.version ?? disk.head?.version ?? null });
    },
    revert() {
      setDraft(null);
      setProblem(null);
    },
    async save() {
      if (draft === null) return;
      try {
        const place = placeOf(scope, projectId);
        const { version } = draft;
        if (version === null && (await core.files.version(place)).version !== null) {
          throw new Error(t('The file was made meanwhile.'));
        }
        await core.files.save({
          ...place,
          text: draft.text,
          encoding: disk.head?.encoding ?? 'utf-8',
          byteOrderMark: disk.head?.byteOrderMark ?? false,
          lineEnd: disk.head?.lineEnd ?? 'lf',
          keepMixedLineEnds: true,
          baseVersion: version,
        });
        setDisk({ text: draft.text, head: disk.head });
        setDraft(null);
        setProblem(null);
        workspace.setState({ settings: await core.settings.get({ projectId }) });
      } catch (error) {
        setProblem(t('{{error}} Esc shows what is there now.', { error: messageOf(error) }));
      }
    },
  };
}
