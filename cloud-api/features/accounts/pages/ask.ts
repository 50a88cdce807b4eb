import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { AccountPagesOptions } from './index.ts';

/** An answer of the accounts' own interface, with the cookies that it sets. */
export interface AccountAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
}

/** Asks as the browser would: with its cookies, from this server's own pages. */
export async function askAccounts(
  { ask, publicUrl }: AccountPagesOptions,
  context: Context,
  path: string,
  body?: object,
): Promise<AccountAnswer> {
  const headers = new Headers({ origin: new URL(publicUrl()).origin });
  for (const name of ['cookie', 'user-agent']) {
    const value = context.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  if (body) headers.set('content-type', 'application/json');
  const request = new Request(new URL(`/api/auth${path}`, publicUrl()), {
    method: body ? 'POST' : 'GET',
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const response = await ask(context, request);
  const parsed: unknown = await response.json().catch(() => null);
  return {
    status: response.status,
    body: parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : {},
    cookies: response.headers.getSetCookie(),
  };
}

/** Passes cookies on to the browser. */
export function passCookies(context: Context, { cookies }: AccountAnswer): void {
  for (const cookie of cookies) context.header('set-cookie', cookie, { append: true });
}

/** Who is signed in in this browser, or null. */
export async function whoIsThere(
  options: AccountPagesOptions,
  context: Context,
): Promise<{ name: string; email: string } | null> {
  if (context.req.header('cookie') === undefined) return null;
  const { body } = await askAccounts(options, context, '/get-session');
  const user = body.user as { name?: unknown; email?: unknown } | undefined;
  return user && typeof user.email === 'string' ? { name: String(user.name ?? ''), email: user.email } : null;
}

/** The fields of the form that was sent; a body that is none is refused. */
export async function readForm(context: Context): Promise<Record<string, unknown>> {
  try {
    return await context.req.parseBody();
  } catch (error) {
    if (error instanceof TypeError) throw new HTTPException(400, { cause: error });
    throw error;
  }
}

/** A text field of a form; empty where it is missing or something else. */
export function fieldOf(form: Record<string, unknown>, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

/** Where to go on after signing in: only back to the page that asked. */
export function nextPage(asked: string | undefined): string {
  return asked !== undefined && /^\/(account|device\?user_code=[\w-]{1,64})$/.test(asked) ? asked : '/device';
}
