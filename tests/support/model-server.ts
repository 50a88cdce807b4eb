import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A tool that the server's model wants to use. */
export interface ScriptedCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>> | string;
}

/** What the server does with one request for an answer. Without one it says `Hello from {model}.`. */
export interface ScriptedAnswer {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Instead of an answer. */
  readonly error?: {
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Characters in each piece; one event for each. */
  readonly pieces?: number;
  /** How the bytes of the stream are cut: every so many, or as they are. */
  readonly bytes?: number;
  /** Events end with CRLF. */
  readonly crlf?: boolean;
  /** Comments between events, as servers send to keep a connection open. */
  readonly keepAlives?: boolean;
  /** Milliseconds before the first event and between any two. */
  readonly firstAfter?: number;
  readonly pause?: number;
  /** Resolves before anything is sent. */
  readonly waitFor?: Promise<unknown>;
  /** Held back until it resolves: what comes after the first pieces. */
  readonly holdAfter?: { readonly pieces: number; readonly until: Promise<unknown> };
  /** The connection is cut after so many pieces. */
  readonly cutAfter?: number;
  /** The stream ends after so many pieces as if all were said, without a reason or `[DONE]`. */
  readonly endAfter?: number;
  /** Goes on without end. */
  readonly endless?: boolean;
  /** Each piece ends with the moment at which it is handed to the socket, by `performance.now()`: `<12.345>`. */
  readonly stamped?: boolean;
  /** An event that is no JSON, after the first piece. */
  readonly malformed?: boolean;
  /** An event that tells of an error, after the first piece. */
  readonly errorInStream?: { readonly message: string; readonly code?: string };
  /** Null sends no figures. */
  readonly usage?: { readonly prompt: number; readonly completion: number; readonly cached?: number } | null;
  readonly finish?: 'stop' | 'length' | 'content_filter' | 'tool_calls';
  readonly refusal?: string;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: ChatRequest;
  /** The body as it was sent. */
  readonly text: string;
  /** The client has gone before the answer was whole. */
  aborted: boolean;
}

export interface ChatRequest {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages?: readonly {
    readonly role: string;
    readonly content: string | null;
    readonly tool_calls?: unknown;
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly [other: string]: unknown;
}

/** What is asked of `/v1/completions`. */
export interface GapRequest {
  readonly model: string;
  readonly prompt: string;
  readonly suffix?: string | undefined;
}

export interface ModelServer {
  /** `http://127.0.0.1:…/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  /** All requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Those for answers. */
  chats(): readonly RecordedRequest[];
  /** Connections that are open now. */
  readonly connections: number;
  /** Says what the next requests for answers get, one each. */
  script(...answers: readonly ScriptedAnswer[]): void;
  /** Says what requests get for which nothing is scripted. Requests for titles do, before scripts, where `titles` is set. */
  otherwise(answer: (request: ChatRequest) => ScriptedAnswer): void;
  /** Says what is put into a gap. */
  fillsWith(filling: (request: GapRequest) => string): void;
  /** Resolves once so many requests for answers have come; rejects after ten seconds. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface ModelServerOptions {
  /** Without it any request is welcome. */
  readonly key?: string;
  readonly models?: readonly (string | Readonly<Record<string, unknown>>)[];
  /** Does not take tools, in the words of Ollama. */
  readonly withoutTools?: boolean;
  /** Takes `/v1/completions` for these models and refuses it for others, in the words of Ollama; without it there is no such address. */
  readonly fills?: readonly string[];
  /** Does not take these parameters, in the words of OpenAI. */
  readonly refusedParameters?: readonly string[];
  /** Characters that fit into its context. */
  readonly context?: number;
  readonly port?: number;
  /** What requests for titles are answered with; such a request uses up no script. */
  readonly title?: string;
}

/**
 * A server of models on loopback that speaks OpenAI's protocol of chat completions as real ones do, at awkward times and in awkward pieces.
 * Source: the OpenAPI description of the API, and the answers of Ollama, LM Studio and llama.cpp where they differ.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const models = options.models ?? ['test-model'];
  const requests: RecordedRequest[] = [];
  const scripts: ScriptedAnswer[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let otherwise: (request: ChatRequest) => ScriptedAnswer = ({ model }) => ({ text: `Hello from ${model}.` });
  let filling = ({ model }: GapRequest): string => `filled by ${model}`;
  const chats = () => requests.filter(({ path }) => path === '/v1/chat/completions');

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: text === '' ? {} : (JSON.parse(text) as ChatRequest),
      text,
      aborted: false,
    };
    requests.push(recorded);
    response.on('close', () => {
      if (!response.writableFinished) recorded.aborted = true;
    });
    for (const wake of waiting) wake();
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`) {
      const given = String(request.headers.authorization ?? '').replace('Bearer ', '');
      return fail(response, 401, {
        message: `Incorrect API key provided: ${given}.`,
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      });
    }
    if (request.method === 'GET' && path === '/v1/models') {
      return json(response, 200, {
        object: 'list',
        data: models.map((model) => ({
          object: 'model',
          created: 1_700_000_000,
          owned_by: 'test',
          ...(typeof model === 'string' ? { id: model } : model),
        })),
      });
    }
    if (request.method === 'POST' && path === '/v1/completions' && options.fills) {
      const { model = '', prompt, suffix } = recorded.body;
      if (!options.fills.includes(model)) {
        return fail(response, 400, {
          message: `registry.ollama.ai/library/${model} does not support insert`,
          type: 'api_error',
          code: null,
        });
      }
      return fill(
        recorded.body,
        filling({ model, prompt: String(prompt), suffix: suffix as string | undefined }),
        response,
      );
    }
    if (request.method !== 'POST' || path !== '/v1/chat/completions')
      return fail(response, 404, { message: 'Not found', code: null });
    await chat(recorded, response);
  }

  async function chat(recorded: RecordedRequest, response: ServerResponse): Promise<void> {
    const { body } = recorded;
    const known = models.map((model) => (typeof model === 'string' ? model : model.id));
    if (!known.includes(body.model)) {
      return fail(response, 404, {
        message: `The model \`${body.model}\` does not exist or you do not have access to it.`,
        type: 'invalid_request_error',
        code: 'model_not_found',
      });
    }
    if (options.withoutTools && body.tools?.length) {
      return fail(response, 400, {
        message: `registry.ollama.ai/library/${body.model} does not support tools`,
        type: 'api_error',
        code: null,
      });
    }
    const refused = options.refusedParameters?.find((parameter) => parameter in body);
    if (refused) {
      return fail(response, 400, {
        message: `Unsupported parameter: '${refused}' is not supported with this model.${refused === 'max_tokens' ? " Use 'max_completion_tokens' instead." : ''}`,
        type: 'invalid_request_error',
        param: refused,
        code: 'unsupported_parameter',
      });
    }
    const characters = (body.messages ?? []).reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
    if (options.context !== undefined && characters > options.context) {
      return fail(response, 400, {
        message: `This model's maximum context length is ${options.context} tokens. However, your messages resulted in ${characters} tokens.`,
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      });
    }
    const title = options.title !== undefined && isTitle(body);
    const scripted = title ? { text: options.title } : (scripts.shift() ?? otherwise(body));
    await scripted.waitFor;
    if (scripted.error) {
      const { status, headers } = scripted.error;
      return fail(
        response,
        status,
        scripted.error.body ?? {
          message: 'The server had an error while processing your request.',
          type: 'server_error',
          code: null,
        },
        headers,
      );
    }
    if (scripted.firstAfter) await delay(scripted.firstAfter);
    if (body.stream) await stream(body, scripted, response);
    else json(response, 200, whole(body, scripted));
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    chats,
    get connections() {
      return sockets.size;
    },
    script: (...answers) => void scripts.push(...answers),
    otherwise(next) {
      otherwise = next;
    },
    fillsWith(next) {
      filling = next;
    },
    received: (count) =>
      new Promise((resolve, reject) => {
        const done = () => {
          if (chats().length < count) return;
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(done);
          reject(new Error(`${chats().length} of ${count} requests for answers came.`));
        }, 10_000);
        waiting.add(done);
        done();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Whether a request asks for the name of a conversation. */
export function isTitle(request: ChatRequest): boolean {
  return Boolean(request.messages?.[0]?.content?.startsWith('Name the conversation'));
}

/** Source: the completion object of OpenAI's API description, as Ollama and LM Studio stream it. */
function fill(request: ChatRequest, text: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const base = { id: 'cmpl-1', object: 'text_completion', created: 1_700_000_000, model: request.model };
  const event = (value: object) => response.write(`data: ${JSON.stringify({ ...base, ...value })}\n\n`);
  for (const piece of cut(text, 5)) event({ choices: [{ index: 0, text: piece, finish_reason: null }] });
  event({ choices: [{ index: 0, text: '', finish_reason: 'stop' }] });
  if (request.stream_options) event({ choices: [], usage: usageOf({}) });
  response.end('data: [DONE]\n\n');
}

async function stream(request: ChatRequest, scripted: ScriptedAnswer, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const end = scripted.crlf ? '\r\n\r\n' : '\n\n';
  const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: request.model };
  const write = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => (response.destroyed ? resolve() : response.write(bytes, () => resolve())));
  const raw = async (text: string) => {
    const bytes = Buffer.from(text, 'utf8');
    const size = scripted.bytes ?? bytes.length;
    for (let start = 0; start < bytes.length; start += size) {
      await write(bytes.subarray(start, start + size));
      // Each piece is one read at the other end.
      if (scripted.bytes) await delay(0);
    }
  };
  const event = async (value: object) => {
    if (scripted.keepAlives) await raw(`: keep-alive${end}`);
    await raw(`data: ${JSON.stringify({ ...base, ...value })}${end}`);
    if (scripted.pause) await delay(scripted.pause);
  };
  const choice = (delta: object, finish: string | null = null) => ({
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });

