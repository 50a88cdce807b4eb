/**
 * What a browser without a session gets, and nothing else: a page that trades the token of the link for a session. It is its own
 * three small files, so that not even the product's bundle is given out before.
 */
export const entrancePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="dark light" />
    <title>FlashFusion</title>
    <link rel="stylesheet" href="/enter.css" />
    <script type="module" src="/enter.js"></script>
  </head>
  <body>
    <main>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M12.4 1.5 3.2 11.4h5.3l1.9-3.7z" />
        <path d="M7.6 18.5 16.8 8.6h-5.3l-1.9 3.7z" />
      </svg>
      <h1>FlashFusion</h1>
      <p id="message" role="status">Connecting …</p>
      <form id="form" hidden>
        <label for="link">Link or token</label>
        <div class="row">
          <input id="link" name="link" autocomplete="off" spellcheck="false" required />
          <button>Open</button>
        </div>
      </form>
    </main>
  </body>
</html>
`;

/** The product's colours (src-renderer/ui/tokens.css), in the theme of the system: no setting is known yet. */
export const entranceStyle = `:root {
  color-scheme: dark light;
  --back: oklch(0.168 0.006 240);
  --field: oklch(0.158 0.006 240);
  --line: oklch(0.545 0.01 240);
  --text: oklch(0.935 0.004 240);
  --quiet: oklch(0.785 0.007 240);
  --accent: oklch(0.82 0.115 192);
  --on-accent: oklch(0.2 0.035 205);
  --focus: oklch(0.82 0.115 192);
}
@media (prefers-color-scheme: light) {
  :root {
    --back: oklch(0.945 0.004 240);
    --field: oklch(1 0 0);
    --line: oklch(0.62 0.008 240);
    --text: oklch(0.235 0.012 240);
    --quiet: oklch(0.405 0.012 240);
    --accent: oklch(0.485 0.086 197);
    --on-accent: oklch(1 0 0);
    --focus: oklch(0.53 0.095 197);
  }
}
@media (prefers-contrast: more), (forced-colors: active) {
  :root {
    --back: oklch(0 0 0);
    --field: oklch(0 0 0);
    --line: oklch(0.9 0 0);
    --text: oklch(1 0 0);
    --quiet: oklch(0.94 0 0);
    --accent: oklch(0.9 0.13 192);
    --on-accent: oklch(0 0 0);
    --focus: oklch(0.93 0.17 105);
  }
}
* { box-sizing: border-box; }
body {
  display: grid;
  place-items: center;
  min-height: 100vh;
  margin: 0;
  background: var(--back);
  color: var(--text);
  font: 13px/20px Inter, "Segoe UI", system-ui, sans-serif;
}
main { width: min(440px, 100vw - 32px); }
svg { display: block; width: 40px; height: 40px; margin: 0 0 16px -6px; }
svg :first-child { fill: var(--text); }
svg :last-child { fill: var(--accent); }
h1 { margin: 0 0 4px; font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.01em; }
p { min-height: 40px; margin: 0; color: var(--quiet); }
form { margin-top: 12px; }
label { display: block; margin-bottom: 4px; }
.row { display: flex; gap: 8px; }
input, button { height: 28px; padding: 0 12px; border-radius: 4px; font: inherit; }
input { flex: 1; min-width: 0; padding: 0 8px; border: 1px solid var(--line); background: var(--field); color: inherit; }
button { border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: default; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
[hidden] { display: none; }
`;

export const entranceScript = `const message = document.getElementById('message');
const form = document.getElementById('form');
const link = document.getElementById('link');

const tokenIn = (text) => /(?:^|[#&])token=([\\w-]+)/.exec(text)?.[1] ?? (/^[\\w-]+$/.test(text.trim()) ? text.trim() : null);

async function enter(token) {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (answer?.status === 204) return location.reload();
  if (!answer) ask('The server does not answer. Is it still running?');
  else if (answer.status === 429) ask('Too many attempts. Try again in ' + answer.headers.get('retry-after') + ' seconds.');
  else ask('This link was used before or is too old. Press Enter in the terminal where FlashFusion runs: it shows a new one.');
}

function ask(text) {
  message.textContent = text;
  form.hidden = false;
  link.value = '';
  link.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const token = tokenIn(link.value);
  if (token) enter(token);
  else ask('That is no link of FlashFusion. It ends in #token= and letters.');
});

const token = location.hash ? tokenIn(location.hash) : null;
// It is good once, and should not stay in the history.
history.replaceState(null, '', location.pathname + location.search);
if (token) enter(token);
else ask('Open the link that the terminal shows, or paste it here. Press Enter there for a new one.');
`;
