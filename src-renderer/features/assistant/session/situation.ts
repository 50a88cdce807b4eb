import type { EditorSituation } from '../../../../contract/desktop/assistant/chat.ts';
import type { Services } from '../../../app/services.ts';

/** As many problems as the contract takes. */
const mostProblems = 500;

/** What the window shows now, for a message: texts that are not on disk stand in for what is. */
export function editorSituation(
  { editor, problems, workspace }: Pick<Services, 'editor' | 'problems' | 'workspace'>,
  pinnedPaths: readonly string[],
): EditorSituation {
  const projectId = workspace.getState().project?.id;
  const { active, cursor } = editor.state.getState();
  const paths = editor
    .liveTexts()
    .flatMap(({ path, projectId: owner }) => (path !== null && owner === projectId ? [path] : []));
  const activePath = active !== null && paths.includes(active) ? active : null;
  return {
    activePath,
    line: activePath === null ? null : (cursor?.line ?? null),
    openPaths: [...new Set(paths)].slice(0, 200),
    pinnedPaths: pinnedPaths.slice(0, 50),
    unsaved: editor.texts
      .unsaved()
      .slice(0, 200)
      .map(({ path, text }) => ({ path, text })),
    problems: problems
      .getState()
      .filter((problem) => problem.projectId === projectId && !problem.document.startsWith('untitled:'))
      .slice(0, mostProblems)
      .map(({ document, line, severity, message }) => ({
        path: document,
        line,
        severity,
        message: message.slice(0, 5000),
      })),
  };
}
