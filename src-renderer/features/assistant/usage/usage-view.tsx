import { ChartColumn, Download, MessageSquareCode, RefreshCw, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { UsageReport } from '../../../../contract/desktop/assistant/usage.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { tokensOf } from './usage-figures.ts';
import { UsageLimits } from './usage-limits.tsx';
import { UsageSums } from './usage-sums.tsx';
import './usage.css';

const periods = ['7', '30', '90'] as const;

/** What models were asked and what it cost: today and over some days, by model and conversation, and how far the limits are. */
export default function UsageView() {
  const { commands, core, coreEvents, editor, notifications, workspace } = useServices();
  const project = useStore(workspace, (state) => state.project);
  const [period, setPeriod] = useState<(typeof periods)[number]>('30');
  const [scope, setScope] = useState<'all' | 'project'>('all');
  const [report, setReport] = useState<UsageReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const days = Number(period);
  const projectId = scope === 'project' ? (project?.id ?? null) : null;

  const read = useCallback(
    (signal?: AbortSignal) => {
      core.assistant.usage.report({ projectId, days }, { signal }).then(
        (next) => {
          setReport(next);
          setProblem(null);
        },
        (error: unknown) => {
          if (!signal?.aborted) setProblem(messageOf(error));
        },
      );
    },
    [core, projectId, days],
  );
  useEffect(() => {
    const stop = new AbortController();
    read(stop.signal);
    const listening = coreEvents.listen((event) => {
      if (event.type === 'usage.changed' || event.type === 'settings.changed') read(stop.signal);
    });
    return () => {
      stop.abort();
      listening.dispose();
    };
  }, [read, coreEvents]);

  const exportAs = async (format: 'csv' | 'json') => {
    try {
      const { text } = await core.assistant.usage.export({ days, format });
      workspace.setState({ page: null });
      await editor.newUntitled({ text, languageId: format === 'json' ? 'json' : 'plaintext' });
    } catch (error) {
      notifications.error(t('The usage was not exported'), { detail: messageOf(error) });
    }
  };

  return (
    <div className="usage-page">
      <header className="usage-head">
        <h1 className="usage-title clip">{t('Usage')}</h1>
        {project ? (
          <Segmented
            label={t('Projects')}
            value={scope}
            options={[
              { value: 'all', label: t('All projects') },
              { value: 'project', label: t('This project') },
            ]}
            onChange={setScope}
          />
        ) : null}
        <Segmented
          label={t('Period')}
          value={period}
          options={periods.map((value) => ({ value, label: t('{{number}} days', { number: value }) }))}
          onChange={setPeriod}
        />
        <Menu
          align="end"
          trigger={
            <Button kind="ghost" small>
              <Download className="icon-small" aria-hidden="true" />
              {t('Export')}
            </Button>
          }
        >
          <MenuItem onSelect={() => void exportAs('csv')}>{t('Every request as CSV')}</MenuItem>
          <MenuItem onSelect={() => void exportAs('json')}>{t('Every request as JSON')}</MenuItem>
        </Menu>
        <IconButton label={t('Close usage')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      {problem !== null ? (
        <EmptyState
          failed
          icon={<ChartColumn aria-hidden="true" />}
          title={t('The usage cannot be read')}
          actions={
            <Button small onClick={() => read()}>
              <RefreshCw className="icon-small" aria-hidden="true" />
              {t('Try again')}
            </Button>
          }
        >
          {problem}
        </EmptyState>
      ) : report === null ? null : (
        <div className="usage-body">
          {tokensOf(report.total) === 0 ? (
            <div className="usage-empty">
              <EmptyState
                icon={<ChartColumn aria-hidden="true" />}
                title={t('Nothing was used in these days')}
                actions={
                  <Button small onClick={() => void commands.run('assistant.open')}>
                    <MessageSquareCode className="icon-small" aria-hidden="true" />
                    {t('Open the assistant')}
                  </Button>
                }
              >
                {t('Every message to a model is counted here, with its tokens and what it cost.')}
              </EmptyState>
            </div>
          ) : (
            <UsageSums report={report} days={days} />
          )}
          <UsageLimits
            report={report}
            onChange={() => void commands.run('workbench.action.openSettings', 'assistant.')}
          />
        </div>
      )}
    </div>
  );
}
