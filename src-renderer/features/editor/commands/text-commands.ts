import type { Command, MenuPlacement } from '../../../app/commands.ts';
import { t } from '../../../localize.ts';
import type { EditorParts } from '../parts.ts';

interface TextAction {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly keys?: readonly string[];
  readonly menus?: readonly MenuPlacement[];
  /** Also while the editor has no focus. */
  readonly anywhere?: boolean;
}

const edit = (group: string, order: number): MenuPlacement => ({ menu: 'edit', group, order });
const select = (group: string, order: number): MenuPlacement => ({ menu: 'selection', group, order });
const inText = (group: string, order: number): MenuPlacement => ({ menu: 'editor', group, order });
const go = (group: string, order: number): MenuPlacement => ({ menu: 'go', group, order });

/** What Monaco does, by the ids it has there and in VS Code. The rest of its actions reach the palette as they are. */
const actions: readonly TextAction[] = [
  { id: 'undo', title: t('Undo'), category: t('Edit'), keys: ['Ctrl+Z'], menus: [edit('1_undo', 1)] },
  { id: 'redo', title: t('Redo'), category: t('Edit'), keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], menus: [edit('1_undo', 2)] },
  {
    id: 'editor.action.clipboardCutAction',
    title: t('Cut'),
    category: t('Edit'),
    menus: [edit('2_clipboard', 1), inText('5_clipboard', 1)],
  },
  {
    id: 'editor.action.clipboardCopyAction',
    title: t('Copy'),
    category: t('Edit'),
    menus: [edit('2_clipboard', 2), inText('5_clipboard', 2)],
  },
  {
    id: 'actions.find',
    title: t('Find'),
    category: t('Edit'),
    keys: ['Ctrl+F'],
    menus: [edit('3_find', 1)],
    anywhere: true,
  },
  {
    id: 'editor.action.startFindReplaceAction',
    title: t('Replace'),
    category: t('Edit'),
    keys: ['Ctrl+H'],
    menus: [edit('3_find', 2)],
    anywhere: true,
  },
  {
    id: 'editor.action.commentLine',
    title: t('Toggle line comment'),
    category: t('Edit'),
    keys: ['Ctrl+/'],
    menus: [edit('4_comment', 1)],
  },
  {
    id: 'editor.action.blockComment',
    title: t('Toggle block comment'),
    category: t('Edit'),
    keys: ['Shift+Alt+A'],
    menus: [edit('4_comment', 2)],
  },
  {
    id: 'editor.action.trimTrailingWhitespace',
    title: t('Trim trailing spaces'),
    category: t('Edit'),
    keys: ['Ctrl+K Ctrl+X'],
    menus: [edit('5_format', 2)],
  },
  { id: 'editor.action.selectAll', title: t('Select all'), category: t('Selection'), menus: [select('1_select', 1)] },
  {
    id: 'editor.action.smartSelect.expand',
    title: t('Expand selection'),
    category: t('Selection'),
    keys: ['Shift+Alt+Right'],
    menus: [select('1_select', 2)],
  },
  {
    id: 'editor.action.smartSelect.shrink',
    title: t('Shrink selection'),
    category: t('Selection'),
    keys: ['Shift+Alt+Left'],
    menus: [select('1_select', 3)],
  },
  {
    id: 'editor.action.copyLinesUpAction',
    title: t('Copy line up'),
    category: t('Selection'),
    menus: [select('2_lines', 1)],
  },
  {
    id: 'editor.action.copyLinesDownAction',
    title: t('Copy line down'),
    category: t('Selection'),
    menus: [select('2_lines', 2)],
  },
  {
    id: 'editor.action.moveLinesUpAction',
    title: t('Move line up'),
    category: t('Selection'),
    keys: ['Alt+Up'],
    menus: [select('2_lines', 3)],
  },
  {
    id: 'editor.action.moveLinesDownAction',
    title: t('Move line down'),
    category: t('Selection'),
    keys: ['Alt+Down'],
    menus: [select('2_lines', 4)],
  },
  {
    id: 'editor.action.insertCursorAbove',
    title: t('Add cursor above'),
    category: t('Selection'),
    keys: ['Ctrl+Alt+Up'],
    menus: [select('3_cursors', 1)],
  },
  {
    id: 'editor.action.insertCursorBelow',
    title: t('Add cursor below'),
    category: t('Selection'),
    keys: ['Ctrl+Alt+Down'],
    menus: [select('3_cursors', 2)],
  },
  {
    id: 'editor.action.addSelectionToNextFindMatch',
    title: t('Add next occurrence'),
    category: t('Selection'),
    keys: ['Ctrl+D'],
    menus: [select('3_cursors', 3)],
  },
  {
    id: 'editor.action.selectHighlights',
    title: t('Select all occurrences'),
    category: t('Selection'),
    keys: ['Ctrl+Shift+L'],
    menus: [select('3_cursors', 4)],
  },
  {
    id: 'editor.action.revealDefinition',
    title: t('Go to definition'),
    category: t('Go'),
    keys: ['F12'],
    menus: [go('3_code', 1), inText('1_go', 1)],
  },
  {
    id: 'editor.action.goToReferences',
    title: t('Go to references'),
    category: t('Go'),
    keys: ['Shift+F12'],
    menus: [go('3_code', 2), inText('1_go', 2)],
  },
  {
    id: 'editor.action.peekDefinition',
    title: t('Peek definition'),
    category: t('Go'),
    keys: ['Alt+F12'],
    menus: [inText('1_go', 3)],
  },
  {
    id: 'editor.action.goToTypeDefinition',
    title: t('Go to type definition'),
    category: t('Go'),
    menus: [go('3_code', 4), inText('1_go', 4)],
  },
  {
    id: 'editor.action.goToImplementation',
    title: t('Go to implementations'),
    category: t('Go'),
    keys: ['Ctrl+F12'],
    menus: [go('3_code', 5)],
  },
  {
    id: 'editor.action.triggerSuggest',
    title: t('Suggest'),
    category: t('Edit'),
    keys: ['Ctrl+Space'],
  },
  {
    id: 'editor.action.jumpToBracket',
    title: t('Go to bracket'),
    category: t('Go'),
    keys: ['Ctrl+Shift+\\'],
    menus: [go('3_code', 3)],
  },
  {
    id: 'editor.action.marker.nextInFiles',
    title: t('Next problem'),
    category: t('Go'),
    keys: ['F8'],
    menus: [go('4_problems', 1)],
  },
  {
    id: 'editor.action.marker.prevInFiles',
    title: t('Previous problem'),
    category: t('Go'),
    keys: ['Shift+F8'],
    menus: [go('4_problems', 2)],
  },
  {
    id: 'editor.action.rename',
    title: t('Rename symbol'),
    category: t('Edit'),
    keys: ['F2'],
    menus: [inText('3_change', 1)],
  },
  {
    id: 'editor.action.changeAll',
    title: t('Change all occurrences'),
    category: t('Edit'),
    keys: ['Ctrl+F2'],
    menus: [inText('3_change', 2)],
  },
  {
    id: 'editor.action.quickFix',
    title: t('Quick fix'),
    category: t('Edit'),
    keys: ['Ctrl+.'],
    menus: [inText('3_change', 4)],
  },
  { id: 'editor.foldAll', title: t('Fold all'), category: t('Edit'), keys: ['Ctrl+K Ctrl+0'] },
  { id: 'editor.unfoldAll', title: t('Unfold all'), category: t('Edit'), keys: ['Ctrl+K Ctrl+J'] },
];

