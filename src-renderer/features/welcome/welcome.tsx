import { FolderOpen, FolderPlus, GitBranch, Pin, PinOff, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Project } from '../../../contract/model/project.ts';
import type { Starter } from '../../../contract/model/starter.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { t } from '../../localize.ts';
import { AssistantIcon } from '../../ui/assistant-icon.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { keyText } from '../../ui/key-names.ts';
import { Keys } from '../../ui/keys.tsx';
import { Mark } from '../../ui/mark.tsx';
import { timeAgo } from '../../ui/time-ago.ts';
import { type GenerateSession, UnfinishedProjects } from '../generate/index.ts';
import { StarterIcon } from '../projects/index.ts';
import { shortenHome } from './shorten-home.ts';
import './welcome.css';

const recentShown = 6;
/** It has nothing to choose it for, so it stands beside "Open folder". */
const emptyStarter = 'empty';

interface WelcomeProps {
  readonly workbench: StoreApi<WorkbenchState>;
  readonly generate: GenerateSession;
}

/** What a window without a project shows: what can be started, and what was open before. */
export default function Welcome({ workbench, generate }: WelcomeProps) {
  return (
    <div className="welcome">
      <div className="welcome-columns">
        <div className="welcome-main">
          <header className="welcome-brand">
            <Mark large />
            <div>
              <h1 className="welcome-title">FlashFusion</h1>
              <p className="welcome-lead">{t('Start a project from nothing, or go on where you were.')}</p>
            </div>
          </header>
          <FromPrompt />
          <Starters />
          <Shortcuts />
        </div>
        <div className="welcome-side">
          <UnfinishedProjects session={generate} />
          <Recent workbench={workbench} />
        </div>
      </div>
    </div>
  );
}

function FromPrompt() {
  const { commands } = useServices();
  return (
    <button type="button" className="welcome-prompt" onClick={() => void commands.run('generate.newProject')}>
      <AssistantIcon aria-hidden="true" />
      <span className="welcome-prompt-title">{t('Describe what you want to build')}</span>
      <span className="welcome-prompt-detail">
        {t('A model plans it, you change the plan, it writes the project.')}
      </span>
    </button>
  );
}

