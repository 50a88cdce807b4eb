/**
 * The commands whose keys work while a terminal has the focus; all other keys go to the shell. VS Code's list
 * (`terminal.integrated.commandsToSkipShell`) as far as the commands are here.
 */
const commandsToSkipShell: ReadonlySet<string> = new Set([
  'workbench.action.closePanel',
  'workbench.action.closeWindow',
  'workbench.action.focusFirstEditorGroup',
  'workbench.action.focusSecondEditorGroup',
  'workbench.action.focusThirdEditorGroup',
  'workbench.action.focusNextPart',
  'workbench.action.focusPreviousPart',
  'workbench.action.openSettings',
  'workbench.action.quickOpen',
  'workbench.action.quickOpenLeastRecentlyUsedEditorInGroup',
  'workbench.action.quickOpenPreviousRecentlyUsedEditorInGroup',
  'workbench.action.quit',
  'workbench.action.showCommands',
  'workbench.action.tasks.build',
  'workbench.action.toggleFullScreen',
  'workbench.action.togglePanel',
  'workbench.action.toggleSidebarVisibility',
  'workbench.action.zoomIn',
  'workbench.action.zoomOut',
  'workbench.action.zoomReset',
  'workbench.actions.view.problems',
  'workbench.view.explorer',
]);

/**
 * Whether keys are a command's and not the shell's. A user's own binding counts, too, when its clause names `terminalFocus`.
 */
export function runsInTerminal({
  command,
  when,
}: {
  readonly command: string;
  readonly when?: string | undefined;
}): boolean {
  if (command.startsWith('workbench.action.terminal.')) return true;
  return commandsToSkipShell.has(command) || (when?.includes('terminalFocus') ?? false);
}
