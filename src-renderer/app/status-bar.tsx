import { Popover } from '@base-ui/react/popover';
import {
  AppWindow,
  Bell,
  CircleX,
  CloudUpload,
  GitBranch,
  Keyboard,
  Plug,
  RefreshCw,
  ShieldAlert,
  TriangleAlert,
  ZoomIn,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { isServed } from './host.ts';
import { chordMessage } from './keybindings.ts';
import { encodingName, languageName } from './language-names.ts';
import { NoticeCard } from './notice-card.tsx';
import type { NoticeCentre } from './notifications.ts';
import { countProblems } from './problems.ts';
import { useServices } from './services.ts';
import type { StatusItem } from './status-items.ts';
import type { WorkbenchState } from './workbench-state.ts';
import { zoomPercent } from './zoom.ts';
import './status-bar.css';

interface StatusBarProps {
  readonly notices: NoticeCentre;
  readonly workbench: StoreApi<WorkbenchState>;
}

/** Facts about the project on the left and about the open document on the right; each opens what changes it. */
export function StatusBar({ notices, workbench }: StatusBarProps) {
  const { keybindings, workspace } = useServices();
  const status = useStore(workspace, (state) => state.status);
  const trusted = useStore(workspace, (state) => state.project?.trusted ?? true);
  const coreLost = useStore(workspace, (state) => state.coreLost);
  const chord = useStore(keybindings.state, chordMessage);
  return (
    <footer className="status-bar" data-region="status-bar">
      <div className="status-bar-side">
        {coreLost ? (
          <StatusBarItem>
            <Plug className="status-bar-warning" aria-hidden="true" />
            {isServed ? t('Reconnecting. Your text is kept here') : t('Starting again. Your text is kept here')}
          </StatusBarItem>
        ) : null}
        {trusted ? null : (
          <StatusBarItem
            command="workbench.trust.manage"
            tooltip={t("Nothing of this folder's own is run until you trust it")}
          >
            <ShieldAlert className="status-bar-warning" aria-hidden="true" />
            {t('Restricted')}
          </StatusBarItem>
        )}
        {status === 'open' ? <ProjectItems /> : null}
        <FeatureItems side="project" />
        {chord ? <StatusBarItem live>{chord}</StatusBarItem> : null}
      </div>
      <div className="status-bar-side">
        <FeatureItems side="document" />
        <ZoomItem />
        {status === 'open' ? <DocumentItems /> : null}
        {status === 'welcome' ? (
          <StatusBarItem command="workbench.action.openGlobalKeybindings">
            <Keyboard aria-hidden="true" />
            {t('Keyboard shortcuts')}
          </StatusBarItem>
        ) : null}
        <NoticeBell notices={notices} workbench={workbench} />
      </div>
    </footer>
  );
}

interface StatusBarItemProps {
  readonly children: ReactNode;
  /** Runs when it is pressed; without one it is text. */
  readonly command?: string;
  readonly argument?: unknown;
  readonly tooltip?: string;
  /** Goes first when there is little room. */
  readonly optional?: boolean;
  readonly live?: boolean;
}

/** One fact of the status bar; with a command, a button that changes it. */
export function StatusBarItem({ children, command, argument, tooltip, optional, live }: StatusBarItemProps) {
  const { commands, keybindings } = useServices();
  const known = useStore(commands, (all) => (command ? all.get(command) : undefined));
  const className = optional ? 'status-bar-item status-bar-optional' : 'status-bar-item';
  if (!command || !known) {
    return (
      <span className={className} role={live ? 'status' : undefined}>
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      data-tooltip={tooltip ?? known.title}
      data-tooltip-keys={keybindings.keysOf(command) ?? undefined}
      onClick={() => void commands.run(command, argument)}
    >
      {children}
    </button>
  );
}

function ProjectItems() {
  const { problems } = useServices();
  const { errors, warnings } = useStore(problems, useShallow(countProblems));
  return (
    <>
      <BranchItems />
      <StatusBarItem command="workbench.actions.view.problems" tooltip={t('Problems')}>
        <CircleX aria-hidden="true" />
        <span className="status-bar-count">
          {errors}
          <span className="visually-hidden">{t(' errors, ', { count: errors })}</span>
        </span>
        <TriangleAlert aria-hidden="true" />
        <span className="status-bar-count">
          {warnings}
          <span className="visually-hidden">{t(' warnings', { count: warnings })}</span>
        </span>
      </StatusBarItem>
      <PreviewItem />
    </>
  );
}

function PreviewItem() {
  const { contextKeys } = useServices();
  const port = useStore(contextKeys, (keys) => keys.previewPort);
  if (!port) return null;
  return (
    <StatusBarItem
      command="preview.open"
      tooltip={t("The preview's server listens on port {{port}}", { port: String(port) })}
    >
      <AppWindow aria-hidden="true" />
      <span className="visually-hidden">{t('Preview on port')}</span>
      {port}
    </StatusBarItem>
  );
}

/** The branch, which opens the list of all; and how far it is from its upstream, which brings both together. */
function BranchItems() {
  const { sourceControl, workspace } = useServices();
  const branch = useStore(workspace, (state) => state.branch);
  const summary = useStore(sourceControl.summary);
  if (branch === null) return null;
  if (!summary) {
    return (
      <StatusBarItem>
        <GitBranch aria-hidden="true" />
        <span className="clip">{branch}</span>
      </StatusBarItem>
    );
  }
  const { head, changes, operation, syncing } = summary;
  const follows = head.upstream !== null && !head.upstreamGone;
  const commits = (count: number) => t('{{count}} commits', { count });
  const state = operation ? `, ${operationNames[operation] ?? operation}` : head.branch === null ? t(', detached') : '';
  return (
    <>
      <StatusBarItem
        command="git.checkout"
        tooltip={changes === 0 ? t('Switch branch') : t('Switch branch. {{count}} changed files', { count: changes })}
      >
        <GitBranch aria-hidden="true" />
        <span className="clip">
          {branch}
          {changes > 0 ? <span aria-hidden="true">*</span> : null}
          {state}
        </span>
        <span className="visually-hidden">{t(', switch branch')}</span>
      </StatusBarItem>
      {head.branch === null || head.commit === null ? null : follows ? (
        <StatusBarItem
          command="git.sync"
          tooltip={t('Synchronise with {{upstream}}: pull {{behind}}, push {{ahead}}', {
            upstream: head.upstream ?? '',
            behind: commits(head.behind),
            ahead: commits(head.ahead),
          })}
        >
          <RefreshCw className={syncing ? 'spinning' : undefined} aria-hidden="true" />
          <span aria-hidden="true">{`${head.behind}↓ ${head.ahead}↑`}</span>
          <span className="visually-hidden">
            {t('{{behind}} to pull, {{ahead}} to push, synchronise', { behind: head.behind, ahead: head.ahead })}
          </span>
        </StatusBarItem>
      ) : (
        <StatusBarItem command="git.publish" tooltip={t('Publish this branch')}>
          <CloudUpload className={syncing ? 'spinning' : undefined} aria-hidden="true" />
          <span className="visually-hidden">{t('Publish branch')}</span>
        </StatusBarItem>
      )}
    </>
  );
}

const operationNames: Readonly<Record<string, string>> = {
  merge: t('merging'),
  rebase: t('rebasing'),
  cherryPick: t('cherry-picking'),
  revert: t('reverting'),
};

function FeatureItems({ side }: { side: StatusItem['side'] }) {
  const { statusItems, workspace } = useServices();
  const open = useStore(workspace, (state) => state.status === 'open');
  const items = useStore(statusItems).filter((item) => item.side === side && (open || item.always === true));
  return items.map(({ id, Component }) => <Component key={id} />);
}

function CursorItem() {
  const { editor } = useServices();
  const cursor = useStore(editor.state, (state) => state.cursor);
  if (!cursor) return null;
  return (
    <StatusBarItem command="workbench.action.gotoLine" tooltip={t('Go to line')}>
      {t('Ln {{line}}, Col {{column}}', { line: cursor.line, column: cursor.column })}
      {cursor.selected > 0 ? t(' ({{selected}} selected)', { selected: cursor.selected }) : null}
    </StatusBarItem>
  );
}

function DocumentItems() {
  const { editor } = useServices();
  const document = useStore(editor.state, ({ active, documents }) =>
    active === null ? undefined : documents.get(active),
  );
  const indentation = useStore(editor.state, (state) => state.indentation);
  if (document?.kind !== 'text') return null;
  return (
    <>
      <CursorItem />
      {indentation ? (
        <StatusBarItem command="changeEditorIndentation" optional tooltip={t('Change indentation')}>
          {indentation.insertSpaces
            ? t('Spaces: {{size}}', { size: indentation.size })
            : t('Tabs: {{size}}', { size: indentation.size })}
        </StatusBarItem>
      ) : null}
      <StatusBarItem command="workbench.action.editor.changeEncoding" optional tooltip={t('Change encoding')}>
        {encodingName(document.encoding, document.byteOrderMark)}
      </StatusBarItem>
      <StatusBarItem command="workbench.action.editor.changeEOL" optional tooltip={t('Change line ends')}>
        {document.mixedLineEnds ? t('Mixed') : document.lineEnd.toUpperCase()}
      </StatusBarItem>
      <StatusBarItem command="workbench.action.editor.changeLanguageMode" optional tooltip={t('Change language')}>
        {languageName(document.languageId)}
      </StatusBarItem>
    </>
  );
}

function ZoomItem() {
  const { workspace } = useServices();
  const level = useStore(workspace, (state) => state.zoomLevel);
  if (level === 0) return null;
  return (
    <StatusBarItem command="workbench.action.zoomReset" tooltip={t('Zoom; press for 100 %')}>
      <ZoomIn aria-hidden="true" />
      {`${zoomPercent(level)} %`}
    </StatusBarItem>
  );
}

function NoticeBell({ notices, workbench }: StatusBarProps) {
  const all = useStore(notices.state, (state) => state.notices);
  const unseen = useStore(notices.state, (state) => state.unseen);
  const open = useStore(workbench, (state) => state.noticesOpen);
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        workbench.setState({ noticesOpen: next });
        if (next) notices.markSeen();
      }}
    >
      <Popover.Trigger
        render={
          <button
            type="button"
            className={
              unseen > 0 ? 'status-bar-item status-bar-kept status-bar-unseen' : 'status-bar-item status-bar-kept'
            }
            aria-label={unseen > 0 ? t('Notices, {{unseen}} new', { unseen }) : t('Notices')}
            data-tooltip={t('Notices')}
          />
        }
      >
        <Bell aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="menu-positioner" side="top" align="end" sideOffset={8} collisionPadding={8}>
          <Popover.Popup className="notice-list" aria-label={t('Notices')}>
            <div className="notice-list-head">
              <Popover.Title className="notice-list-title">{t('Notices')}</Popover.Title>
              {all.length > 0 ? (
                <Button kind="ghost" small onClick={notices.clear}>
                  {t('Clear all')}
                </Button>
              ) : null}
            </div>
            {all.length === 0 ? (
              <div className="notice-list-empty">
                <EmptyState icon={<Bell aria-hidden="true" />} title={t('No notices')}>
                  {t('What happens while you look elsewhere is kept here.')}
                </EmptyState>
              </div>
            ) : (
              <ul className="notice-list-rows">
                {all.map((notice) => (
                  <li key={notice.id}>
                    <NoticeCard notice={notice} dated onDismiss={() => notices.remove(notice.id)} />
                  </li>
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
