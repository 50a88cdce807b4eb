import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ChatMessage, StagedFile } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import type { StagedEdits } from '../apply/staged-edits.ts';
import type { HunkActions } from '../hunks/hunk-actions.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { Answer, LiveAnswerView } from './answer.tsx';
import { Question } from './question.tsx';

interface MessageListProps {
  readonly session: AssistantSession;
  readonly staged: StagedEdits;
  readonly actions: HunkActions;
}

/** So close to the end, in pixels, the list is taken to be at it. */
const nearEnd = 48;
const noFiles: readonly StagedFile[] = [];

/** The messages. Only those in view are in the page; the end stays in view while an answer comes in, until somebody scrolls up. */
export function MessageList({ session, staged, actions }: MessageListProps) {
  const messages = useStore(session.state, (state) => state.messages);
  const running = useStore(session.state, ({ turn }) => turn !== null);
  const earlier = useStore(session.state, (state) => state.earlier);
  const conversation = useStore(session.state, (state) => state.conversation?.id ?? null);
  const filesOf = useFilesByMessage(staged);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const followed = useRef(true);
  const [away, setAway] = useState(false);
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimate(messages[index]), [messages]),
    // A place in the whole branch, which stays the same when what stands before has come.
    getItemKey: useCallback(
      (index: number) => `${earlier + index}:${messages[index]?.role ?? ''}`,
      [earlier, messages],
    ),
    overscan: 1,
  });
  const total = virtualizer.getTotalSize();
  const before = useRef({ earlier, total });
  useLayoutEffect(() => {
    const element = scroller.current;
    // What is in view stays where it is.
    if (element && earlier < before.current.earlier && !followed.current)
      element.scrollTop += total - before.current.total;
    before.current = { earlier, total };
  }, [earlier, total]);

  const toEnd = useCallback(() => {
    followed.current = true;
    setAway(false);
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    followed.current = atEnd;
    setAway(!atEnd);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation, or one more turn of it, begins at its end
  useLayoutEffect(toEnd, [toEnd, conversation, messages.length === 0, running]);
  useEffect(() => {
    const observed = content.current;
    const element = scroller.current;
    if (!observed || !element) return;
    const observer = new ResizeObserver(() => {
      if (followed.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(observed);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <div className="assistant-list">
      <div
        ref={scroller}
        className="assistant-scroller"
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with keys
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('Messages')}
      >
        <div ref={content} className="assistant-content" style={{ height: total }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index];
            if (!message) return null;
            const last = index === messages.length - 1;
            return (
              <article
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={earlier + index === 0 ? 'assistant-turn' : 'assistant-turn assistant-turn-next'}
                style={{ transform: `translateY(${start}px)` }}
                aria-label={message.role === 'user' ? t('You') : t('Assistant')}
              >
                {message.role === 'user' ? (
                  <Question message={message} session={session} />
                ) : last && running ? (
                  <LiveAnswerView message={message} files={filesOf(message.id)} session={session} actions={actions} />
                ) : (
                  <Answer
                    message={message}
                    files={filesOf(message.id)}
                    session={session}
                    actions={actions}
                    last={last}
                  />
                )}
              </article>
            );
          })}
        </div>
      </div>
      {away ? (
        <Button small className="assistant-to-end" onClick={toEnd}>
          <ArrowDown className="icon-small" aria-hidden="true" />
          {t('Jump to end')}
        </Button>
      ) : null}
    </div>
  );
}

/** The staged files by their messages; a message's list is the same one until something of it changes. */
function useFilesByMessage(staged: StagedEdits): (messageId: string) => readonly StagedFile[] {
  const files = useStore(staged.files);
  const before = useRef<ReadonlyMap<string, readonly StagedFile[]>>(new Map());
  const grouped = useMemo(() => {
    const next = new Map<string, StagedFile[]>();
    for (const file of files.values()) next.set(file.messageId, [...(next.get(file.messageId) ?? []), file]);
    const kept = new Map<string, readonly StagedFile[]>();
    for (const [id, list] of next) {
      const old = before.current.get(id);
      const same = old?.length === list.length && old.every((file, index) => file === list[index]);
      kept.set(id, same && old ? old : list);
    }
    before.current = kept;
    return kept;
  }, [files]);
  return (id) => grouped.get(id) ?? noFiles;
}

const estimates = new WeakMap<ChatMessage, number>();

/** A first guess at a message's height, in pixels; what is in view is measured. */
function estimate(message: ChatMessage | undefined): number {
  if (!message) return 100;
  const known = estimates.get(message);
  if (known !== undefined) return known;
  const lines = message.text.length / 52 + message.text.split('\n', 200).length * 0.5;
  const height = Math.round(60 + Math.min(lines, 400) * 20);
  estimates.set(message, height);
  return height;
}
