import type { NoticeAction, Services } from '../../../app/services.ts';

/** A notification of the system's: shown only while the window has not the focus. */
export interface SystemNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Something that somebody said and that this person is told of. */
export interface TalkNotice {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** Titles the way to it: `Show`. */
  readonly action: string;
  show(): void | Promise<void>;
  /** What the notice in the window offers in place of that. */
  readonly actions?: readonly NoticeAction[];
}

/** Tells this person of mentions and replies, in the window, and outside of it while it has not the focus. */
export interface TalkNotices {
  tell(notices: readonly TalkNotice[], summary: (count: number) => string): void;
  /** Somebody has chosen a notification of the system's. */
  chosen(id: string): void;
}

/** More at once are told of in one. */
const mostAtOnce = 3;
const mostRemembered = 50;

/** `notify` shows a notification of the system's where there are any. */
export function createTalkNotices(
  { notifications }: Pick<Services, 'notifications'>,
  notify: (notification: SystemNotification) => Promise<unknown>,
): TalkNotices {
  const shown = new Map<string, TalkNotice>();

  function tellOne(notice: TalkNotice): void {
    const { id, title, body, action, show, actions = [{ title: action, run: show }] } = notice;
    notifications.info(title, { detail: body, actions });
    shown.set(id, notice);
    const [oldest] = shown.keys();
    if (shown.size > mostRemembered && oldest !== undefined) shown.delete(oldest);
    // A system without notifications is no fault: the notice stands in the window.
    notify({ id, title: title.slice(0, 200), body: body.slice(0, 1000) }).catch(() => undefined);
  }

  return {
    tell(notices, summary) {
      const last = notices.at(-1);
      if (!last) return;
      if (notices.length <= mostAtOnce) {
        for (const notice of notices) tellOne(notice);
        return;
      }
      const { actions: _ofThatOne, ...rest } = last;
      tellOne({ ...rest, title: summary(notices.length), body: `${last.title}: ${last.body}` });
    },
    chosen(id) {
      void shown.get(id)?.show();
    },
  };
}
