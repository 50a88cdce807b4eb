import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TokenUsage } from '../../../../contract/model/assistant-model.ts';
import type { Attachment, ChatMessage, Conversation } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { AssistantQuestion, AssistantService, Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { EditActions } from '../apply/edit-actions.ts';
import type { StagedEdits } from '../apply/staged-edits.ts';
import { withAttachments } from '../composer/attachment-names.ts';
import { emptyAnswer, newQuestion, pendingAnswer, pendingQuestion, upTo } from './branch.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createEarlierMessages } from './earlier-messages.ts';
import { keepSession, readKeptSession } from './kept-session.ts';
import { createLiveAnswer, type LiveAnswer } from './live-answer.ts';
import { editorSituation } from './situation.ts';
import { createTurns } from './turns.ts';

export interface SessionState {
  /** Null before the first message of a new one. */
  readonly conversation: {
    readonly id: string;
    readonly title: string;
    readonly usage: TokenUsage | null;
  } | null;
  /** Of the branch that is shown. The answer that is coming in stands in its place here, and grows in `live`. */
  readonly messages: readonly ChatMessage[];
  /** Messages of the branch that stand before these and are still to come in. */
  readonly earlier: number;
  /** The turn that runs; `answerId` is null until Core has begun it. */
  readonly turn: { readonly answerId: string | null; readonly stopping: boolean } | null;
  /** A conversation is being opened. */
  readonly opening: boolean;
  /** Why the last message was not sent, or the conversation not opened. */
  readonly refused: string | null;
  /** Counts the wishes for the focus where one writes, and what had it when the last one was made. */
  readonly focusWishes: number;
  readonly focusBefore: Element | null;
}

/** The conversation that the panel shows, and what can be done with it. */
export interface AssistantSession extends Disposable {
  readonly state: StoreApi<SessionState>;
  readonly live: LiveAnswer;
  readonly drafts: Drafts;
  /** Puts a question into the composer, or sends it in a new conversation. */
  ask(question: AssistantQuestion): void;
  startNew(): void;
  open(conversationId: string): Promise<void>;
  /** Sends what the composer holds; without a model it stays there. */
  send(): void;
  stop(): void;
  /** Asks the question of an answer again. */
  retry(answer: ChatMessage): void;
  /** Goes on with an answer that was cut off. Only with the last message: what follows another one would be left out. */
  continue(answer: ChatMessage): void;
  /** Asks something else in a question's place, as another branch. */
  edit(question: ChatMessage, text: string): void;
  showBranch(messageId: string): Promise<void>;
  rename(conversationId: string, title: string): Promise<void>;
  /** Answers a call of the model's that asks. */
  allow(messageId: string, callId: string, answer: 'once' | 'always' | 'deny'): void;
  /** Takes back what the turn of an answer and those after it have changed; `withChat` takes the conversation back, too. */
  undoTurn(answer: ChatMessage, withChat: boolean): Promise<void>;
  focusComposer(): void;
}

const nothingYet: SessionState = {
  conversation: null,
  messages: [],
  earlier: 0,
  turn: null,
  opening: false,
  refused: null,
  focusWishes: 0,
  focusBefore: null,
};

export function createAssistantSession(
  services: Services,
  staged: StagedEdits,
  editActions: () => Promise<EditActions>,
  shared: AssistantService['state'],
  mayAsk: () => boolean,
): AssistantSession {
  const { core, workspace } = services;
  const ends = createDisposables();
  const state = createStore<SessionState>(() => nothingYet);
  const live = createLiveAnswer();
  const drafts = createDrafts();
  const turns = createTurns(services, state, live, staged);

  const conversationId = () => state.getState().conversation?.id ?? null;
  const projectId = () => {
    const { project } = workspace.getState();
    if (!project) throw new Error(t('Open a folder first.'));
    return project.id;
  };
  const takeStaged = (messages: readonly ChatMessage[]) => {
    for (const { id: messageId, editedFiles } of messages) {
      if (editedFiles === 0) continue;
      core.assistant.edits
        .list({ messageId, open: [...services.editor.texts.unsaved()] })
        .then(({ files }) => staged.takeMessage(messageId, files), reportError);
    }
  };
  const earlierMessages = ends.add(createEarlierMessages(services, state, takeStaged));
  const show = ({ id, title, usage, messages, earlier }: Conversation) => {
    state.setState({ conversation: { id, title, usage }, messages, earlier, opening: false, refused: null });
    takeStaged(messages);
    earlierMessages.come();
  };
  const refuse = (error: unknown) => state.setState({ opening: false, refused: messageOf(error) });
  // What was asked for before the view changed again has nothing to show any more.
  let shownViews = 0;
  const leave = () => {
    shownViews += 1;
    turns.leave();
    state.setState(({ focusWishes, focusBefore }) => ({ ...nothingYet, focusWishes, focusBefore }));
  };
  /** Says why a turn was refused, where the view is still the same. */
  const refusing = () => {
    const view = shownViews;
    return (refused: string) => {
      if (view === shownViews) state.setState({ refused });
    };
  };
  /** Puts what was not asked back where it was written, before what has been written there since. */
  const giveBack = (id: string | null, text: string, attachments: readonly Attachment[]) => {
    const now = drafts.get(id);
    drafts.change(id, {
      text: [text, now.text].filter((each) => each.trim() !== '').join('\n\n'),
      attachments: [...attachments, ...now.attachments],
    });
  };
  const situation = () => editorSituation(services, drafts.get(conversationId()).pinnedPaths);

  const sendTo = (
    parentId: string | null,
    {
      text,
      attachments = [],
      leaveOut = [],
    }: { text: string; attachments?: ChatMessage['attachments']; leaveOut?: readonly string[] },
  ) => {
    const id = conversationId();
    const refuseTurn = refusing();
    const { project } = workspace.getState();
    const question = newQuestion(text, attachments, parentId);
    const message = { text, attachments, leaveOut: [...leaveOut], situation: situation() };
    return turns.run({
      messages: [...upTo(state.getState().messages, parentId), question],
      answer: emptyAnswer(pendingAnswer, pendingQuestion),
      start: (signal) =>
        core.assistant.chat.send({ projectId: projectId(), conversationId: id, parentId, message }, { signal }),
      onRefused(reason) {
        refuseTurn(reason);
        if (workspace.getState().project?.id === project?.id) giveBack(id, text, attachments);
      },
    });
  };
  let resuming = false;
  const keep = () => {
    if (!resuming) keepSession(workspace, { conversationId: conversationId(), drafts: drafts.state.getState() });
  };
  /** Goes on where the window was the last time with this project. */
  const resume = () => {
    const { project, kept } = workspace.getState();
    const known = readKeptSession(project ? kept : {});
    resuming = true;
    leave();
    drafts.replace(known.drafts);
    resuming = false;
    // One that has been removed meanwhile is not missed: a new one is shown.
    if (known.conversationId !== null)
      void openConversation(known.conversationId, () => state.setState({ opening: false }));
  };
  const openConversation = async (id: string, onFailed: (error: unknown) => void) => {
    const view = shownViews;
    state.setState({ opening: true });
    try {
      const conversation = await core.assistant.chat.open({ conversationId: id });
      if (view === shownViews) show(conversation);
    } catch (error) {
      if (view === shownViews) onFailed(error);
    }
  };
  const lastAnswer = () => state.getState().messages.at(-1)?.id ?? null;

  ends.add(
    services.coreEvents.listen((event) => {
      if (event.type !== 'conversations.changed') return;
      const { conversation } = state.getState();
      if (conversation?.id === event.conversationId) {
        state.setState({ conversation: { ...conversation, title: event.title } });
      }
    }),
  );
  ends.addFunction(
    state.subscribe(({ conversation, turn }, before) => {
      if (conversation && before.conversation === null && turn) drafts.become(conversation.id);
      if (conversation?.id !== before.conversation?.id) keep();
      const next = { conversationId: conversation?.id ?? null, answering: turn !== null };
      const now = shared.getState();
      if (now.conversationId !== next.conversationId || now.answering !== next.answering) shared.setState(next);
    }),
  );
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id !== before.project?.id) resume();
    }),
  );
  ends.addFunction(drafts.state.subscribe(keep));
  ends.addFunction(turns.stop);

  const session: AssistantSession = {
    state,
    live,
    drafts,
    ask({ text, attachments = [], send = false }) {
      if (send) {
        if (state.getState().turn) leave();
        else session.startNew();
        void sendTo(null, { text, attachments: [...attachments] });
        return;
      }
      const id = conversationId();
      const draft = drafts.get(id);
      drafts.change(id, {
        text: draft.text.trim() === '' ? text : `${draft.text.trimEnd()}\n\n${text}`,
        attachments: withAttachments(draft.attachments, attachments),
      });
      session.focusComposer();
    },
    startNew() {
      leave();
      session.focusComposer();
    },
    open(id) {
      leave();
      return openConversation(id, refuse);
    },
    send() {
      const id = conversationId();
      const draft = drafts.get(id);
      const text = draft.text.trim();
      const { turn, opening } = state.getState();
      // Enter while a conversation opens must not begin another one.
      if (text === '' || turn || opening || !mayAsk()) return;
      drafts.clear(id);
      const { attachments, leaveOut } = draft;
      void sendTo(lastAnswer(), { text, attachments: [...attachments], leaveOut });
    },
    stop: turns.stop,
    retry(answer) {
      const { messages } = state.getState();
      const leaveOut = [...drafts.get(conversationId()).leaveOut];
      const asked = { messageId: answer.id, situation: situation(), leaveOut };
      void turns.run({
        messages: upTo(messages, answer.parentId),
        answer: emptyAnswer(pendingAnswer, answer.parentId),
        start: (signal) => core.assistant.chat.retry(asked, { signal }),
        onRefused: refusing(),
      });
    },
    continue(answer) {
      const { messages } = state.getState();
      if (messages.at(-1)?.id !== answer.id) return;
      const asked = { messageId: answer.id, situation: situation() };
      void turns.run({
        messages: upTo(messages, answer.parentId),
        answer: { ...answer, status: 'streaming', problem: null },
        start: (signal) => core.assistant.chat.continue(asked, { signal }),
        onRefused: refusing(),
      });
    },
    edit(question, text) {
      const { leaveOut } = drafts.get(conversationId());
      void sendTo(question.parentId, { text, attachments: question.attachments, leaveOut });
    },
    async showBranch(messageId) {
      try {
        show(await core.assistant.chat.showBranch({ messageId }));
      } catch (error) {
        refuse(error);
      }
    },
    async rename(id, title) {
      await core.assistant.chat.rename({ conversationId: id, title });
      const { conversation } = state.getState();
      if (conversation?.id === id) state.setState({ conversation: { ...conversation, title } });
    },
    allow(messageId, callId, answer) {
      core.assistant.chat.allow({ messageId, callId, answer }).catch(refuse);
    },
    async undoTurn(answer, withChat) {
      const { conversation, messages } = state.getState();
      const question = messages.find(({ id }) => id === answer.parentId);
      try {
        const outcome = await (await editActions()).undoTurn(answer.id, withChat);
        if (outcome === null || !conversation) return;
        show(await core.assistant.chat.open({ conversationId: conversation.id }));
        if (withChat && question) {
          drafts.change(conversation.id, { text: question.text, attachments: question.attachments });
        }
        session.focusComposer();
      } catch (error) {
        refuse(error);
      }
    },
    focusComposer: () =>
      state.setState(({ focusWishes }) => ({ focusWishes: focusWishes + 1, focusBefore: document.activeElement })),
    dispose: ends.dispose,
  };
  resume();
  return session;
}
