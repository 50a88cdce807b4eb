import type { StoreApi } from 'zustand/vanilla';
import type { LanguageServer } from '../../../contract/desktop/languages.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { CallHierarchy } from './calls/call-hierarchy.ts';
import type { SourceAction } from './code-actions.ts';
import type { LoadSession } from './index.ts';
import { describeServer } from './server-status.tsx';

const onText = "activeEditorIsText && (editorTextFocus || (focusedRegion == '' && !inputFocus))";

/** What can be done with the help of language servers. */
export function languageCommands(
  services: Services,
  { load, servers, calls }: { load: LoadSession; servers: StoreApi<readonly LanguageServer[]>; calls: CallHierarchy },
): readonly Command[] {
  const { editor, dialogs, notifications, core, workspace } = services;

  const format = async (selected: boolean) => {
    const active = editor.activeText();
    if (!active) return;
    const selection = selected ? active.editor.getSelection() : null;
    const { formatting } = await load();
    await formatting.format(active.text, active.editor, selection && !selection.isEmpty() ? selection : null);
  };

  const tidy = async (kind: SourceAction, nothing: string) => {
    const active = editor.activeText();
    if (!active) return;
    const { actions } = await load();
    if (!(await actions.runSource(active.text.model, kind))) notifications.info(nothing);
  };

  const restart = async (server?: string) => {
    const { project } = workspace.getState();
    if (!project) return;
    await core.languages.restart({ projectId: project.id, ...(server === undefined ? {} : { server }) });
  };

  return [
    {
      id: 'editor.action.formatDocument',
      title: t('Format document'),
      category: t('Edit'),
      keys: ['Shift+Alt+F', 'Ctrl+Shift+I'],
      when: onText,
      menus: [
        { menu: 'edit', group: '5_format', order: 1 },
        { menu: 'editor', group: '3_change', order: 3 },
      ],
      run: () => format(false),
    },
    {
      id: 'editor.action.formatSelection',
      title: t('Format selection'),
      category: t('Edit'),
      keys: ['Ctrl+K Ctrl+F'],
      when: onText,
      menus: [{ menu: 'edit', group: '5_format', order: 2 }],
      run: () => format(true),
    },
    {
      id: 'editor.action.organizeImports',
      title: t('Organise imports'),
      category: t('Edit'),
      keys: ['Shift+Alt+O'],
      when: onText,
      menus: [
        { menu: 'edit', group: '5_format', order: 4 },
        { menu: 'editor', group: '3_change', order: 5 },
      ],
      run: () => tidy('source.organizeImports', t('The imports of this file are in order')),
    },
    {
      id: 'editor.action.fixAll',
      title: t('Fix all that can be fixed'),
      category: t('Edit'),
      when: onText,
      menus: [{ menu: 'edit', group: '5_format', order: 5 }],
      run: () => tidy('source.fixAll', t('There is nothing in this file that can be fixed by itself')),
    },
    {
      id: 'languages.undoChange',
      title: t('Take back the last change of several files'),
      category: t('Edit'),
      when: 'projectOpen',
      run: async () => (await load()).edits.undo(),
    },
    {
      id: 'editor.showCallHierarchy',
      title: t('Show calls'),
      category: t('Go'),
      keys: ['Shift+Alt+H'],
      when: onText,
      menus: [
        { menu: 'go', group: '3_code', order: 6 },
        { menu: 'editor', group: '1_go', order: 5 },
      ],
      run: calls.show,
    },
    {
      id: 'typescript.restartTsServer',
      title: t('Restart the TypeScript server'),
      category: t('Languages'),
      when: 'projectOpen',
      run: () => restart('typescript'),
    },
    {
      id: 'languages.restartServers',
      title: t('Restart every language server'),
      category: t('Languages'),
      when: 'projectOpen',
      run: () => restart(),
    },
    {
      id: 'languages.showServers',
      title: t('Language servers'),
      category: t('Languages'),
      when: 'projectOpen',
      async run() {
        const known = servers.getState();
        const chosen = await dialogs.pick({
          placeholder: known.length === 0 ? t('No language server is needed here') : t('Choose one to start it again'),
          items: known.map((server) => ({
            label: t('Restart {{name}}', { name: server.name }),
            description: describeServer(server),
            detail: server.detail,
            value: server,
          })),
        });
        if (!chosen) return;
        if (chosen.status === 'off') notifications.info(describeServer(chosen), { detail: chosen.detail });
        else await restart(chosen.id);
      },
    },
  ];
}
