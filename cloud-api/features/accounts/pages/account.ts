import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type AccountAnswer, askAccounts, fieldOf, passCookies, readForm, whoIsThere } from './ask.ts';
import type { AccountPagesOptions } from './index.ts';
import { field, page, tooOften } from './layout.ts';

/** What is kept about somebody, to take along and to delete. */
export function accountPages(pages: Hono, options: AccountPagesOptions): void {
  const accountPage = (person: { name: string; email: string }, password: boolean, problem: string | null = null) =>
    page(
      'Your account',
      html`<p>Signed in as <strong>${person.name}</strong> (${person.email}).</p>
      <p><a href="/api/account/export" download="flashfusion-account.json">Download everything that is kept about you</a></p>
      <form method="post" action="/account">
        <p>Deleting the account deletes all of it, at once and for good. Projects on your machines stay.</p>
        ${password ? field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }) : ''}
        <button class="quiet">Delete the account</button>
      </form>
      <form method="post" action="/sign-out">
        <input type="hidden" name="next" value="/account" />
        <p><button class="link">Sign out</button></p>
      </form>`,
      problem,
    );
  const signInFirst = (context: Context) => context.redirect('/sign-in?next=%2Faccount', 303);
  const hasPassword = async (context: Context): Promise<boolean> => {
    const { body } = await askAccounts(options, context, '/list-accounts');
    return Object.values(body).some((each) => (each as { providerId?: unknown } | null)?.providerId === 'credential');
  };

  pages.get('/account', async (context) => {
    const person = await whoIsThere(options, context);
    if (person === null) return signInFirst(context);
    return context.html(accountPage(person, await hasPassword(context)));
  });

  pages.post('/account', async (context) => {
    const person = await whoIsThere(options, context);
    if (person === null) return signInFirst(context);
    const form = await readForm(context);
    const withPassword = await hasPassword(context);
    const password = fieldOf(form, 'password');
    // With none given a fresh session would do: whoever finds a browser open shall not delete an account that has one.
    const answer =
      withPassword && password === ''
        ? refused
        : await askAccounts(options, context, '/delete-user', withPassword ? { password } : {});
    if (answer.status !== 200) {
      context.status(answer.status === 429 || answer.status === 503 ? answer.status : 400);
      return context.html(accountPage(person, withPassword, deletionProblem(answer.status, answer.body)));
    }
    passCookies(context, answer);
    return context.html(
      page('Your account is deleted', html`<p>Nothing of it is left here. You can close this page.</p>`),
    );
  });
}

const refused: AccountAnswer = { status: 400, body: {}, cookies: [] };

function deletionProblem(status: number, body: Readonly<Record<string, unknown>>): string {
  if (status === 429) return tooOften;
  if (status === 503) return 'The server cannot reach its storage. Nothing was deleted. Try again in a moment.';
  if (body.code === 'SESSION_EXPIRED') return 'Sign out and in again, then delete it.';
  return 'That is not the password of this account. Nothing was deleted.';
}
