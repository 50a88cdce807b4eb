import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { askAccounts, fieldOf, readForm, whoIsThere } from './ask.ts';
import type { AccountPagesOptions } from './index.ts';
import { field, page } from './layout.ts';

/** Letting a desktop in: its code is typed or came with the link, and somebody who is signed in says yes or no (RFC 8628). */
export function devicePages(pages: Hono, options: AccountPagesOptions): void {
  const codePage = (problem: string | null = null) =>
    page(
      'Let FlashFusion in',
      html`<form method="get" action="/device">
        ${field({ name: 'user_code', label: 'Code', autocomplete: 'off', hint: 'FlashFusion shows it while it waits for you.' })}
        <button>Go on</button>
      </form>`,
      problem,
    );
  const signInFirst = (context: Context, code: string) => {
    const next = code === '' ? '/device' : `/device?user_code=${code}`;
    return context.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303);
  };

  pages.get('/device', async (context) => {
    const code = plainCode(context.req.query('user_code') ?? '');
    const person = await whoIsThere(options, context);
    if (person === null) return signInFirst(context, code);
    if (code === '') return context.html(codePage());
    const { status, body } = await askAccounts(options, context, `/device?user_code=${encodeURIComponent(code)}`);
    if (status !== 200) return context.html(codePage(codeProblem(status, body)), 400);
    if (body.status !== 'pending') return context.html(codePage('This code has been answered already.'), 400);
    return context.html(
      page(
        'Let FlashFusion in?',
        html`<p>It asks to act as <strong>${person.name}</strong> (${person.email}). Go on only if FlashFusion shows this very code to you:</p>
        <p class="code">${spaced(code)}</p>
        <form method="post" action="/device" class="row">
          <input type="hidden" name="user_code" value="${code}" />
          <button name="decision" value="deny" class="quiet">Refuse</button>
          <button name="decision" value="approve">Let it in</button>
        </form>
        <form method="post" action="/sign-out">
          <input type="hidden" name="next" value="/device?user_code=${code}" />
          <p>Not you? <button class="link">Use another account</button></p>
        </form>`,
      ),
    );
  });

  pages.post('/device', async (context) => {
    const form = await readForm(context);
    const code = plainCode(fieldOf(form, 'user_code'));
    const approved = fieldOf(form, 'decision') === 'approve';
    const { status, body } = await askAccounts(options, context, approved ? '/device/approve' : '/device/deny', {
      userCode: code,
    });
    if (status === 401) return signInFirst(context, code);
    if (status !== 200) return context.html(codePage(codeProblem(status, body)), 400);
    return context.html(
      approved
        ? page('FlashFusion is signed in', html`<p>You can close this page and go back to FlashFusion.</p>`)
        : page('Refused', html`<p>FlashFusion was not let in. You can close this page.</p>`),
    );
  });
}

/** As it is kept: letters and digits only. */
function plainCode(code: string): string {
  return code
    .replaceAll(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .slice(0, 64);
}

function spaced(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

function codeProblem(status: number, body: Readonly<Record<string, unknown>>): string {
  if (status === 429) return 'That was too often. Wait a minute, then try again.';
  if (status === 403) return 'Somebody else has begun to answer this code. Start again in FlashFusion.';
  if (body.error === 'expired_token') return 'This code is too old. Start again in FlashFusion: it shows a new one.';
  return 'There is no such code, or it has been answered already. Look at it again in FlashFusion.';
}
