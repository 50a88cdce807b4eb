import type { WindowFacts } from '../../../contract/desktop/diagnostics.ts';
import type { Disposable } from '../../app/disposable.ts';
import type { NoticeCentre } from '../../app/notifications.ts';
import type { Services } from '../../app/services.ts';
import { zoomPercent } from '../../app/zoom.ts';
import { t } from '../../localize.ts';

/** The command that puts a diagnostics report together and shows it in a tab. Nothing is written or sent. */
export function createDiagnosticsFeature(services: Services, notices: Pick<NoticeCentre, 'state'>): Disposable {
  const { commands, core, editor, notifications, workspace } = services;
  return commands.register({
    id: 'workbench.action.createDiagnosticsReport',
    title: t('Create diagnostics report'),
    category: t('Help'),
    menus: [{ menu: 'help', group: '3_report', order: 1 }],
    async run() {
      const { text } = await notifications.progress(t('Creating the diagnostics report'), (_, signal) =>
        core.diagnostics.createReport(
          { projectId: workspace.getState().project?.id ?? null, window: gatherFacts(services, notices) },
          { signal },
        ),
      );
      workspace.setState({ page: null });
      await editor.newUntitled({ text, languageId: 'markdown' });
    },
  });
}

function gatherFacts(services: Services, notices: Pick<NoticeCentre, 'state'>): WindowFacts {
  const { commands, editor, workspace } = services;
  const { settings, theme, zoomLevel } = workspace.getState();
  const documents = [...editor.state.getState().documents.values()];
  const marks = [...performance.getEntriesByType('mark'), ...performance.getEntriesByType('paint')];
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return {
    browser: navigator.userAgent.slice(0, 1000),
    language: navigator.language,
    screen: `${window.innerWidth} x ${window.innerHeight} of ${screen.width} x ${screen.height}, ${window.devicePixelRatio} pixels a point`,
    theme: settings.effective['workbench.theme'].startsWith('user:') ? `imported, ${theme}` : theme,
    zoomPercent: zoomPercent(zoomLevel),
    openDocuments: documents.length,
    unsavedDocuments: documents.filter(({ dirty }) => dirty).length,
    commands: commands.getState().size,
    marks: [
      ...(navigation ? [{ name: 'page loaded', at: navigation.domContentLoadedEventEnd }] : []),
      ...marks.map(({ name, startTime }) => ({ name: name.slice(0, 200), at: startTime })),
    ]
      .sort((one, two) => one.at - two.at)
      .slice(0, 500),
    errors: notices.state
      .getState()
      .notices.filter(({ level }) => level === 'error')
      .slice(0, 50)
      .map(({ title, detail }) => (detail === null ? title : `${title}: ${detail}`).slice(0, 2000)),
  };
}
