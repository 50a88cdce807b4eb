import { request as openRequest } from 'node:http';
import fc from 'fast-check';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { type ApiDocument, type Operation, readOperations } from './operations.ts';
import { type FuzzRequest, requestsFor } from './requests.ts';

export interface FuzzOptions {
  /** Where the server listens, without a path. */
  readonly url: string;
  readonly document: ApiDocument;
  readonly seed: number;
  /** Requests for each operation. */
  readonly runs: number;
  /** Milliseconds that a request may take. */
  readonly patience: number;
  /** Bytes of a body that no operation takes. */
  readonly largest: number;
  /** The headers of somebody who is signed in; asked before each request that wants them. */
  session(): Promise<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** How often each operation answered with which status: `GET /api/about` → 200 → 12. */
export type FuzzAnswers = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Sends requests made from an OpenAPI document, as it has them and with faults. Rejects with the smallest request that it found, and
 * the seed to see it again, when a reply is an error of the server, tells something of its insides, or does not come in time.
 */
export async function fuzzServer(options: FuzzOptions): Promise<FuzzAnswers> {
  const answers = new Map<string, Map<number, number>>();
  for (const operation of readOperations(options.document)) {
    const counts = new Map<number, number>();
    answers.set(`${operation.method} ${operation.path}`, counts);
    await fuzzOperation(operation, options, counts);
  }
  return answers;
}

async function fuzzOperation(operation: Operation, options: FuzzOptions, counts: Map<number, number>): Promise<void> {
  const property = fc.asyncProperty(requestsFor(operation, options.largest), async (request) => {
    const session = request.signedIn ? await options.session() : {};
    const reply = await send(
      options.url,
      { ...request, headers: { ...session, ...request.headers } },
      options.patience,
    );
    const fault = faultIn(reply);
    if (fault) throw new Error(`${operation.method} ${operation.path}: ${fault}\n${reply.text.slice(0, 500)}`);
    counts.set(reply.status, (counts.get(reply.status) ?? 0) + 1);
  });
  await fc.assert(property, { seed: options.seed, numRuns: options.runs, endOnFailure: false });
}

const insides = [
  /^\s+at .+:\d+:\d+/m,
  /node:internal/,
  /node_modules/,
  /file:\/\//,
  /\b(select|insert|update|delete) .+ "\w+"/i,
];

/** What a reply may not be or hold; null when there is nothing. */
export function faultIn({ status, text }: Reply): string | null {
  if (status >= 500) return `answered ${status}`;
  const leak = insides.find((pattern) => pattern.test(text));
  if (leak) return `the reply tells of the server's insides (${leak})`;
  return text.includes(repositoryRoot) ? 'the reply holds a path of this machine' : null;
}

/** Sends a request as it is: paths are not made proper, and any header goes that HTTP can carry. */
export function send(url: string, request: Omit<FuzzRequest, 'signedIn'>, patience: number): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const { method, target, headers, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = openRequest({
      hostname,
      port,
      method,
      path: target,
      headers,
      agent: false,
      maxHeaderSize: 2 ** 20,
    });
    const timer = setTimeout(() => {
      outgoing.destroy();
      reject(new Error(`${method} ${target.slice(0, 200)} was not answered within ${patience} ms`));
    }, patience);
    const settle = (reply: Reply) => {
      clearTimeout(timer);
      resolve(reply);
    };
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        if (text.length < 1_000_000) text += part;
      });
      const end = () => settle({ status: response.statusCode ?? 0, text });
      response.on('end', end).on('error', end);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      clearTimeout(timer);
      // A server that has answered enough may close while a large body is still on its way.
      if (body !== null && body.length > 65_536 && /^(EPIPE|ECONNRESET)$/.test(error.code ?? '')) {
        resolve({ status: 413, text: '' });
      } else reject(error);
    });
    outgoing.end(body ?? undefined);
  });
}
