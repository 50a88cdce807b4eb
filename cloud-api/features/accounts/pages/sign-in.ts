import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { askAccounts, fieldOf, nextPage, passCookies, readForm } from './ask.ts';
import type { AccountPagesOptions } from './index.ts';
import { carried, field, page, tooOften } from './layout.ts';

/** Signing in, up and out. */
export function signInPages(pages: Hono, options: AccountPagesOptions): void {
  const signInPage = (next: string, email = '', problem: string | null = null) =>
    page(
      'Sign in',
      html`<form method="post" action="/sign-in">
        ${carried(next)}
        ${field({ name: 'email', label: 'E-mail address', type: 'email', value: email, autocomplete: 'username' })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
        <button>Sign in</button>
      </form>
      ${
        options.github
          ? html`<form method="post" action="/sign-in/github">${carried(next)}<button class="quiet">Sign in with GitHub</button></form>`
          : ''
      }
      <p><a href="/forgot-password">Forgot your password?</a></p>
      <p>No account yet? <a href="/sign-up?next=${encodeURIComponent(next)}">Create one</a></p>`,
      problem,
    );
  const signUpPage = (next: string, given = { name: '', email: '' }, problem: string | null = null) =>
    page(
      'Create an account',
      html`<form method="post" action="/sign-up">
        ${carried(next)}
        ${field({ name: 'name', label: 'Name', value: given.name, autocomplete: 'name', hint: 'Shown to people you work with.' })}
        ${field({ name: 'email', label: 'E-mail address', type: 'email', value: given.email, autocomplete: 'username' })}
        ${field({
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'new-password',
          hint: 'At least 10 characters.',
          minimum: 10,
        })}
        <button>Create account</button>
      </form>
      <p>You have one already? <a href="/sign-in?next=${encodeURIComponent(next)}">Sign in</a></p>`,
      problem,
    );

  const signIn = async (context: Context, email: string, password: string, next: string) => {
    const answer = await askAccounts(options, context, '/sign-in/email', { email, password });
    if (answer.status !== 200) {
      context.status(answer.status === 429 ? 429 : 400);
      return context.html(signInPage(next, email, signInProblem(answer.status, answer.body)));
    }
    passCookies(context, answer);
    return context.redirect(next, 303);
  };

  pages.get('/sign-in', (context) => context.html(signInPage(nextPage(context.req.query('next')))));
  pages.post('/sign-in', async (context) => {
    const form = await readForm(context);
    return signIn(context, fieldOf(form, 'email'), fieldOf(form, 'password'), nextPage(fieldOf(form, 'next')));
  });
  pages.post('/sign-in/github', async (context) => {
    if (!options.github) return context.notFound();
    const next = nextPage(fieldOf(await readForm(context), 'next'));
    const answer = await askAccounts(options, context, '/sign-in/social', { provider: 'github', callbackURL: next });
    if (typeof answer.body.url !== 'string') {
      return context.html(signInPage(next, '', 'GitHub cannot be reached from here. Try again in a moment.'), 400);
    }
    passCookies(context, answer);
    return context.redirect(answer.body.url, 303);
  });

  pages.get('/sign-up', (context) => context.html(signUpPage(nextPage(context.req.query('next')))));
  pages.post('/sign-up', async (context) => {
    const form = await readForm(context);
    const [name, email, password] = ['name', 'email', 'password'].map((key) => fieldOf(form, key)) as [
      string,
      string,
      string,
    ];
    const next = nextPage(fieldOf(form, 'next'));
    const callbackURL = `/sign-in?next=${encodeURIComponent(next)}`;
    const answer = await askAccounts(options, context, '/sign-up/email', { name, email, password, callbackURL });
    if (answer.status !== 200) {
      context.status(answer.status === 429 ? 429 : 400);
      return context.html(signUpPage(next, { name, email }, signUpProblem(answer.status, answer.body)));
    }
    if (!options.confirmsAddresses) return signIn(context, email, password, next);
    return context.html(
      page(
        'Look into your mail',
        html`<p>A link is on its way to ${email}. Open it to confirm that the address is yours, then sign in.</p>
          <p><a href="${callbackURL}">Sign in</a></p>`,
      ),
    );
  });

  pages.post('/sign-out', async (context) => {
    const next = nextPage(fieldOf(await readForm(context), 'next'));
    passCookies(context, await askAccounts(options, context, '/sign-out', {}));
    return context.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303);
  });
}

function signInProblem(status: number, body: Readonly<Record<string, unknown>>): string {
  if (status === 429) return tooOften;
  if (body.code === 'EMAIL_NOT_VERIFIED') {
    return 'This address is not confirmed yet. Open the link in the mail that was just sent to it.';
  }
  return 'Address and password do not belong together. Try again, or create an account.';
}

function signUpProblem(status: number, body: Readonly<Record<string, unknown>>): string {
  if (status === 429) return tooOften;
  const says = body.code === 'WEAK_PASSWORD' || body.code === 'INVALID_NAME';
  if (says && typeof body.message === 'string') return body.message;
  if (body.code === 'PASSWORD_TOO_SHORT') return 'The password needs at least 10 characters.';
  return 'That does not work yet. Give a name, an address, and a password of 10 to 128 characters.';
}