  await event(choice({ role: 'assistant', content: '', refusal: null }));
  let sent = 0;
  for (const piece of piecesOf(scripted)) {
    if (response.destroyed) return;
    if (scripted.holdAfter?.pieces === sent) await scripted.holdAfter.until;
    await event(choice({ content: scripted.stamped ? `${piece}<${performance.now().toFixed(3)}>` : piece }));
    sent += 1;
    if (scripted.malformed && sent === 1) await raw(`data: {"choices": [{"delta"${end}`);
    if (scripted.errorInStream && sent === 1) {
      await raw(
        `data: ${JSON.stringify({ error: { type: 'server_error', code: null, ...scripted.errorInStream } })}${end}`,
      );
      response.end();
      return;
    }
    if (scripted.cutAfter === sent) return void response.destroy();
    if (scripted.endAfter === sent) return void response.end();
  }
  while (scripted.endless && !response.destroyed) {
    await event(choice({ content: 'and so on ' }));
    await delay(0);
  }
  if (scripted.refusal) await event(choice({ refusal: scripted.refusal }));
  for (const [index, call] of (scripted.calls ?? []).entries()) {
    const text = argumentsOf(call);
    await event(
      choice({
        tool_calls: [
          { index, id: call.id ?? `call_${index}`, type: 'function', function: { name: call.name, arguments: '' } },
        ],
      }),
    );
    // The arguments come in fragments, cut anywhere.
    for (const fragment of cut(text, 7))
      await event(choice({ tool_calls: [{ index, function: { arguments: fragment } }] }));
  }
  await event(choice({}, scripted.finish ?? (scripted.calls?.length ? 'tool_calls' : 'stop')));
  const wantsUsage = Boolean((request.stream_options as { include_usage?: boolean } | undefined)?.include_usage);
  if (wantsUsage && scripted.usage !== null) await event({ choices: [], usage: usageOf(scripted) });
  await raw(`data: [DONE]${end}`);
  response.end();
}

