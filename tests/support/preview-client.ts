import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface PreviewAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface PreviewRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Exactly as it is sent; the path of the address otherwise. */
  readonly path?: string;
}

/** What a browser sends when a frame shows a page. */
export const asFrame = {
  accept: 'text/html',
  'sec-fetch-dest': 'iframe',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'cross-site',
} as const;

/** Asks an origin by its name, which Chromium resolves by itself and Node does not: the connection goes to 127.0.0.1. */
export function open(address: string, options: PreviewRequest = {}): Promise<IncomingMessage> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port: url.port,
        method: options.method ?? 'GET',
        path: options.path ?? url.pathname + url.search,
        headers: { host: url.host, ...options.headers },
        agent: false,
      },
      resolve,
    );
    asking.once('error', reject);
    asking.end(options.body);
  });
}

/** The same, with the whole answer. */
export async function ask(address: string, options: PreviewRequest = {}): Promise<PreviewAnswer> {
  const response = await open(address, options);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return { status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() };
}
