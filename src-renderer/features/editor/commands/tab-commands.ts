import type { Command } from '../../../app/commands.ts';
import { t } from '../../../localize.ts';
import type { PanelInfo } from '../area/area.ts';
import type { EditorParts } from '../parts.ts';

const groupTitles = [t('Focus first group'), t('Focus second group'), t('Focus third group')];

/** Closing, keeping, moving and choosing tabs. */
export function tabCommands({ session, closing }: EditorParts): readonly Command[] {
  const { area, documents, editors } = session;
  const panels = () => area.state.getState().panels;
  const asked = (argument: unknown): PanelInfo | null =>
    panels().find(({ id }) => id === argument) ?? area.state.getState().active;
  const inGroup = (panel: PanelInfo) => panels().filter((other) => other.group === panel.group);
  const focus = (panel: PanelInfo | null | undefined) => {
    if (!panel) return;
    area.activate(panel.id);
    editors.whenShown(panel.id, { focus: true });
  };
  const closeAll = async (chosen: readonly PanelInfo[]) => {
    await closing.close(chosen);
    const { active } = area.state.getState();
    if (active) editors.whenShown(active.id, { focus: true });
  };
  const isDirty = (panel: PanelInfo) => documents.states.getState().get(panel.document)?.dirty ?? false;
  const step = (by: 1 | -1) => {
    const { active } = area.state.getState();
    if (!active) return;
    const tabs = inGroup(active);
    const index = tabs.findIndex(({ id }) => id === active.id) + by;
    focus(tabs[(index + tabs.length) % tabs.length]);
  };
  const focusGroup = (index: number) => {
    area.focusGroup(index);
    focus(area.state.getState().active);
  };

  return [
    {
      id: 'workbench.action.closeActiveEditor',
      title: t('Close tab'),
      category: t('View'),
      keys: ['Ctrl+W', 'Ctrl+F4'],
      when: 'editorIsOpen',
      menus: [
        { menu: 'tab', group: '1_close', order: 1 },
        { menu: 'file', group: '6_close', order: 1 },
      ],
      async run(argument) {
        const panel = asked(argument);
        if (panel) await closeAll([panel]);
      },
    },
    {
      id: 'workbench.action.closeOtherEditors',
      title: t('Close others'),
      category: t('View'),
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '1_close', order: 2 }],
      async run(argument) {
        const panel = asked(argument);
        if (panel) await closeAll(inGroup(panel).filter((other) => other.id !== panel.id && !other.pinned));
      },
    },
    {
      id: 'workbench.action.closeEditorsToTheRight',
      title: t('Close to the right'),
      category: t('View'),
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '1_close', order: 3 }],
      async run(argument) {
        const panel = asked(argument);
        if (!panel) return;
        const tabs = inGroup(panel);
        const index = tabs.findIndex(({ id }) => id === panel.id);
        await closeAll(tabs.slice(index + 1).filter((other) => !other.pinned));
      },
    },
    {
      id: 'workbench.action.closeUnmodifiedEditors',
      title: t('Close saved'),
      category: t('View'),
      keys: ['Ctrl+K U'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '1_close', order: 4 }],
      async run(argument) {
        const panel = asked(argument);
        if (panel) await closeAll(inGroup(panel).filter((other) => !isDirty(other) && !other.pinned));
      },
    },
    {
      id: 'workbench.action.closeAllEditors',
      title: t('Close all tabs'),
      category: t('View'),
      keys: ['Ctrl+K W', 'Ctrl+K Ctrl+W'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '1_close', order: 5 }],
      run: () => closeAll(panels()),
    },
    {
      id: 'workbench.action.reopenClosedEditor',
      title: t('Reopen closed tab'),
      category: t('View'),
      keys: ['Ctrl+Shift+T'],
      when: 'projectOpen',
      menus: [{ menu: 'file', group: '6_close', order: 2 }],
      async run() {
        const closed = session.closedTabs.getState();
        const last = closed.at(-1);
        session.closedTabs.setState(closed.slice(0, -1), true);
        if (last) await session.open(last.document);
      },
    },
    {
      id: 'workbench.action.keepEditor',
      title: t('Keep open'),
      category: t('View'),
      keys: ['Ctrl+K Enter'],
      when: 'activeEditorIsPreview',
      menus: [{ menu: 'tab', group: '2_keep', order: 1 }],
      run(argument) {
        const panel = asked(argument);
        if (panel) area.update(panel.id, { preview: false });
      },
    },
    {
      id: 'workbench.action.pinEditor',
      title: t('Pin or unpin'),
      category: t('View'),
      keys: ['Ctrl+K Shift+Enter'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '2_keep', order: 2 }],
      run(argument) {
        const panel = asked(argument);
        if (panel) area.update(panel.id, { pinned: !panel.pinned, preview: false });
      },
    },
    {
      id: 'workbench.action.splitEditor',
      title: t('Split right'),
      category: t('View'),
      keys: ['Ctrl+\\'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '3_split', order: 1 }],
      run(argument) {
        const panel = asked(argument);
        if (panel) focus(area.split(panel.id, 'right'));
      },
    },
    {
      id: 'workbench.action.splitEditorDown',
      title: t('Split down'),
      category: t('View'),
      keys: ['Ctrl+K Ctrl+\\'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '3_split', order: 2 }],
      run(argument) {
        const panel = asked(argument);
        if (panel) focus(area.split(panel.id, 'below'));
      },
    },
    ...(['First', 'Second', 'Third'] as const).map(
      (name, index): Command => ({
        id: `workbench.action.focus${name}EditorGroup`,
        title: groupTitles[index] ?? name,
        category: t('View'),
        keys: [`Ctrl+${index + 1}`],
        when: 'editorIsOpen',
        run: () => focusGroup(index),
      }),
    ),
    {
      id: 'workbench.action.nextEditor',
      title: t('Next tab'),
      category: t('View'),
      keys: ['Ctrl+PageDown'],
      when: 'editorIsOpen && !terminalFocus',
      run: () => step(1),
    },
    {
      id: 'workbench.action.previousEditor',
      title: t('Previous tab'),
      category: t('View'),
      keys: ['Ctrl+PageUp'],
      when: 'editorIsOpen && !terminalFocus',
      run: () => step(-1),
    },
    {
      id: 'workbench.action.moveEditorRightInGroup',
      title: t('Move tab right'),
      category: t('View'),
      keys: ['Ctrl+Shift+PageDown'],
      when: 'editorIsOpen',
      run(argument) {
        const panel = asked(argument);
        if (panel) area.shift(panel.id, 1);
      },
    },
    {
      id: 'workbench.action.moveEditorLeftInGroup',
      title: t('Move tab left'),
      category: t('View'),
      keys: ['Ctrl+Shift+PageUp'],
      when: 'editorIsOpen',
      run(argument) {
        const panel = asked(argument);
        if (panel) area.shift(panel.id, -1);
      },
    },
    {
      id: 'workbench.action.quickOpenPreviousRecentlyUsedEditorInGroup',
      title: t('Tab used before this one'),
      category: t('View'),
      keys: ['Ctrl+Tab'],
      when: 'editorIsOpen',
      run: () => session.switcher.step(1),
    },
    {
      id: 'workbench.action.quickOpenLeastRecentlyUsedEditorInGroup',
      title: t('Tab used longest ago'),
      category: t('View'),
      keys: ['Ctrl+Shift+Tab'],
      when: 'editorIsOpen',
      run: () => session.switcher.step(-1),
    },
  ];
}
