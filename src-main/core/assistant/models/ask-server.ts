import type OpenAI from 'openai';
import type { APIError } from 'openai';
import type { ModelProblem } from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../../localization/index.ts';
import { type AnswerBounds, createBoundedFetch, defaultBounds } from './bounded-fetch.ts';
import { type FillForm, fillParameters, type Gap, refusesToFill } from './fill-in.ts';
import type { ModelMessage, RequestedCall, ToolDefinition } from './model-messages.ts';
import { describeFailure, type Failure, modelProblem, refusedParameter, refusesTools } from './model-problem.ts';

/** A server with what it takes to ask it. The key is here for the one request. */
export interface ServerAccess {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string | null;
  /** OpenAI's own server, whose newer models want some parameters by other names. */
  readonly openAi: boolean;
}

export interface ServerQuestion {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  /** Asked for instead of an answer to the messages, as far as the server takes it. */
  readonly fill?: { readonly gap: Gap; readonly form: FillForm };
  readonly tools?: readonly ToolDefinition[];
  readonly maxOutputTokens?: number;
  /** No long thinking before it: a title, a completion. */
  readonly quick?: boolean;
  readonly stop?: readonly string[];
  readonly bounds?: Partial<AnswerBounds>;
}

/** Tokens as a server reports them. */
export interface ReportedUsage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface ServerEnd {
  readonly type: 'done';
  readonly usage: ReportedUsage | null;
  readonly problem: ModelProblem | null;
  readonly cut: boolean;
  readonly calls: readonly RequestedCall[];
  readonly withoutTools: boolean;
  /** It is what belongs into the gap, and no answer to the messages. */
  readonly filled: boolean;
  /** It took up the request, so that something may have been used. */
  readonly begun: boolean;
}

export type ServerPart = { readonly type: 'text'; readonly text: string } | ServerEnd;

/** Characters of an answer and calls in one; a model that goes on has lost its way. */
const longestAnswer = 2_000_000;
const mostCalls = 32;
const longestArguments = 1_000_000;
/** Seconds that are waited for a server that is asked too often, and how often. */
const longestWait = 5;
const mostWaits = 2;
const removable = ['stream_options', 'reasoning_effort', 'max_completion_tokens', 'max_tokens', 'stop'] as const;

// Reading the SDK takes longer than all else of Core's start.
export const loadSdk = () => import('openai');

async function connect(access: ServerAccess, fetch: typeof globalThis.fetch): Promise<OpenAI> {
  const { OpenAI } = await loadSdk();
  return new OpenAI({
    baseURL: access.baseUrl,
    // Nothing of what the environment of this process says goes to the server of somebody's choice.
    apiKey: access.key ?? 'none',
    organization: null,
    project: null,
    ...(access.key === null ? { defaultHeaders: { Authorization: null } } : {}),
    maxRetries: 0,
    logLevel: 'off',
    fetch,
  });
}

/** What a server says it has. Fails with a `ModelProblem`. */
export async function listModels(access: ServerAccess, signal?: AbortSignal): Promise<readonly unknown[]> {
  const bounded = createBoundedFetch({ firstByte: 15_000, idle: 15_000, total: 30_000, bytes: 16 * 1024 * 1024 });
  try {
    const client = await connect(access, bounded.fetch);
    const page = await client.models.list(signal ? { signal } : {});
    if (!Array.isArray(page.data))
      throw modelProblem(
        'badAnswer',
        t('{{server}} answers, but not as a server of models does. Most addresses end with /v1.', {
          server: access.name,
        }),
      );
    return page.data;
  } catch (error) {
    signal?.throwIfAborted();
    if (isProblem(error)) throw error;
    const failure = await readFailure(error, bounded.exceeded());
    if (failure === null || failure.status === 404 || failure.status === 405) {
      throw modelProblem(
        'badAnswer',
        t('{{server}} answers, but not as a server of models does. Most addresses end with /v1.', {
          server: access.name,
        }),
        { detail: failure?.message.slice(0, 200) ?? '' },
      );
    }
    throw describeFailure(failure, place(access, ''));
  } finally {
    bounded.dispose();
  }
}

/**
 * Asks a server and gives its answer as it arrives; the last part says what became of it, whatever that is. Ends with the signal, whose answer has
 * no problem. Waits by itself for a server that is asked too often, as long as it names a few seconds.
 */