function whole(request: ChatRequest, scripted: ScriptedAnswer) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: request.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: scripted.text ?? null,
          refusal: scripted.refusal ?? null,
          ...(scripted.calls?.length
            ? {
                tool_calls: scripted.calls.map((call, index) => ({
                  id: call.id ?? `call_${index}`,
                  type: 'function',
                  function: { name: call.name, arguments: argumentsOf(call) },
                })),
              }
            : {}),
        },
        logprobs: null,
        finish_reason: scripted.finish ?? (scripted.calls?.length ? 'tool_calls' : 'stop'),
      },
    ],
    ...(scripted.usage === null ? {} : { usage: usageOf(scripted) }),
  };
}

function usageOf({ usage }: ScriptedAnswer) {
  const { prompt, completion, cached } = usage ?? { prompt: 120, completion: 30 };
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached ?? 0 },
  };
}

function piecesOf({ text = '', pieces = 8 }: ScriptedAnswer): string[] {
  return cut(text, pieces);
}

function cut(text: string, size: number): string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}

function argumentsOf(call: ScriptedCall): string {
  return typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function fail(
  response: ServerResponse,
  status: number,
  error: unknown,
  headers?: Readonly<Record<string, string>>,
): void {
  json(response, status, { error }, headers);
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => (milliseconds === 0 ? setImmediate(resolve) : setTimeout(resolve, milliseconds)));
}