/**
 * The text has the focus; or nothing of the window has, as while a menu is open. Not from another part of the window: nobody
 * would see what an undo there does here.
 */
const onText = "activeEditorIsText && (editorTextFocus || (focusedRegion == '' && !inputFocus))";

/** Commands that work on the text of the editor that has the focus. */
export function textCommands({ session }: EditorParts): readonly Command[] {
  const monacoCommands = actions.map(({ id, title, category, keys, menus, anywhere }) => ({
    id,
    title,
    category,
    ...(keys ? { keys } : {}),
    ...(menus ? { menus } : {}),
    when: anywhere ? 'activeEditorIsText && !terminalFocus' : onText,
    run() {
      const shown = session.activeEditor();
      if (!shown) return;
      if (!shown.editor.hasTextFocus()) shown.editor.focus();
      shown.editor.trigger('command', id, null);
    },
  }));
  return [
    ...monacoCommands,
    {
      id: 'editor.action.clipboardPasteAction',
      title: t('Paste'),
      category: t('Edit'),
      when: onText,
      menus: [edit('2_clipboard', 3), inText('5_clipboard', 3)],
      async run() {
        const shown = session.activeEditor();
        if (!shown) return;
        // Pages may not read the clipboard; Shell may.
        const { text } = await session.services.shell.system.readClipboard();
        shown.editor.focus();
        shown.editor.trigger('keyboard', 'paste', { text, pasteOnNewLine: false, multicursorText: null, mode: null });
      },
    },
    {
      id: 'editor.action.showContextMenu',
      title: t('Menu of the text'),
      category: t('View'),
      keys: ['Shift+F10'],
      when: 'editorTextFocus',
      run() {
        const shown = session.activeEditor();
        const position = shown?.editor.getPosition();
        const place = position ? shown?.editor.getScrolledVisiblePosition(position) : null;
        if (!shown || !place) return;
        const { left, top } = shown.element.getBoundingClientRect();
        const at = { clientX: left + place.left, clientY: top + place.top + place.height };
        // As the right button would have it, at the cursor.
        shown.element.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
      },
    },
  ];
}