export async function* askServer(
  access: ServerAccess,
  question: ServerQuestion,
  signal: AbortSignal,
): AsyncGenerator<ServerPart, void, void> {
  const left = new Set<string>();
  let withoutTools = false;
  let filling = question.fill;
  let waits = 0;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const bounded = createBoundedFetch({ ...defaultBounds, ...question.bounds });
    const answer = createAnswer();
    let problem: ModelProblem | null = null;
    let sent = {};
    try {
      const client = await connect(access, bounded.fetch);
      const request = filling ? fillBody(question, filling, left) : body(access, question, left, withoutTools);
      sent = request;
      const stream: AsyncIterable<Chunk> =
        'prompt' in request
          ? await client.completions.create(request, { signal })
          : await client.chat.completions.create(request, { signal });
      answer.begun = true;
      for await (const chunk of stream) {
        const text = answer.add(chunk);
        if (text !== '') yield { type: 'text', text };
        if (answer.tooLong()) {
          problem = modelProblem('interrupted', t('The answer went on without end and was cut off.'));
          break;
        }
      }
      problem ??= answer.problem(access);
    } catch (error) {
      if (!signal.aborted) {
        const failure = await readFailure(error, bounded.exceeded());
        if (!answer.begun && failure !== null) {
          const parameter = refusedParameter(
            failure,
            removable.filter((name) => name in sent),
          );
          if (filling && parameter === null && refusesToFill(failure.status)) {
            filling = undefined;
            continue;
          }
          if (!withoutTools && question.tools?.length && refusesTools(failure)) {
            withoutTools = true;
            continue;
          }
          if (parameter !== null) {
            left.add(parameter);
            continue;
          }
        }
        problem = answer.begun
          ? interruption(failure, bounded.exceeded(), access, question.model, answer)
          : failure === null
            ? modelProblem(
                'badAnswer',
                t('{{server}} gave an answer that cannot be read. Check its address.', { server: access.name }),
              )
            : describeFailure(failure, place(access, question.model));
        const wait = problem.reason === 'rateLimited' ? problem.retryAfter : null;
        if (!answer.begun && wait !== null && wait <= longestWait && waits < mostWaits) {
          waits += 1;
          if (await pause(wait * 1000, signal)) continue;
          problem = null;
        }
      }
    } finally {
      bounded.dispose();
    }
    yield {
      type: 'done',
      usage: answer.usage,
      problem,
      cut: answer.finish === 'length',
      calls: signal.aborted || problem !== null ? [] : answer.calls(),
      withoutTools,
      filled: filling !== undefined,
      begun: answer.begun,
    };
    return;
  }
  const problem = modelProblem(
    'badAnswer',
    t('{{server}} takes none of the ways in which it can be asked.', { server: access.name }),
  );
  yield { type: 'done', usage: null, problem, cut: false, calls: [], withoutTools, filled: false, begun: false };
}

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk | OpenAI.Completions.Completion;

/** Gathers an answer from its chunks. Nothing in them is taken to be as its type says: servers differ. */
function createAnswer() {
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  let characters = 0;
  let refusal = '';
  return {
    begun: false,
    usage: null as ReportedUsage | null,
    finish: null as string | null,
    add(chunk: Chunk): string {
      const counted = readUsage(chunk.usage);
      if (counted) this.usage = counted;
      const choice = chunk.choices?.[0];
      if (!choice) return '';
      if (choice.finish_reason) this.finish = choice.finish_reason;
      if ('text' in choice && typeof choice.text === 'string') {
        characters += choice.text.length;
        return choice.text;
      }
      const delta = ('delta' in choice && choice.delta) || {};
      for (const part of delta.tool_calls ?? []) {
        const index = part.index ?? calls.size;
        if (!calls.has(index) && calls.size >= mostCalls) continue;
        const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
        if (part.id) call.id = part.id;
        if (part.function?.name && !call.name.endsWith(part.function.name)) call.name += part.function.name;
        if (part.function?.arguments) call.arguments += part.function.arguments;
        characters += part.function?.arguments?.length ?? 0;
        calls.set(index, call);
      }
      if (typeof delta.refusal === 'string') refusal += delta.refusal;
      const text = typeof delta.content === 'string' ? delta.content : '';
      characters += text.length;
      return text;
    },
    tooLong: () => characters > longestAnswer,
    empty: () => characters === 0,
    calls: (): RequestedCall[] =>
      [...calls.entries()]
        .sort(([one], [other]) => one - other)
        .filter(([, call]) => call.name !== '' && call.arguments.length <= longestArguments)
        .map(([index, call]) => ({ ...call, id: call.id || `call_${index}` })),
    /** Why an answer that ended by itself is none, or not all. */
    problem({ name, key }: ServerAccess): ModelProblem | null {
      if (refusal !== '')
        return modelProblem('refused', t('The model declined to answer. Say it in other words.'), {
          detail: refusal.slice(0, 1000),
        });
      if (this.finish === 'content_filter')
        return describeFailure(
          { status: 400, code: 'content_filter', message: '', retryAfter: null, systemCode: '' },
          { server: name, model: '', hasKey: key !== null, key },
        );
      if (this.finish === null)
        return this.empty() && calls.size === 0
          ? modelProblem('badAnswer', t('{{server}} gave an empty answer. Try again.', { server: name }))
          : interrupted();
      return null;
    },
  };
}

function interrupted(detail = ''): ModelProblem {
  return modelProblem(
    'interrupted',
    t('The connection was lost in the middle of the answer. What came is kept: go on from there, or ask again.'),
    { detail },
  );
}

