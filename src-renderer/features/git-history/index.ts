import { type ComponentProps, createElement } from 'react';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { BlameModes } from './blame/blame.ts';
import { stageLines, unstageLines } from './changes/stage-lines.ts';
import { createComparisons } from './comparisons.ts';
import type { EditorToolsHost } from './editor-tools.ts';
import { historyActions } from './history-actions.ts';
import { type HistoryParts, historyCommands } from './history-commands.ts';
import { createLogStore } from './log/log-store.ts';
import { createRepositoryWatch } from './repository.ts';

const LazyLog = late(() => import('./log/log-panel.tsx'));
const LazyMerge = late(() => import('./merge/merge-view.tsx'));
const logView = 'git.log';

/** Reading history, and editing with git in view: marks, comparisons, the log, blame, conflicts, cloning. */
export function createGitHistoryFeature(services: Services): Disposable {
  const { commands, editor, views, workspace, notifications } = services;
  const ends = createDisposables();
  const repository = ends.add(createRepositoryWatch(services));
  const comparisons = createComparisons(services, repository);
  const log = ends.add(createLogStore(services, repository));
  let tools: EditorToolsHost | null = null;
  let loading: Promise<EditorToolsHost> | null = null;
  let fileBlame = false;
  let disposed = false;

  const settings = () => workspace.getState().settings.effective;
  const blameModes = (): BlameModes => ({
    inline: settings()['git.blame.editorDecoration.enabled'],
    file: fileBlame,
  });
  const openMergeEditor = (document: string) => editor.openView('merge', document);
  const loadTools = () => {
    loading ??= import('./editor-tools.ts').then(({ createEditorTools }) => {
      tools = createEditorTools(services, {
        repository,
        blame: blameModes(),
        openMergeEditor: (document) => void openMergeEditor(document),
      });
      if (disposed) tools.dispose();
      return tools;
    });
    return loading;
  };
  const attach = () =>
    editor.attach((shown) => {
      // Only files of the project can be in its repository.
      if (shown.projectId !== workspace.getState().project?.id || shown.document.startsWith('untitled:')) {
        return { dispose() {} };
      }
      let ended = false;
      let attachment: Disposable | null = null;
      loadTools().then((loaded) => {
        if (!ended && !disposed) attachment = loaded.attach(shown);
      }, reportError);
      return {
        dispose() {
          ended = true;
          attachment?.dispose();
        },
      };
    });
  let attached = attach();
  ends.addFunction(() => attached.dispose());
  const marksBySettings = () => `${settings()['scm.diffDecorations']} ${settings()['git.gutterBase']}`;
  let marks = marksBySettings();
  let inline = blameModes().inline;
  ends.addFunction(
    workspace.subscribe(() => {
      if (marksBySettings() !== marks) {
        marks = marksBySettings();
        attached.dispose();
        attached = attach();
      }
      if (blameModes().inline !== inline) {
        inline = blameModes().inline;
        tools?.showBlame(blameModes());
      }
    }),
  );

  const selectedLines = () => {
    const selection = editor.active()?.editor.getSelection();
    if (!selection) return null;
    const { startLineNumber, endLineNumber, endColumn } = selection;
    // A selection that ends before a line's first character does not hold that line.
    const end = endColumn === 1 && endLineNumber > startLineNumber ? endLineNumber - 1 : endLineNumber;
    return { start: startLineNumber - 1, end };
  };
  const parts: HistoryParts = {
    tools: () => tools?.active() ?? null,
    compareWorking: comparisons.working,
    compareStaged: comparisons.staged,
    async stageSelection() {
      const shown = editor.active();
      const lines = selectedLines();
      if (!shown || !lines) return;
      const { document, projectId, model } = shown;
      const encoding = editor.state.getState().documents.get(document)?.encoding ?? 'utf-8';
      const count = await stageLines(services, { document, projectId, text: model.getValue(), encoding }, lines, true);
      if (count === 0) notifications.info(t('Nothing has changed in these lines'));
    },
    async unstageSelection() {
      const shown = editor.active();
      const lines = selectedLines();
      if (!shown || !lines) return;
      const { document, projectId } = shown;
      const encoding = editor.state.getState().documents.get(document)?.encoding ?? 'utf-8';
      const count = await unstageLines(services, { document, projectId, encoding }, lines);
      if (count === 0) notifications.info(t('Nothing of these lines is staged'));
    },
    showLog(target) {
      if (target) log.setTarget(target);
      const { panel } = workspace.getState();
      workspace.setState({
        panel: { ...panel, visible: true, view: logView, height: Math.max(panel.height, 280) },
        page: null,
      });
      log.requestFocus();
    },
    toggleFileBlame() {
      fileBlame = !fileBlame;
      tools?.showBlame(blameModes());
    },
    openMergeEditor,
  };
  const chosen = () => {
    const { commits, selected } = log.state.getState();
    return commits.find(({ hash }) => hash === selected) ?? null;
  };
  ends.add(commands.register(...historyCommands(services, parts), ...historyActions(services, chosen)));
  ends.add(
    views.register({
      id: logView,
      title: t('Git log'),
      location: 'panel',
      order: 60,
      command: 'git.viewHistory',
      Component: LogRoot.bind(null, { log, comparisons, repository }),
    }),
  );
  ends.add(
    editor.registerView({
      id: 'merge',
      title: (document) => t('{{name}} (merge)', { name: document.slice(document.lastIndexOf('/') + 1) }),
      Component: LazyMerge,
    }),
  );
  ends.addFunction(() => {
    disposed = true;
    tools?.dispose();
  });
  return ends;
}

function LogRoot(props: ComponentProps<typeof LazyLog>) {
  return createElement(LazyLog, props);
}
