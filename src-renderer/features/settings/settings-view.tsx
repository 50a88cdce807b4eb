import {
  Braces,
  ChartColumn,
  Cloud,
  Code,
  Cpu,
  File,
  FileBraces,
  Files,
  FolderGit2,
  Keyboard,
  type LucideIcon,
  MessageSquareCode,
  Monitor,
  NotebookPen,
  Search,
  SearchX,
  SquareTerminal,
  X,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { SettingNote } from '../../../contract/model/settings.ts';
import { useServices } from '../../app/services.ts';
import { t, translated } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import { fitsQuery, parseQuery, toggleModified } from './search.ts';
import { Setting } from './setting.tsx';
import { settingRows } from './setting-controls.ts';
import { SettingsFile } from './settings-file.tsx';
import './settings.css';

type Section = SettingNote['section'];
export type SettingScope = 'user' | 'project';

const sections: readonly { readonly name: Section; readonly icon: LucideIcon }[] = [
  { name: 'Workbench', icon: Monitor },
  { name: 'Editor', icon: Code },
  { name: 'Files', icon: File },
  { name: 'Explorer', icon: Files },
  { name: 'Terminal', icon: SquareTerminal },
  { name: 'Languages', icon: Braces },
  { name: 'Git', icon: FolderGit2 },
  { name: 'Assistant', icon: MessageSquareCode },
  { name: 'Cloud', icon: Cloud },
];

/** What is set in a page of its own. */
const pages: readonly { readonly command: string; readonly title: string; readonly icon: LucideIcon }[] = [
  { command: 'workbench.action.openGlobalKeybindings', title: t('Keyboard shortcuts'), icon: Keyboard },
  { command: 'assistant.showModels', title: t('Models'), icon: Cpu },
  { command: 'assistant.showUsage', title: t('Usage'), icon: ChartColumn },
  { command: 'assistant.showPromptTemplates', title: t('Prompt templates'), icon: NotebookPen },
];

/** What takes the focus first when one goes from the search to the settings. */
const firstControl = '.setting-control :is(input, button, [tabindex="0"])';

/** Every setting as a form; the file behind it is the same thing, comments kept. */
export default function SettingsView({ search }: { search: StoreApi<string> }) {
  const { commands, workspace } = useServices();
  const settings = useStore(workspace, (state) => state.settings);
  const project = useStore(workspace, (state) => state.project);
  const [wantedScope, setScope] = useState<SettingScope>('user');
  const [text, setText] = useState(search.getState);
  // It was meant for this time.
  useEffect(() => search.setState('', true), [search]);
  const [current, setCurrent] = useState<Section>('Workbench');
  const [settingInUse, setSettingInUse] = useState<string | null>(null);
  const [fileShown, setFileShown] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const scope = project ? wantedScope : 'user';
  const own = settings[scope];
  const changed = settingRows.filter(({ key }) => own[key] !== undefined).length;
  const query = parseQuery(text);
  const onlyChanged = query.modified;
  const rows = settingRows.filter(
    (row) =>
      !(row.note.userOnly && scope === 'project') &&
      fitsQuery(row, query) &&
      (!onlyChanged || own[row.key] !== undefined),
  );
  const shown = sections
    .map((section) => ({ ...section, rows: rows.filter(({ note }) => note.section === section.name) }))
    .filter((section) => section.rows.length > 0);
  // Those of a setting stand beside it.
  const problems = settings.problems.filter(
    ({ scope: where, key }) => where === scope && !settingRows.some((row) => row.key === key),
  );

  const openFile = () =>
    void commands.run(
      scope === 'user' ? 'workbench.action.openSettingsJson' : 'workbench.action.openWorkspaceSettingsFile',
    );
  const goTo = (section: Section) => {
    setCurrent(section);
    list.current?.querySelector(`#settings-${section}`)?.scrollIntoView({ block: 'start' });
  };
  const onScroll = () => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const headings = [...(list.current?.querySelectorAll<HTMLElement>('[data-section]') ?? [])];
    const passed = headings.findLast((heading) => heading.getBoundingClientRect().top <= top + 48) ?? headings[0];
    const section = sections.find(({ name }) => name === passed?.dataset.section);
    if (section) setCurrent(section.name);
  };

  return (
    <div className={fileShown ? 'settings settings-with-file' : 'settings'}>
      <aside className="settings-side" aria-label={t('Sections of the settings')}>
        <PaneHead title={t('Settings')} />
        <div className="settings-search">
          <Field
            type="search"
            aria-label={t('Search settings')}
            placeholder={t('Search {{amount}} settings', { amount: settingRows.length })}
            data-tooltip={t('@modified shows what has been changed')}
            icon={<Search aria-hidden="true" />}
            value={text}
            autoFocus
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                list.current?.querySelector<HTMLElement>(firstControl)?.focus();
              }
              // The first Escape empties the field, the next closes the page.
              if (event.key !== 'Escape' || text === '') return;
              event.preventDefault();
              setText('');
            }}
          />
        </div>
        <ul className="settings-sections">
          {shown.map(({ name, icon: Icon, rows: own }) => (
            <li key={name}>
              <button
                type="button"
                className="settings-section-link"
                aria-current={name === current}
                onClick={() => goTo(name)}
              >
                <Icon aria-hidden="true" />
                {translated(name)}
                <span className="settings-section-count">{own.length}</span>
              </button>
            </li>
          ))}
        </ul>
        <ul className="settings-sections">
          {pages.map(({ command, title, icon: Icon }) => (
            <li key={command}>
              <button type="button" className="settings-section-link" onClick={() => void commands.run(command)}>
                <Icon aria-hidden="true" />
                {title}
              </button>
            </li>
          ))}
        </ul>
      </aside>
      <div className="settings-main">
        <header className="settings-head">
          <div
            className="settings-scopes"
            role="tablist"
            aria-label={t('Whose settings')}
            onKeyDown={(event) => {
              if (!project || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
              event.preventDefault();
              setScope(scope === 'user' ? 'project' : 'user');
              const other = event.currentTarget.querySelector<HTMLElement>('[aria-selected="false"]');
              other?.focus();
            }}
          >
            <ScopeTab scope="user" current={scope} count={Object.keys(settings.user).length} onSelect={setScope}>
              {t('User')}
            </ScopeTab>
            {project ? (
              <ScopeTab
                scope="project"
                current={scope}
                count={Object.keys(settings.project).length}
                onSelect={setScope}
              >
                {t('Project')}
              </ScopeTab>
            ) : null}
          </div>
          {changed > 0 ? <span className="settings-count">{t('{{changed}} changed', { changed })}</span> : null}
          {changed > 0 || onlyChanged ? (
            <Button kind="ghost" small aria-pressed={onlyChanged} onClick={() => setText(toggleModified(text))}>
              {onlyChanged ? t('Show all') : t('Show only changed')}
            </Button>
          ) : null}
          <IconButton
            label={scope === 'user' ? t('Open settings as JSON') : t('Open project settings as JSON')}
            onClick={openFile}
          >
            <FileBraces aria-hidden="true" />
          </IconButton>
          <IconButton label={t('Close settings')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
            <X aria-hidden="true" />
          </IconButton>
        </header>
        <div className="settings-list" id="settings-list" ref={list} onScroll={onScroll}>
          {problems.map((problem) => (
            <div className="settings-problem" key={`${problem.key} ${problem.message}`}>
              <Notice level="warning">
                {problem.key ? `${problem.key}: ` : null}
                {problem.message}
              </Notice>
            </div>
          ))}
          {shown.length === 0 ? (
            <div className="settings-nothing">
              <EmptyState
                icon={<SearchX aria-hidden="true" />}
                title={t('No setting fits')}
                actions={
                  <Button small onClick={() => setText('')}>
                    {t('Show all settings')}
                  </Button>
                }
              >
                {query.words.length > 0
                  ? t('Nothing is called like "{{text}}".', { text: query.words.join(' ') })
                  : t('Nothing has been changed here.')}
              </EmptyState>
            </div>
          ) : (
            shown.map(({ name, rows: own }) => (
              <section key={name} aria-labelledby={`settings-${name}`}>
                <h2 className="settings-heading" id={`settings-${name}`} data-section={name}>
                  {translated(name)}
                </h2>
                {own.map((row) => (
                  <Setting
                    key={row.key}
                    row={row}
                    scope={scope}
                    words={query.words}
                    onUse={() => setSettingInUse(row.key)}
                  />
                ))}
              </section>
            ))
          )}
        </div>
      </div>
      {fileShown ? (
        <SettingsFile scope={scope} current={settingInUse} onEdit={openFile} onClose={() => setFileShown(false)} />
      ) : null}
    </div>
  );
}

interface ScopeTabProps {
  readonly scope: SettingScope;
  readonly current: SettingScope;
  readonly count: number;
  readonly onSelect: (scope: SettingScope) => void;
  readonly children: string;
}

function ScopeTab({ scope, current, count, onSelect, children }: ScopeTabProps) {
  return (
    <button
      type="button"
      role="tab"
      className="settings-scope"
      aria-selected={scope === current}
      aria-controls="settings-list"
      tabIndex={scope === current ? 0 : -1}
      onClick={() => onSelect(scope)}
    >
      {children}
      {count > 0 ? <span className="settings-count">{count}</span> : null}
    </button>
  );
}
