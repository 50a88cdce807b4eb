import { Box, Folder, GitBranch, LoaderCircle, Pencil, Plus, Square, Undo2, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { GenerationPlan } from '../../../contract/desktop/generate.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import { joinPath, projectNameProblem } from '../projects/index.ts';
import type { GenerateSession } from './generate-session.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { usageText } from './usage-text.ts';
import { useCurrentModel } from './use-current-model.ts';

/** The plan, all of which can be changed; nothing is written before a person says so. */
export function PlanStep({ session }: { readonly session: GenerateSession }) {
  const { shell, workspace } = useServices();
  const state = useStore(session.state);
  const { plan, prompt, parent, planning, planNotes, planUsage, earlierPlans, problem, working } = state;
  const model = useCurrentModel();
  const create = useRef<HTMLButtonElement>(null);
  useEffect(() => create.current?.focus(), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A field has an undo of its own.
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'z' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      session.undoPlan();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
  if (!plan) return null;
  const busy = planning !== null || working !== null;
  const nameProblem = projectNameProblem(plan.name);
  const paths = plan.files.map(({ path }) => path.trim());
  const broken = paths.some((path, at) => pathProblem(path, paths, at) !== null) || paths.length === 0;
  const edit = (change: Partial<GenerationPlan>) => session.editPlan({ ...plan, ...change });
  const chooseFolder = async () => {
    const { path } = await shell.projects.chooseFolder({ title: t('Folder for the new project') });
    if (path !== null) session.setParent(path);
  };

  return (
    <div className="generate generate-planning">
      <aside className="generate-plan" aria-label={t('Plan')}>
        <PaneHead title={t('Plan')}>
          <Button kind="ghost" small disabled={busy} onClick={() => session.back()}>
            <Pencil aria-hidden="true" />
            {t('Edit prompt')}
          </Button>
        </PaneHead>
        <div className="generate-plan-body">
          <p className="generate-plan-prompt">{prompt}</p>
          <Chips plan={plan} folder={joinPath(parent, plan.name)} />
          {planNotes.length > 0 ? (
            <Notice level="info">
              {planNotes.map((note) => (
                <p key={note}>{note}</p>
              ))}
            </Notice>
          ) : null}
          <ChangePlan session={session} busy={busy} planning={planning} />
          {planUsage && model.status === 'connected' ? (
            <p className="generate-small">
              {t('For the plan: {{usage}}', { usage: usageText(planUsage, model.local) })}
            </p>
          ) : null}
        </div>
      </aside>
      <section className="generate-edit" aria-label={t('What gets built')}>
        <PaneHead title={t('What gets built')}>
          <Button kind="ghost" small disabled={busy || earlierPlans.length === 0} onClick={() => session.undoPlan()}>
            <Undo2 aria-hidden="true" />
            {t('Undo')}
          </Button>
          <IconButton label={t('Close')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
            <X aria-hidden="true" />
          </IconButton>
        </PaneHead>
        <fieldset className="generate-edit-body" disabled={busy}>
          <div className="generate-edit-name">
            <Field
              label={t('Name')}
              value={plan.name}
              problem={nameProblem}
              onChange={(event) => edit({ name: event.currentTarget.value })}
            />
            <Field
              label={t('In folder')}
              value={parent}
              onChange={(event) => session.setParent(event.currentTarget.value)}
              end={
                <Button kind="ghost" small onClick={() => void chooseFolder()}>
                  {t('Choose…')}
                </Button>
              }
            />
          </div>
          {plan.summary ? <p className="generate-summary">{plan.summary}</p> : null}
          <PlannedFiles plan={plan} onEdit={edit} />
          <Dependencies plan={plan} onEdit={edit} />
        </fieldset>
        {problem ? (
          <div className="generate-edit-problem">
            <ProblemNotice problem={problem} />
          </div>
        ) : null}
        <footer className="generate-bar">
          <span className="generate-bar-text clip">
            {t('Nothing is written yet. {{amount}} files go to {{folder}}', {
              amount: plan.files.length,
              folder: joinPath(parent, plan.name),
            })}
          </span>
          <span className="generate-actions">
            <Button onClick={() => session.back()} disabled={busy}>
              {t('Back')}
            </Button>
            <Button
              ref={create}
              kind="primary"
              disabled={busy || nameProblem !== null || broken || parent === ''}
              onClick={() => void session.start()}
            >
              {t('Write the project')}
            </Button>
          </span>
        </footer>
      </section>
    </div>
  );
}

/** Where the project comes to be, and from what. */
export function Chips({ plan, folder }: { readonly plan: GenerationPlan; readonly folder: string }) {
  return (
    <ul className="generate-chips">
      {plan.starter ? <Chip icon={<Box aria-hidden="true" />}>{plan.starter}</Chip> : null}
      <Chip icon={<Folder aria-hidden="true" />}>{folder}</Chip>
      <Chip icon={<GitBranch aria-hidden="true" />}>{t('git')}</Chip>
    </ul>
  );
}

function Chip({ icon, children }: { readonly icon: ReactNode; readonly children: string }) {
  return (
    <li className="generate-chip" data-tooltip={children}>
      {icon}
      <span className="clip">{children}</span>
    </li>
  );
}

interface ChangePlanProps {
  readonly session: GenerateSession;
  readonly busy: boolean;
  readonly planning: string | null;
}

function ChangePlan({ session, busy, planning }: ChangePlanProps) {
  const [wish, setWish] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wish.trim() === '' || busy) return;
    await session.makePlan(wish.trim());
    if (session.state.getState().problem === null) setWish('');
  };
  return (
    <form className="generate-change" onSubmit={(event) => void submit(event)}>
      <Field
        label={t('Change the plan')}
        placeholder={t('Without a server, with a dark theme…')}
        value={wish}
        disabled={busy}
        onChange={(event) => setWish(event.currentTarget.value)}
      />
      {planning === null ? (
        <Button type="submit" small disabled={busy || wish.trim() === ''}>
          {t('Change')}
        </Button>
      ) : (
        <span className="generate-progress" role="status">
          <LoaderCircle className="icon-small spinning" aria-hidden="true" />
          {t('Writing the plan')}
          <Button small onClick={() => session.stopPlanning()}>
            <Square aria-hidden="true" />
            {t('Stop')}
          </Button>
        </span>
      )}
    </form>
  );
}

interface PlanPartProps {
  readonly plan: GenerationPlan;
  readonly onEdit: (change: Partial<GenerationPlan>) => void;
}

function PlannedFiles({ plan, onEdit }: PlanPartProps) {
  const list = useRef<HTMLUListElement>(null);
  const paths = plan.files.map(({ path }) => path.trim());
  const change = (at: number, wanted: Partial<GenerationPlan['files'][number]>) =>
    onEdit({ files: plan.files.map((file, index) => (index === at ? { ...file, ...wanted } : file)) });
  const focusPath = (at: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('.generate-file-path')[at]?.focus());
  const remove = (at: number) => {
    onEdit({ files: plan.files.filter((_, index) => index !== at) });
    focusPath(Math.min(at, plan.files.length - 2));
  };
  const add = () => {
    onEdit({ files: [...plan.files, { path: freePath(paths), purpose: '' }] });
    focusPath(plan.files.length);
  };
  return (
    <section aria-labelledby="generate-files">
      <h3 className="generate-section" id="generate-files">
        {t('Files')}
        <span className="generate-count">{plan.files.length}</span>
      </h3>
      <ul className="generate-files-edit" ref={list}>
        {plan.files.map((file, at) => {
          const problem = pathProblem(paths[at] ?? '', paths, at);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path changes with each key that is typed into it.
            <li key={at} className="generate-file-edit">
              <FileIcon name={file.path.split('/').at(-1) ?? ''} />
              <input
                className="generate-file-path"
                aria-label={t('Path of file {{number}}', { number: at + 1 })}
                aria-invalid={problem !== null}
                spellCheck={false}
                maxLength={400}
                value={file.path}
                onChange={(event) => change(at, { path: event.currentTarget.value })}
              />
              <input
                className="generate-file-purpose"
                aria-label={t('What {{path}} is for', { path: file.path })}
                placeholder={t('What it is for')}
                maxLength={1000}
                value={file.purpose}
                onChange={(event) => change(at, { purpose: event.currentTarget.value })}
              />
              <IconButton label={t('Remove {{path}}', { path: file.path })} onClick={() => remove(at)}>
                <X aria-hidden="true" />
              </IconButton>
              {problem ? (
                <p className="generate-file-problem" role="alert">
                  {problem}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
      <Button small kind="ghost" onClick={add}>
        <Plus aria-hidden="true" />
        {t('Add a file')}
      </Button>
    </section>
  );
}

function Dependencies({ plan, onEdit }: PlanPartProps) {
  const [text, setText] = useState('');
  const add = () => {
    const name = text.trim();
    if (name === '') return;
    if (!plan.dependencies.includes(name)) onEdit({ dependencies: [...plan.dependencies, name] });
    setText('');
  };
  return (
    <section aria-labelledby="generate-packages">
      <h3 className="generate-section" id="generate-packages">
        {t('Packages')}
        <span className="generate-count">{plan.dependencies.length}</span>
      </h3>
      <ul className="generate-chips">
        {plan.dependencies.map((name) => (
          <li key={name} className="generate-chip">
            <span className="clip">{name}</span>
            <IconButton
              label={t('Remove {{path}}', { path: name })}
              onClick={() => onEdit({ dependencies: plan.dependencies.filter((one) => one !== name) })}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
        <li className="generate-package-add">
          <Field
            aria-label={t('Add a package')}
            placeholder={t('Add a package')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
        </li>
      </ul>
    </section>
  );
}

/** What of a path a person sees at once; Core looks closer before anything is written. */
function pathProblem(path: string, all: readonly string[], at: number): string | null {
  if (path === '') return t('Give it a path.');
  if (path.startsWith('/') || /(^|\/)(\.{1,2}|\.git|node_modules|)(\/|$)/.test(path) || /[\\<>:"|?*]/.test(path)) {
    return t('A path stays inside the project: folder/file.ts');
  }
  if (all.findIndex((one) => one.toLowerCase() === path.toLowerCase()) < at)
    return t('There is already a file of that name.');
  return null;
}

function freePath(paths: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? 'new-file.ts' : `new-file-${number}.ts`;
    if (!paths.includes(path)) return path;
  }
}
