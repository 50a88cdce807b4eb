import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NewMessage, TurnPart } from '../../../../contract/desktop/assistant/chat.ts';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import type { Services, Workspace } from '../../../../src-renderer/app/services.ts';
import {
  type AssistantSession,
  createAssistantSession,
} from '../../../../src-renderer/features/assistant/session/assistant-session.ts';
import { emptyAnswer, newQuestion } from '../../../../src-renderer/features/assistant/session/branch.ts';

interface Asked {
  readonly text: string;
  readonly conversationId: string | null;
  readonly signal: AbortSignal;
  push(part: TurnPart): void;
  end(): void;
}

let asked: Asked[];
let stopped: string[];
let continued: string[];
let session: AssistantSession;
let workspace: StoreApi<Workspace>;
let connected = true;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  vi.stubGlobal('document', { activeElement: null });
  asked = [];
  stopped = [];
  connected = true;
  continued = [];
  const chat = {
    async send(
      { conversationId, message }: { conversationId: string | null; message: NewMessage },
      { signal }: { signal: AbortSignal },
    ) {
      const parts: (TurnPart | null)[] = [];
      let wake = () => {};
      const tell = (part: TurnPart | null) => {
        parts.push(part);
        wake();
      };
      signal.addEventListener('abort', () => wake());
      asked.push({ text: message.text, conversationId, signal, push: tell, end: () => tell(null) });
      return (async function* () {
        for (;;) {
          signal.throwIfAborted();
          const part = parts.shift();
          if (part === null) return;
          if (part) yield part;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      })();
    },
    stop: async ({ messageId }: { messageId: string }) => void stopped.push(messageId),
    async continue({ messageId }: { messageId: string }) {
      continued.push(messageId);
      return (async function* () {})();
    },
    open: async ({ conversationId: id }: { conversationId: string }) => ({
      ...{ id, title: id, usage: null, messages: [], earlier: 0 },
    }),
  };
  workspace = createStore<Workspace>(() => ({ project: { id: 'p' }, kept: {} }) as unknown as Workspace);
  const services = {
    core: { assistant: { chat } },
    workspace,
    coreEvents: { listen: () => ({ dispose() {} }) },
    problems: createStore(() => []),
    editor: {
      state: createStore(() => ({ active: null, cursor: null })),
      liveTexts: () => [],
      texts: { unsaved: () => [] },
    },
  } as unknown as Services;
  const staged = { takeMessage: () => undefined } as unknown as Parameters<typeof createAssistantSession>[1];
  const shared = createStore<{ conversationId: string | null; answering: boolean }>(() => ({
    conversationId: null,
    answering: false,
  }));
  session = createAssistantSession(
    services,
    staged,
    () => Promise.reject(new Error('none')),
    shared,
    () => connected,
  );
});
afterEach(() => {
  session.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const passed = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const write = (text: string) => {
  session.drafts.change(session.state.getState().conversation?.id ?? null, { text });
  session.send();
};
/** A turn that Core has begun and said something in. */
async function answering(id: string, text: string): Promise<Asked> {
  write(text);
  await passed();
  const turn = asked.at(-1);
  if (!turn) throw new Error('Nothing was asked.');
  const question: ChatMessage = { ...newQuestion(text, [], null), id: `${id}-question` };
  turn.push({ type: 'started', conversationId: id, question, answerId: `${id}-answer` });
  turn.push({ type: 'text', text: 'So far' });
  await passed();
  return turn;
}
const usage = { inputTokens: 700, cachedTokens: 0, outputTokens: 50, cost: 0.01, estimated: false };
const done = (id: string): TurnPart => ({
  type: 'done',
  answer: { ...emptyAnswer(`${id}-answer`, `${id}-question`), status: 'stopped', text: 'So far' },
  files: [],
  usage,
});
const texts = () => session.state.getState().messages.map(({ text }) => text);
const draft = (id: string | null = null) => session.drafts.get(id).text;

it('what is asked during an answer is shown at once, and asked when that has ended', async () => {
  const first = await answering('a', 'First');
  session.ask({ text: 'Explain this', send: true });
  await passed(100);
  expect(stopped).toEqual(['a-answer']);
  expect(texts()).toEqual(['Explain this', '']);
  expect(asked).toHaveLength(1);
  first.push(done('a'));
  first.end();
  await passed();
  expect(asked.map(({ text, conversationId }) => [text, conversationId])).toEqual([
    ['First', null],
    ['Explain this', null],
  ]);
  expect(texts()).toEqual(['Explain this', '']);
  expect(session.state.getState()).toMatchObject({ conversation: null, refused: null, turn: { stopping: false } });
});

it('what is written right after New conversation is asked, even if the answer before never ends', async () => {
  await answering('a', 'First');
  session.startNew();
  write('Second');
  expect(texts()).toEqual(['Second', '']);
  await passed(3000);
  expect(asked.map(({ text }) => text)).toEqual(['First', 'Second']);
  asked[1]?.push({
    ...{ type: 'started', conversationId: 'b', answerId: 'b-answer' },
    question: { ...newQuestion('Second', [], null), id: 'b-question' },
  } as TurnPart);
  asked[1]?.push({ type: 'text', text: 'Hello' });
  await passed();
  expect(session.state.getState().conversation?.id).toBe('b');
  expect(session.live.state.getState()?.text).toBe('Hello');
});

it('what is written in another conversation right away is asked there', async () => {
  const first = await answering('a', 'First');
  await session.open('other');
  write('Second');
  first.end();
  await passed();
  expect(asked.at(-1)).toMatchObject({ text: 'Second', conversationId: 'other' });
});

it('a turn that was left shows nothing in the next view', async () => {
  const first = await answering('a', 'First');
  session.startNew();
  first.push({ type: 'text', text: ' and more' });
  first.push(done('a'));
  first.end();
  await passed();
  expect(session.state.getState()).toMatchObject({ conversation: null, messages: [], turn: null, refused: null });
  expect(session.live.state.getState()).toBeNull();
});

it('what was not asked is given back beside what has been written since', async () => {
  write('First');
  await passed();
  session.startNew();
  session.drafts.change(null, { text: 'Second' });
  await passed();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(draft()).toBe('First\n\nSecond');
  expect(session.state.getState()).toMatchObject({ messages: [], refused: null, turn: null });
});

it('what waits can be stopped, and stands in the composer again', async () => {
  const first = await answering('a', 'First');
  session.startNew();
  write('Second');
  session.stop();
  first.end();
  await passed(3000);
  expect(asked).toHaveLength(1);
  expect(draft()).toBe('Second');
  expect(session.state.getState()).toMatchObject({ messages: [], turn: null, refused: expect.any(String) });
});

it('of another project nothing is given back', async () => {
  write('First');
  await passed();
  workspace.setState({ project: { id: 'q' } } as unknown as Workspace);
  await passed();
  expect(draft()).toBe('');
});

it('an answer goes on only where it is the last message: what follows another one stays', async () => {
  const cut = (id: string, parentId: string): ChatMessage => ({
    ...emptyAnswer(id, parentId),
    status: 'stopped',
    text: `${id} so far`,
  });
  const [first, second] = [cut('one', 'q1'), cut('two', 'q2')];
  const messages = [
    { ...newQuestion('First', [], null), id: 'q1' },
    first,
    { ...newQuestion('Second', [], 'one'), id: 'q2' },
    second,
  ];
  session.state.setState({ messages });
  session.continue(first);
  await passed();
  expect(continued).toEqual([]);
  expect(texts()).toEqual(['First', 'one so far', 'Second', 'two so far']);
  session.continue(second);
  await passed();
  expect(continued).toEqual(['two']);
});

it('without a model, Enter leaves the message where it is, as the button does', async () => {
  connected = false;
  write('First');
  await passed();
  expect(asked).toEqual([]);
  expect(draft()).toBe('First');
  expect(session.state.getState()).toMatchObject({ messages: [], turn: null });
  connected = true;
  session.send();
  await passed();
  expect(asked).toMatchObject([{ text: 'First' }]);
});

it('what a conversation has taken is known when its answer has ended', async () => {
  const turn = await answering('a', 'First');
  expect(session.state.getState().conversation?.usage).toBeNull();
  turn.push(done('a'));
  turn.end();
  await passed();
  expect(session.state.getState().conversation).toMatchObject({ id: 'a', usage });
});