function interruption(
  failure: Failure | null,
  exceeded: keyof AnswerBounds | null,
  access: ServerAccess,
  model: string,
  answer: { empty(): boolean },
): ModelProblem {
  if (exceeded === 'bytes' || exceeded === 'total')
    return modelProblem('interrupted', t('The answer went on without end and was cut off.'));
  if (exceeded === 'idle')
    return modelProblem(
      'interrupted',
      t('The answer stopped coming. What came is kept: go on from there, or ask again.'),
    );
  // Servers also tell of errors inside the stream.
  if (failure !== null && (failure.code !== '' || failure.message !== '') && failure.systemCode === '') {
    const told = describeFailure({ ...failure, status: failure.status ?? 500 }, place(access, model));
    return answer.empty() ? told : { ...told, reason: 'interrupted' };
  }
  return interrupted(failure?.systemCode ?? '');
}

function place(access: ServerAccess, model: string) {
  return { server: access.name, model, hasKey: access.key !== null, key: access.key };
}

function body(
  access: ServerAccess,
  question: ServerQuestion,
  left: ReadonlySet<string>,
  withoutTools: boolean,
): OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming {
  const { model, messages, tools, maxOutputTokens, quick, stop } = question;
  const thinks = /^(gpt-5|o\d)/.test(model);
  // Some servers hand on to OpenAI's newer models, which know it by their own name only.
  const most = access.openAi || left.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  const options: Record<string, unknown> = {
    stream_options: { include_usage: true },
    ...(maxOutputTokens === undefined ? {} : { [most]: maxOutputTokens }),
    ...(quick && access.openAi && thinks ? { reasoning_effort: model.startsWith('o') ? 'low' : 'minimal' } : {}),
    ...(stop && !thinks ? { stop } : {}),
  };
  for (const name of left) delete options[name];
  return {
    model,
    stream: true,
    messages: messages.map(toMessage),
    ...options,
    ...(tools?.length && !withoutTools
      ? {
          tools: tools.map((tool) => ({
            type: 'function' as const,
            function: { name: tool.name, description: tool.description, parameters: { ...tool.parameters } },
          })),
        }
      : {}),
  };
}

function fillBody(
  { model, maxOutputTokens }: ServerQuestion,
  { gap, form }: NonNullable<ServerQuestion['fill']>,
  left: ReadonlySet<string>,
): OpenAI.Completions.CompletionCreateParamsStreaming {
  const { stop, ...texts } = fillParameters(gap, form);
  const options: Record<string, unknown> = {
    stream_options: { include_usage: true },
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(stop ? { stop } : {}),
  };
  for (const name of left) delete options[name];
  return { model, stream: true, temperature: 0, ...texts, ...options };
}

function toMessage(message: ModelMessage): OpenAI.Chat.Completions.ChatCompletionMessageParam {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant':
      return message.calls?.length
        ? {
            role: 'assistant',
            content: message.content === '' ? null : message.content,
            tool_calls: message.calls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            })),
          }
        : { role: 'assistant', content: message.content };
    default:
      return { role: message.role, content: message.content };
  }
}

function readUsage(usage: unknown): ReportedUsage | null {
  const {
    prompt_tokens: input,
    completion_tokens: output,
    prompt_tokens_details: details,
  } = (usage ?? {}) as Record<string, unknown>;
  if (!isCount(input) || !isCount(output) || input + output === 0) return null;
  const cached = (details as { cached_tokens?: unknown } | null | undefined)?.cached_tokens;
  return { inputTokens: input, outputTokens: output, cachedTokens: isCount(cached) ? Math.min(cached, input) : 0 };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** What an error of the SDK says; null for an answer that is no such protocol's. */
async function readFailure(error: unknown, exceeded: keyof AnswerBounds | null): Promise<Failure | null> {
  const none = { status: null, code: '', message: '', retryAfter: null, systemCode: '' };
  if (exceeded !== null) return { ...none, systemCode: 'ETIMEDOUT' };
  const { APIError, APIConnectionError } = await loadSdk();
  if (error instanceof APIConnectionError) return { ...none, systemCode: systemCodeOf(error) };
  if (error instanceof APIError) {
    return {
      status: typeof error.status === 'number' ? error.status : null,
      code: String(error.code ?? error.type ?? ''),
      message: ownWords(error),
      retryAfter: readRetryAfter(error.headers as Headers | undefined),
      systemCode: '',
    };
  }
  const systemCode = systemCodeOf(error);
  return systemCode === '' ? null : { ...none, systemCode };
}

function ownWords(error: APIError): string {
  const told = error.error as { message?: unknown; error?: unknown } | undefined;
  if (typeof told?.message === 'string') return told.message;
  if (typeof told?.error === 'string') return told.error;
  return error.message;
}

function systemCodeOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z_0-9]+$/.test(code)) return code;
  }
  return error instanceof TypeError || (error instanceof Error && error.message === 'terminated')
    ? 'UND_ERR_SOCKET'
    : '';
}

/** Seconds, from `retry-after` in seconds or as a date, or `retry-after-ms` (RFC 9110, section 10.2.3). */
function readRetryAfter(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds / 1000;
  const text = headers?.get('retry-after');
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

/** False when the signal came first. */
function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}

function isProblem(error: unknown): error is ModelProblem {
  return typeof error === 'object' && error !== null && !(error instanceof Error) && 'reason' in error;
}
