import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { accountPages } from './account.ts';
import { devicePages } from './device.ts';
import { newPasswordPages } from './new-password.ts';
import { signInPages } from './sign-in.ts';
import { pageStyle } from './style.ts';

/** What the pages need of the rest of the server. */
export interface AccountPagesOptions {
  publicUrl(): string;
  readonly confirmsAddresses: boolean;
  /** Whether one may sign in with GitHub. */
  readonly github: boolean;
  /** Hands a request to the accounts' own interface, under the caller's address. */
  ask(context: Context, request: Request): Promise<Response>;
}

/** Where there are pages for people, and so headers for pages. */
export const accountPagePaths: ReadonlySet<string> = new Set([
  '/device',
  '/sign-in',
  '/sign-in/github',
  '/sign-up',
  '/sign-out',
  '/forgot-password',
  '/new-password',
  '/account',
  '/pages.css',
]);

/**
 * The pages that a desktop sends people to: sign in or up, choose a new password, and let the desktop in. Plain forms, no script. A form that comes
 * from another site is refused by its origin; cookies stay with this one.
 */
export function createAccountPages(options: AccountPagesOptions): Hono {
  const pages = new Hono();
  pages.get('/pages.css', (context) =>
    context.body(pageStyle, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' }),
  );
  for (const path of accountPagePaths) {
    if (path === '/pages.css') continue;
    pages.use(path, csrf({ origin: (origin) => origin === new URL(options.publicUrl()).origin }));
    pages.use(path, async (context, next) => {
      await next();
      context.header('cache-control', 'no-store');
    });
  }
  signInPages(pages, options);
  newPasswordPages(pages, options);
  devicePages(pages, options);
  accountPages(pages, options);
  return pages;
}
