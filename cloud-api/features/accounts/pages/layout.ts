import { html } from 'hono/html';

type Content = ReturnType<typeof html>;

export const tooOften = 'That was too often. Wait a minute, then try again.';

/** A whole page around its content. `problem` says what went wrong with what was sent. */
export function page(title: string, content: Content, problem: string | null = null): Content {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="dark light" />
    <title>${title} – FlashFusion</title>
    <link rel="stylesheet" href="/pages.css" />
  </head>
  <body>
    <main>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M12.4 1.5 3.2 11.4h5.3l1.9-3.7z" />
        <path d="M7.6 18.5 16.8 8.6h-5.3l-1.9 3.7z" />
      </svg>
      <h1>${title}</h1>
      ${problem === null ? '' : html`<p class="problem" role="alert">${problem}</p>`}
      ${content}
    </main>
  </body>
</html>
`;
}

/** A labelled field of a form. */
export function field(options: {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  value?: string;
  autocomplete: string;
  hint?: string;
  minimum?: number;
}): Content {
  const { name, label, type = 'text', value = '', autocomplete, hint, minimum } = options;
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" required maxlength="200"${
    minimum === undefined ? '' : html` minlength="${minimum}"`
  }${hint === undefined ? '' : html` aria-describedby="${name}-hint"`} />
${hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`}`;
}

/** The page that comes next, carried by a form. */
export function carried(next: string): Content {
  return html`<input type="hidden" name="next" value="${next}" />`;
}
