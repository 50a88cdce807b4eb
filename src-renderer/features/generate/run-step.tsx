import { Monitor, Pencil, Square, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Generation } from '../../../contract/desktop/generate.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CodePane } from './code-pane.tsx';
import { FilesPane } from './files-pane.tsx';
import type { GenerateSession } from './generate-session.ts';
import { Chips } from './plan-step.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { clockText, usageText } from './usage-text.ts';

/** The project as it is written: its plan, its files with their checks, the code, and what it costs. */
export function RunStep({ session }: { readonly session: GenerateSession }) {
  const { workspace } = useServices();
  const generation = useStore(session.state, (state) => state.generation);
  const selected = useStore(session.state, (state) => state.selected);
  const problem = useStore(session.state, (state) => state.problem);
  const working = useStore(session.state, (state) => state.working);
  const [view, setView] = useState<'code' | 'preview'>('code');
  // Whoever chooses a file wants to read it.
  useEffect(() => {
    if (selected !== null) setView('code');
  }, [selected]);
  if (!generation) return null;
  const made = working !== 'writing' && generation.status !== 'writing';
  const shownView = made ? view : 'code';
  const writing = generation.files.find(({ status }) => status === 'writing')?.path;
  const last = generation.files.findLast(({ status }) => status === 'done')?.path;
  const troubled = generation.files.find((one) => one.problem !== '')?.path;
  const path = selected ?? writing ?? troubled ?? last ?? generation.files[0]?.path ?? '';
  const file = generation.files.find((one) => one.path === path);
  return (
    <div className="generate">
      <aside className="generate-plan" aria-label={t('Plan')}>
        <PaneHead title={t('Plan')}>
          {working === null ? (
            <Button
              kind="ghost"
              small
              onClick={() =>
                session.state.setState({
                  step: 'prompt',
                  prompt: generation.prompt,
                  plan: generation.plan,
                  problem: null,
                })
              }
            >
              <Pencil aria-hidden="true" />
              {t('Edit prompt')}
            </Button>
          ) : null}
        </PaneHead>
        <div className="generate-plan-body">
          <p className="generate-plan-prompt">{generation.prompt}</p>
          <Chips plan={generation.plan} folder={generation.folder} />
          {generation.plan.summary ? <p className="generate-summary">{generation.plan.summary}</p> : null}
          <section aria-labelledby="generate-built">
            <h3 className="generate-section" id="generate-built">
              {t('What gets built')}
              <span className="generate-count">{generation.files.length}</span>
            </h3>
            <ul className="generate-purposes">
              {generation.files.map((one) => (
                <li key={one.path}>
                  <span className="generate-purpose-path clip">{one.path}</span>
                  {one.purpose ? <span className="generate-purpose">{one.purpose}</span> : null}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </aside>
      <FilesPane session={session} generation={generation} path={path} />
      <section className="generate-main" aria-label={shownView === 'preview' ? t('Preview') : path}>
        <header className="generate-tab-bar">
          <span className="generate-tab">
            {shownView === 'preview' ? (
              <Monitor aria-hidden="true" />
            ) : (
              <FileIcon name={path.split('/').at(-1) ?? ''} />
            )}
            <span className="clip">{shownView === 'preview' ? t('Preview') : path.split('/').at(-1)}</span>
            {file?.status === 'writing' ? <span className="generate-tab-state">{t('writing')}</span> : null}
          </span>
          <span className="generate-tab-tools">
            {selected !== null && writing !== undefined && selected !== writing ? (
              <Button kind="ghost" small onClick={() => session.select(null)}>
                {t('Follow the writing')}
              </Button>
            ) : null}
            {made ? (
              <Segmented
                label={t('What is shown')}
                value={shownView}
                options={[
                  { value: 'code', label: t('Code') },
                  { value: 'preview', label: t('Preview') },
                ]}
                onChange={(next) => {
                  if (next === 'preview') session.select(null);
                  setView(next);
                }}
              />
            ) : null}
            <IconButton label={t('Close')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
              <X aria-hidden="true" />
            </IconButton>
          </span>
        </header>
        {shownView === 'code' ? (
          <>
            <div className="generate-crumbs">{path.split('/').join(' › ')}</div>
            {file?.problem ? (
              <div className="generate-edit-problem">
                <Notice level="warning">{file.problem}</Notice>
              </div>
            ) : null}
            <CodePane session={session} path={path} status={file?.status ?? 'waiting'} />
          </>
        ) : (
          <PreviewPane
            id={generation.id}
            unbuilt={isUnbuilt(generation)}
            revision={`${generation.repairs} ${working === null}`}
          />
        )}
        {problem ? (
          <div className="generate-edit-problem">
            <ProblemNotice problem={problem} />
          </div>
        ) : null}
        <RunBar session={session} generation={generation} />
      </section>
    </div>
  );
}

/** Whether there is a build, and it has not passed. */
function isUnbuilt({ checks }: Generation): boolean {
  const build = checks.find(({ id }) => id === 'build');
  return build !== undefined && build.status !== 'passed' && build.status !== 'skipped';
}

function RunBar({ session, generation }: { readonly session: GenerateSession; readonly generation: Generation }) {
  const { notifications } = useServices();
  const working = useStore(session.state, (state) => state.working);
  const [opening, setOpening] = useState(false);
  const { usage, local, status } = generation;
  const open = async (beside: 'preview' | 'chat') => {
    setOpening(true);
    try {
      await session.open(beside);
    } catch (error) {
      notifications.error(t('The project was not opened'), { detail: messageOf(error) });
    } finally {
      setOpening(false);
    }
  };
  const written = generation.files.every((file) => file.status === 'done');
  return (
    <footer className="generate-bar">
      <span className="generate-bar-text clip">
        <Clock session={session} before={generation.duration} />
        {usage.inputTokens + usage.outputTokens > 0 ? `, ${usageText(usage, local)}` : null}
      </span>
      <span className="generate-actions">
        {working === null ? null : <span className="generate-hint">{t('What is finished stays if you stop')}</span>}
        {working === null ? null : (
          <Button onClick={() => session.stop()}>
            <Square aria-hidden="true" />
            {t('Stop')}
          </Button>
        )}
        {working === null && status !== 'finished' ? (
          <Button kind={written ? 'default' : 'primary'} onClick={() => void session.resume(generation.id)}>
            {t('Go on')}
          </Button>
        ) : null}
        {working === null && status === 'finished' ? (
          <Button disabled={opening} onClick={() => void open('chat')}>
            {t('Go on in the chat')}
          </Button>
        ) : null}
        <Button
          kind={working === null && status !== 'finished' && !written ? 'default' : 'primary'}
          disabled={working !== null || opening || (!written && status === 'writing')}
          onClick={() => void open('preview')}
        >
          {t('Open project')}
        </Button>
      </span>
    </footer>
  );
}

function Clock({ session, before }: { readonly session: GenerateSession; readonly before: number }) {
  const working = useStore(session.state, (state) => state.working !== null);
  const since = useStore(session.state, (state) => state.since);
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!working) return;
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, [working]);
  return <span className="generate-clock">{clockText(before + (working ? Math.max(0, now - since) : 0))}</span>;
}
