import { hideAside, isAsideShown, showAside } from '../../app/aside-view.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { withServerAddress } from './addresses.ts';
import { findEntry, withCallers } from './console-entries.ts';
import type { PreviewSession } from './session.ts';

/** The commands of the preview. */
export function previewCommands(services: Services, session: PreviewSession): readonly Command[] {
  const { assistant, dialogs, editor, shell, views, workspace } = services;
  const { state } = session;
  const category = t('Preview');
  const runs = "previewStatus == 'running'";

  const close = () => {
    const inside = document.activeElement?.closest('[data-region="preview"]');
    hideAside(workspace);
    if (inside) editor.focus();
  };
  const open = async () => {
    await session.show();
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-preview-address]')?.focus());
  };

  return [
    {
      id: 'preview.open',
      title: t('Show preview'),
      category,
      keys: ['Ctrl+Alt+P'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 4 }],
      run: open,
    },
    {
      id: 'preview.toggle',
      title: t('Show or hide the preview'),
      category,
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 3 }],
      run: () => (isAsideShown(workspace, 'preview') ? close() : session.show()),
    },
    { id: 'preview.close', title: t('Hide preview'), category, when: 'projectOpen && previewVisible', run: close },
    {
      id: 'preview.start',
      title: t('Choose what to preview…'),
      category,
      when: 'projectOpen',
      async run() {
        const options = await session.detect();
        if (options.length === 0) {
          await session.show();
          return;
        }
        const option = await dialogs.pick({
          placeholder: t('What to preview'),
          items: options.map((value) => ({ label: value.label, description: value.detail, value })),
        });
        if (!option) return;
        showAside(workspace, views, 'preview');
        await session.start(option.target);
      },
    },
    {
      id: 'preview.stop',
      title: t('Stop preview'),
      category,
      when: "projectOpen && previewStatus != 'stopped' && previewStatus != 'failed'",
      run: session.stop,
    },
    { id: 'preview.restart', title: t('Restart preview'), category, when: 'projectOpen', run: session.restart },
    { id: 'preview.reload', title: t('Reload preview'), category, when: runs, run: session.reload },
    {
      id: 'preview.hardReload',
      title: t('Reload preview without cache'),
      category,
      when: runs,
      run: session.hardReload,
    },
    { id: 'preview.back', title: t('Previous page in preview'), category, when: runs, run: () => session.step(-1) },
    { id: 'preview.forward', title: t('Next page in preview'), category, when: runs, run: () => session.step(1) },
    {
      id: 'preview.openExternal',
      title: t('Open preview in browser'),
      category,
      when: runs,
      async run() {
        const address = session.address();
        if (address) await shell.system.openExternal({ url: address });
      },
    },
    {
      id: 'preview.toggleConsole',
      title: t('Show or hide the console of the preview'),
      category,
      when: 'projectOpen && previewVisible',
      run: () => state.setState(({ console }) => ({ console: { ...console, open: !console.open } })),
    },
    {
      id: 'preview.clearConsole',
      title: t('Clear the console of the preview'),
      category,
      when: 'projectOpen && previewVisible',
      run: session.clear,
    },
    {
      id: 'preview.askAssistant',
      title: t('Ask about this error'),
      category,
      hidden: true,
      menus: [{ menu: 'previewMessage', group: '1_assistant', order: 1 }],
      run(argument) {
        const entry = findEntry(state.getState().entries, argument);
        if (!entry) return;
        assistant.ask({
          text:
            entry.kind === 'network'
              ? t('Why does this request of the page fail, and how is it mended?')
              : t('Why does this happen in the page, and how is it mended?'),
          attachments: [{ kind: 'preview', text: withCallers(entry) }],
          send: true,
        });
      },
    },
    {
      id: 'preview.copyMessage',
      title: t('Copy message'),
      category,
      hidden: true,
      menus: [{ menu: 'previewMessage', group: '9_copy', order: 1 }],
      async run(argument) {
        const { entries, server } = state.getState();
        const entry = findEntry(entries, argument);
        if (!entry) return;
        const text = withCallers(entry);
        const running = server.status === 'running';
        await shell.system.writeClipboard({
          text: running ? withServerAddress(text, server.origin, server.address) : text,
        });
      },
    },
    {
      id: 'preview.toggleOutput',
      title: t('Show or hide the output of the preview'),
      category,
      when: 'projectOpen && previewVisible',
      run: () => state.setState(({ outputShown }) => ({ outputShown: !outputShown })),
    },
  ];
}
