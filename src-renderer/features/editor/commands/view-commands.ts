import type { Command } from '../../../app/commands.ts';
import { t } from '../../../localize.ts';
import type { EditorToggles } from '../../../monaco/editor-options.ts';
import type { Place } from '../editors/navigation-history.ts';
import type { EditorParts } from '../parts.ts';

/** How text is shown, and going back to where one was. */
export function viewCommands({ session }: EditorParts): readonly Command[] {
  const { editors, history } = session;

  const toggle = (name: keyof EditorToggles, setting: () => boolean) => () => {
    const now = editors.toggles.getState()[name] ?? setting();
    editors.toggles.setState({ [name]: !now });
  };
  const goTo = async (place: Place | null) => {
    if (place) await session.open(place.document, { line: place.line, column: place.column });
  };

  return [
    {
      id: 'editor.action.toggleWordWrap',
      title: t('Word wrap'),
      category: t('View'),
      keys: ['Alt+Z'],
      when: 'activeEditorIsText',
      menus: [{ menu: 'view', group: '5_editor', order: 1 }],
      run: toggle('wordWrap', () => session.settings()['editor.wordWrap'] === 'on'),
    },
    {
      id: 'editor.action.toggleMinimap',
      title: t('Minimap'),
      category: t('View'),
      when: 'activeEditorIsText',
      menus: [{ menu: 'view', group: '5_editor', order: 2 }],
      run: toggle('minimap', () => session.settings()['editor.minimap']),
    },
    {
      id: 'editor.action.toggleStickyScroll',
      title: t('Sticky scroll'),
      category: t('View'),
      when: 'activeEditorIsText',
      menus: [{ menu: 'view', group: '5_editor', order: 3 }],
      run: toggle('stickyScroll', () => session.settings()['editor.stickyScroll']),
    },
    {
      id: 'workbench.action.navigateBack',
      title: t('Back'),
      category: t('Go'),
      keys: ['Alt+Left'],
      when: 'canNavigateBack && !terminalFocus',
      menus: [{ menu: 'go', group: '1_history', order: 1 }],
      run: () => goTo(history.back()),
    },
    {
      id: 'workbench.action.navigateForward',
      title: t('Forward'),
      category: t('Go'),
      keys: ['Alt+Right'],
      when: 'canNavigateForward && !terminalFocus',
      menus: [{ menu: 'go', group: '1_history', order: 2 }],
      run: () => goTo(history.forward()),
    },
  ];
}
