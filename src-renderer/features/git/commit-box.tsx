import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { CommandMenuItems } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { keyText } from '../../ui/key-names.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { GitParts } from './git-commands.ts';
import { GitOutput } from './git-output.tsx';

/** Lines that the message grows to before it scrolls. */
const mostLines = 10;
/** A first line longer than this is cut off by most programs that show it. */
const longSubject = 72;

/** The message and the button that commits. Up at its beginning and Down at its end bring back earlier messages. */
export function CommitBox({ parts }: { readonly parts: GitParts }) {
  const { contextKeys } = useServices();
  const { model, commits } = parts;
  const { store } = model;
  const { message, problem, focusRequested, amend, branch } = useStore(
    store,
    useShallow((state) => ({
      message: state.message,
      problem: state.problem,
      focusRequested: state.focusRequested,
      amend: state.amend,
      branch: state.status?.state === 'ready' ? state.status.head.branch : null,
    })),
  );
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // The height of the text is only known to the browser.
    element.rows = 1;
    const line = 20;
    element.rows = Math.min(
      mostLines,
      Math.max(1, Math.round((element.scrollHeight - 10) / line), message.split('\n').length),
    );
  }, [message]);
  useEffect(() => {
    if (focusRequested !== 'message') return;
    box.current?.focus();
    store.setState({ focusRequested: null });
  }, [focusRequested, store]);
  useEffect(() => () => contextKeys.set('scmInputFocus', false), [contextKeys]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || selectionStart !== selectionEnd) return;
    if (event.key === 'ArrowUp' && selectionStart === 0) {
      event.preventDefault();
      void commits.stepMessage(1).then(() => box.current?.setSelectionRange(0, 0), reportError);
    }
    if (event.key === 'ArrowDown' && selectionStart === value.length) {
      event.preventDefault();
      const toEnd = () => box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
      void commits.stepMessage(-1).then(toEnd, reportError);
    }
  };
  const subject = message.split('\n', 1)[0]?.length ?? 0;
  const noted = problem !== null || subject > longSubject;
  return (
    <div className="scm-commit">
      <textarea
        ref={box}
        className={problem ? 'scm-message scm-message-invalid' : 'scm-message'}
        aria-label={t('Commit message')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={noted ? 'scm-message-note' : undefined}
        placeholder={
          branch === null
            ? t('Message for this commit ({{keys}})', { keys: keyText('Ctrl+Enter') })
            : t('Message for {{branch}} ({{keys}})', { branch, keys: keyText('Ctrl+Enter') })
        }
        rows={1}
        spellCheck
        value={message}
        onChange={(event) => model.setMessage(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={() => contextKeys.set('scmInputFocus', true)}
        onBlur={() => contextKeys.set('scmInputFocus', false)}
      />
      {problem ? (
        <div id="scm-message-note" className="scm-problem" role="alert">
          <p>{problem.message}</p>
          {problem.output.trim() === '' ? null : <GitOutput output={problem.output.trim()} />}
        </div>
      ) : subject > longSubject ? (
        <p id="scm-message-note" className="scm-note">
          {t('The first line has {{number}} characters; {{limit}} fit most places that show it.', {
            number: subject,
            limit: longSubject,
          })}
        </p>
      ) : null}
      <CommitButton parts={parts} amend={amend} />
    </div>
  );
}

function CommitButton({ parts, amend }: { readonly parts: GitParts; readonly amend: boolean }) {
  const { commands } = useServices();
  const { store } = parts.model;
  const signOff = useStore(store, (state) => state.signOff);
  const committing = useStore(store, (state) => state.committing);
  const staged = useStore(store, ({ groups }) => groups.staged.length);
  const title = committing ? t('Committing') : amend ? t('Amend the last commit') : t('Commit');
  return (
    <div className="scm-commit-buttons">
      <Button
        kind="primary"
        className="scm-commit-main"
        aria-disabled={committing || undefined}
        data-tooltip={staged > 0 ? t('Commit {{count}} staged files', { count: staged }) : undefined}
        onClick={() => void commands.run('git.commit')}
      >
        {signOff ? t('{{title}}, signed off', { title }) : title}
      </Button>
      <Menu
        align="end"
        trigger={
          <Button kind="primary" className="scm-commit-more" aria-label={t('More ways to commit')}>
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem checked={signOff} onSelect={() => store.setState({ signOff: !signOff })}>
          {t('Sign off')}
        </MenuItem>
        <MenuItem checked={amend} onSelect={() => void commands.run('git.commitAmend')}>
          {t('Amend the last commit')}
        </MenuItem>
        <MenuSeparator />
        <CommandMenuItems menu="scmCommit" onlyEnabled />
      </Menu>
    </div>
  );
}
