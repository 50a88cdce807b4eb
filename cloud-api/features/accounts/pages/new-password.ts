import type { Hono } from 'hono';
import { html } from 'hono/html';
import { askAccounts, fieldOf, readForm } from './ask.ts';
import type { AccountPagesOptions } from './index.ts';
import { field, page, tooOften } from './layout.ts';

/** A new password for somebody who has forgotten the old one: a link by mail, and the page it leads to. */
export function newPasswordPages(pages: Hono, options: AccountPagesOptions): void {
  const askPage = (email = '', problem: string | null = null) =>
    page(
      'Choose a new password',
      html`<form method="post" action="/forgot-password">
        ${field({ name: 'email', label: 'E-mail address', type: 'email', value: email, autocomplete: 'username', hint: 'A link goes to it.' })}
        <button>Send the link</button>
      </form>
      <p>You know it after all? <a href="/sign-in">Sign in</a></p>`,
      problem,
    );
  const choosePage = (token: string, problem: string | null = null) =>
    page(
      'Choose a new password',
      html`<form method="post" action="/new-password">
        <input type="hidden" name="token" value="${token}" />
        ${field({
          name: 'password',
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          hint: 'At least 10 characters. Everything that is signed in is signed out.',
          minimum: 10,
        })}
        <button>Keep it</button>
      </form>`,
      problem,
    );

  pages.get('/forgot-password', (context) => context.html(askPage()));
  pages.post('/forgot-password', async (context) => {
    const email = fieldOf(await readForm(context), 'email');
    const { status } = await askAccounts(options, context, '/request-password-reset', { email });
    if (status !== 200) {
      context.status(status === 429 ? 429 : 400);
      return context.html(askPage(email, status === 429 ? tooOften : 'That is no e-mail address.'));
    }
    return context.html(
      page(
        'Look into your mail',
        html`<p>If ${email} has an account, a link to choose a new password is on its way. It works once, for an hour.</p>
          <p><a href="/sign-in">Sign in</a></p>`,
      ),
    );
  });

  pages.get('/new-password', (context) => context.html(choosePage(context.req.query('token') ?? '')));
  pages.post('/new-password', async (context) => {
    const form = await readForm(context);
    const token = fieldOf(form, 'token');
    const newPassword = fieldOf(form, 'password');
    const { status, body } = await askAccounts(options, context, '/reset-password', { token, newPassword });
    if (status !== 200) {
      context.status(status === 429 ? 429 : 400);
      return context.html(choosePage(token, newPasswordProblem(status, body)));
    }
    return context.html(
      page(
        'Your new password holds',
        html`<p>Everything that was signed in is signed out. <a href="/sign-in">Sign in</a></p>`,
      ),
    );
  });
}

function newPasswordProblem(status: number, body: Readonly<Record<string, unknown>>): string {
  if (status === 429) return tooOften;
  if (body.code === 'WEAK_PASSWORD' && typeof body.message === 'string') return body.message;
  if (body.code === 'PASSWORD_TOO_SHORT') return 'The password needs at least 10 characters.';
  if (body.code === 'PASSWORD_TOO_LONG') return 'The password may have 128 characters at most.';
  return 'This link was used already, or is too old. Ask for another one.';
}
