import { LoaderCircle, Square, X } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Starter } from '../../../contract/model/starter.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StarterIcon } from '../projects/index.ts';
import type { GenerateSession } from './generate-session.ts';
import { ProblemNotice } from './problem-notice.tsx';
import Unfinished from './unfinished.tsx';
import { useCurrentModel } from './use-current-model.ts';

const lintDelay = 400;
const emptyStarter = 'empty';

const examples = [
  t('A departure board for a ferry pier: the next six ferries, delays in minutes, readable from across a hall'),
  t('A page that turns a list of names into random teams, and remembers the last draw'),
  t('A small API for bookmarks with tags and search, and tests'),
];

/** Asks what is wanted, and what it begins from. */
export function PromptStep({ session }: { readonly session: GenerateSession }) {
  const { core, commands, workspace } = useServices();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const { prompt, starter, notes, planning, problem, plan } = useStore(session.state);
  const [starters, setStarters] = useState<readonly Starter[]>([]);
  const [startersProblem, setStartersProblem] = useState<string | null>(null);
  const model = useCurrentModel();

  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    let current = true;
    core.projects.starters().then(
      (answer) => {
        if (!current) return;
        setStarters(answer.starters.filter((one) => one.id !== emptyStarter));
        if (session.state.getState().parent === '') session.setParent(answer.defaultFolder);
      },
      (error: unknown) => current && setStartersProblem(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [core, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the prompt is looked through anew.
  useEffect(() => {
    const timer = setTimeout(() => void session.lint().catch(reportError), lintDelay);
    return () => clearTimeout(timer);
  }, [prompt, session]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (model.status === 'connected') void session.makePlan();
  };
  const busy = planning !== null;
  return (
    <div className="generate-prompt">
      <div className="generate-prompt-column">
        <header className="generate-prompt-head">
          <h1 className="generate-title">{t('New project')}</h1>
          <IconButton label={t('Close')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
            <X aria-hidden="true" />
          </IconButton>
        </header>
        <Unfinished session={session} />
        <form className="generate-form" onSubmit={submit}>
          <div>
            <label className="field-label" htmlFor={id}>
              {t('What do you want to build?')}
            </label>
            <textarea
              ref={box}
              id={id}
              className="generate-box"
              rows={5}
              value={prompt}
              disabled={busy}
              maxLength={50_000}
              placeholder={t('Who uses it, what it shows, what it keeps')}
              aria-describedby={`${id}-notes`}
              onChange={(event) => session.setPrompt(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
                // Escape stops what runs; the next one closes the page.
                if (event.key !== 'Escape' || !busy) return;
                event.preventDefault();
                session.stopPlanning();
              }}
            />
            <div id={`${id}-notes`} className="generate-notes" aria-live="polite">
              {notes.map(({ kind, message }) => (
                <p key={message} className={kind === 'short' || kind === 'long' ? undefined : 'generate-note-warning'}>
                  {message}
                </p>
              ))}
            </div>
            {prompt === '' ? (
              <ul className="generate-examples" aria-label={t('Examples')}>
                {examples.map((example) => (
                  <li key={example}>
                    <button
                      type="button"
                      className="generate-example"
                      onClick={() => {
                        session.setPrompt(example);
                        box.current?.focus();
                      }}
                    >
                      {example}
                    </button>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
          <fieldset disabled={busy} className="generate-starters-field">
            <legend className="field-label">{t('Start from')}</legend>
            <div className="generate-starters">
              <StarterChoice
                id={null}
                title={t('Nothing')}
                detail={t('The plan decides')}
                icon="file-plus-2"
                chosen={starter}
                session={session}
              />
              {starters.map((one) => (
                <StarterChoice
                  key={one.id}
                  id={one.id}
                  title={one.title}
                  detail={one.description}
                  icon={one.icon}
                  chosen={starter}
                  session={session}
                />
              ))}
            </div>
            {startersProblem ? <Notice level="error">{startersProblem}</Notice> : null}
          </fieldset>
          {problem ? <ProblemNotice problem={problem} /> : null}
          {model.status === 'none' ? (
            <Notice level="info">
              {t(
                'No model is connected, so nothing can be written from a prompt. A starter makes a project without one.',
              )}
            </Notice>
          ) : null}
          <footer className="generate-prompt-foot">
            {busy ? (
              <span className="generate-progress" role="status">
                <LoaderCircle className="icon-small spinning" aria-hidden="true" />
                {planning === '' ? t('Waiting for the model') : t('Writing the plan')}
              </span>
            ) : model.status === 'connected' ? (
              <span className="generate-model">
                {model.local ? t('{{model}}, on this machine', { model: model.model }) : model.model}
                <Button kind="ghost" small onClick={() => void commands.run('assistant.showModels')}>
                  {t('Change')}
                </Button>
              </span>
            ) : (
              <span />
            )}
            <span className="generate-actions">
              {busy ? (
                <Button onClick={() => session.stopPlanning()}>
                  <Square aria-hidden="true" />
                  {t('Stop')}
                </Button>
              ) : null}
              {!busy && plan ? (
                <Button onClick={() => session.state.setState({ step: 'plan', problem: null })}>
                  {t('Back to the plan')}
                </Button>
              ) : null}
              {model.status === 'none' ? (
                <>
                  <Button onClick={() => void commands.run('assistant.showModels')}>{t('Connect a model')}</Button>
                  <Button kind="primary" onClick={() => void commands.run('projects.new', starter ?? undefined)}>
                    {t('Use a starter')}
                  </Button>
                </>
              ) : (
                <Button
                  kind="primary"
                  type="submit"
                  disabled={busy || prompt.trim() === '' || model.status !== 'connected'}
                >
                  {t('Make a plan')}
                </Button>
              )}
            </span>
          </footer>
        </form>
      </div>
    </div>
  );
}

interface StarterChoiceProps {
  readonly id: string | null;
  readonly title: string;
  readonly detail: string;
  readonly icon: string;
  readonly chosen: string | null;
  readonly session: GenerateSession;
}

function StarterChoice({ id, title, detail, icon, chosen, session }: StarterChoiceProps) {
  return (
    <label className="generate-starter">
      <input type="radio" name="generate-starter" checked={chosen === id} onChange={() => session.setStarter(id)} />
      <StarterIcon name={icon} />
      <span className="clip">
        <span className="generate-starter-title clip">{title}</span>
        <span className="generate-starter-detail clip">{detail}</span>
      </span>
    </label>
  );
}