function Starters() {
  const { core, commands } = useServices();
  const [starters, setStarters] = useState<readonly Starter[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    core.projects.starters().then(
      (answer) => current && setStarters(answer.starters),
      (error: unknown) => current && setProblem(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [core]);
  return (
    <section aria-labelledby="welcome-starters">
      <h2 className="welcome-head" id="welcome-starters">
        {t('Start from')}
      </h2>
      {problem ? <p className="welcome-empty">{problem}</p> : null}
      <ul className="welcome-starters" aria-busy={starters === null}>
        {starters
          ?.filter(({ id }) => id !== emptyStarter)
          .map(({ id, title, description, icon }) => (
            <li key={id}>
              <button type="button" className="welcome-starter" onClick={() => void commands.run('projects.new', id)}>
                <StarterIcon name={icon} />
                <span className="clip">
                  <span className="welcome-starter-title clip">{title}</span>
                  <span className="welcome-starter-description clip">{description}</span>
                </span>
              </button>
            </li>
          )) ?? [1, 2, 3, 4, 5, 6].map((place) => <li className="welcome-bone" key={place} />)}
      </ul>
      <Actions empty={starters?.find(({ id }) => id === emptyStarter)} />
    </section>
  );
}

function Actions({ empty }: { empty: Starter | undefined }) {
  const { commands, keybindings } = useServices();
  const openKeys = keybindings.keysOf('workbench.action.files.openFolder');
  return (
    <div className="welcome-actions">
      <Button onClick={() => void commands.run('workbench.action.files.openFolder')}>
        <FolderOpen aria-hidden="true" />
        {t('Open folder')}
        {openKeys ? <kbd className="welcome-key-hint">{keyText(openKeys)}</kbd> : null}
      </Button>
      {empty ? (
        <Button onClick={() => void commands.run('projects.new', empty.id)}>
          <FolderPlus aria-hidden="true" />
          {empty.title}
        </Button>
      ) : null}
      <Button onClick={() => void commands.run('git.clone')}>
        <GitBranch aria-hidden="true" />
        {t('Clone a repository')}
      </Button>
      <Button kind="ghost" onClick={() => void commands.run('projects.openSample')}>
        {t('Open the sample project')}
      </Button>
    </div>
  );
}

const shortcuts = [
  { title: t('Every command'), command: 'workbench.action.showCommands' },
  { title: t('Open recent'), command: 'workbench.action.openRecent' },
  { title: t('Settings'), command: 'workbench.action.openSettings' },
  { title: t('All shortcuts'), command: 'workbench.action.openGlobalKeybindings' },
];

function Shortcuts() {
  const { keybindings } = useServices();
  useStore(keybindings.state, (state) => state.bindings);
  return (
    <ul className="welcome-shortcuts" aria-label={t('Keyboard shortcuts')}>
      {shortcuts.map(({ title, command }) => {
        const keys = keybindings.keysOf(command);
        return (
          <li className="welcome-shortcut" key={command}>
            {title}
            {keys ? <Keys keys={keys} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Recent({ workbench }: { workbench: StoreApi<WorkbenchState> }) {
  const { core } = useServices();
  const projects = useStore(workbench, (state) => state.projects);
  const known = useStore(workbench, (state) => state.projectsKnown);
  const [all, setAll] = useState(false);
  const [home, setHome] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    core.app.about().then(({ homeFolder }) => current && setHome(homeFolder), reportError);
    return () => {
      current = false;
    };
  }, [core]);
  const shown = all ? projects : projects.slice(0, recentShown);
  return (
    <section aria-labelledby="welcome-recent">
      <div className="welcome-head">
        <h2 id="welcome-recent">{t('Recent')}</h2>
        {projects.length > recentShown ? (
          <Button kind="ghost" small onClick={() => setAll(!all)}>
            {all ? t('Show fewer') : t('All {{amount}}', { amount: projects.length })}
          </Button>
        ) : null}
      </div>
      {known && projects.length === 0 ? (
        <p className="welcome-empty">{t('Folders that you open are listed here.')}</p>
      ) : (
        <ul className="welcome-recent">
          {shown.map((project) => (
            <RecentProject key={project.id} project={project} home={home} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RecentProject({ project, home }: { project: Project; home: string | null }) {
  const { commands } = useServices();
  const { id, name, path, pinned, missing, lastOpenedAt } = project;
  const open = (inNewWindow: boolean) =>
    missing
      ? void commands.run('projects.locate', { projectId: id })
      : void commands.run('projects.openPath', { path, inNewWindow });
  return (
    <li className={missing ? 'welcome-project welcome-project-missing' : 'welcome-project'}>
      <button
        type="button"
        className="welcome-project-open"
        onClick={(event) => open(event.ctrlKey || event.metaKey)}
        data-tooltip={path}
      >
        <span className="welcome-project-name clip">{name}</span>
        <span className="welcome-project-when">{missing ? t('Not found') : timeAgo(lastOpenedAt)}</span>
        <span className="welcome-project-path clip">{shortenHome(path, home)}</span>
        {pinned ? <Pin className="welcome-project-pinned icon-small" aria-label={t('Pinned')} /> : null}
      </button>
      <span className="welcome-project-tools">
        {missing ? (
          <Button kind="ghost" small onClick={() => open(false)}>
            {t('Locate…')}
          </Button>
        ) : null}
        <IconButton
          label={pinned ? t('Unpin {{name}}', { name }) : t('Pin {{name}}', { name })}
          onClick={() => void commands.run('projects.pin', { projectId: id, pinned: !pinned })}
        >
          {pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        </IconButton>
        <IconButton
          label={t('Remove {{name}} from this list', { name })}
          onClick={() => void commands.run('projects.forget', { projectId: id })}
        >
          <X aria-hidden="true" />
        </IconButton>
      </span>
    </li>
  );
}
