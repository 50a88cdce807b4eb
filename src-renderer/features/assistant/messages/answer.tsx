import { Ellipsis, RotateCcw } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ChatMessage, StagedFile } from '../../../../contract/model/chat.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Mark } from '../../../ui/mark.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { FileCard } from '../hunks/file-card.tsx';
import type { HunkActions } from '../hunks/hunk-actions.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { modelText, usageText } from './answer-facts.ts';
import { BranchSwitch } from './branch-switch.tsx';
import { CopyButton } from './code-block.tsx';
import { Markdown } from './markdown.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { ToolTrace } from './tool-trace.tsx';

interface AnswerProps {
  readonly message: ChatMessage;
  readonly files: readonly StagedFile[];
  readonly session: AssistantSession;
  readonly actions: HunkActions;
}

interface FinishedAnswerProps extends AnswerProps {
  /** The last message of the branch: only there one goes on with an answer. */
  readonly last: boolean;
}

/** An answer that is there: its text, what it would change, what became of it. */
export const Answer = memo(function Answer({ message, files, session, actions, last }: FinishedAnswerProps) {
  const staged = useMemo(() => new Set(files.map(({ path }) => path)), [files]);
  const busy = useStore(session.state, ({ turn }) => turn !== null);
  const cut = message.status === 'stopped' || message.status === 'interrupted';
  const facts = usageText(message.usage);
  return (
    <>
      <AnswerHead message={message}>
        {busy ? null : <AnswerTools message={message} files={files} session={session} />}
      </AnswerHead>
      <ToolTrace calls={message.tools} allow={(call, answer) => session.allow(message.id, call, answer)} />
      {message.text === '' ? null : <Markdown text={message.text} staged={staged} />}
      {files.map((file) => (
        <FileCard key={file.id} file={file} actions={actions} />
      ))}
      {message.problem ? (
        <ProblemNotice
          problem={message.problem}
          onRetry={() => session.retry(message)}
          onContinue={last && cut && message.text !== '' ? () => session.continue(message) : null}
        />
      ) : cut ? (
        <div className="assistant-stopped">
          <span>{message.status === 'stopped' ? t('Stopped') : t('Cut off when FlashFusion ended')}</span>
          {busy || !last ? null : (
            <Button small onClick={() => session.continue(message)}>
              {t('Continue')}
            </Button>
          )}
        </div>
      ) : null}
      {facts === '' ? null : <p className="assistant-usage tabular">{facts}</p>}
    </>
  );
});

interface LiveAnswerViewProps extends Omit<AnswerProps, 'message'> {
  /** As it stands in the list; what has come since is in the session's live answer. */
  readonly message: ChatMessage;
}

/** The answer that is coming in. */
export function LiveAnswerView({ message, files, session, actions }: LiveAnswerViewProps) {
  const live = useStore(session.live.state);
  const shown = live ?? message;
  const staged = useMemo(() => new Set(files.map(({ path }) => path)), [files]);
  const asks = shown.tools.some(({ status }) => status === 'asking');
  return (
    <>
      <AnswerHead message={shown} />
      <ToolTrace calls={shown.tools} allow={(call, answer) => session.allow(shown.id, call, answer)} />
      {shown.text === '' ? (
        asks ? null : (
          <p className="assistant-waiting">
            <span className="assistant-caret" aria-hidden="true" />
            {shown.tools.length > 0 ? t('Working') : t('Waiting for the first word')}
          </p>
        )
      ) : (
        <div className="assistant-streaming">
          <Markdown text={shown.text} staged={staged} />
        </div>
      )}
      {files.map((file) => (
        <FileCard key={file.id} file={file} actions={actions} />
      ))}
    </>
  );
}

function AnswerHead({ message, children }: { readonly message: ChatMessage; readonly children?: React.ReactNode }) {
  return (
    <header className="assistant-by">
      <Mark />
      <span className="assistant-who">{t('Assistant')}</span>
      <span className="assistant-facts clip">{modelText(message)}</span>
      <span className="assistant-by-tools">{children}</span>
    </header>
  );
}

function AnswerTools({ message, files, session }: Omit<AnswerProps, 'actions'>) {
  return (
    <>
      <BranchSwitch message={message} disabled={false} show={(id) => void session.showBranch(id)} />
      <span className="assistant-hover-tools">
        <CopyButton text={message.text} label={t('Copy message')} />
        <IconButton label={t('Ask again')} onClick={() => session.retry(message)}>
          <RotateCcw aria-hidden="true" />
        </IconButton>
      </span>
      <AnswerMenu message={message} files={files} session={session} />
    </>
  );
}

/** What can be done with an answer. A menu is made when it is opened first: a page of answers would make one for each. */
function AnswerMenu({ message, files, session }: Omit<AnswerProps, 'actions'>) {
  const { shell } = useServices();
  const [opened, setOpened] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const changed = files.some(({ hunks }) => hunks.some(({ status }) => status === 'kept'));
  const label = t('More of this answer');
  if (!opened) {
    return (
      <IconButton label={label} aria-haspopup="menu" aria-expanded={false} onClick={() => setOpened(true)}>
        <Ellipsis aria-hidden="true" />
      </IconButton>
    );
  }
  return (
    <Menu
      align="end"
      initiallyOpen
      returnFocus={() => trigger.current}
      trigger={
        <IconButton ref={trigger} label={label}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => void shell.system.writeClipboard({ text: message.text }).catch(reportError)}>
        {t('Copy message')}
      </MenuItem>
      <MenuItem onSelect={() => session.retry(message)}>{t('Ask again')}</MenuItem>
      <MenuSeparator />
      <MenuItem disabled={!changed} onSelect={() => void session.undoTurn(message, false)}>
        {t('Undo this turn in the files')}
      </MenuItem>
      <MenuItem onSelect={() => void session.undoTurn(message, true)}>{t('Undo this turn, files and chat')}</MenuItem>
    </Menu>
  );
}
