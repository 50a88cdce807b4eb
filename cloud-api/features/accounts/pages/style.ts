/** The product's colours (src-renderer/ui/tokens.css), in the theme of the system: a browser knows no setting of the desktop. */
export const pageStyle = `:root {
  color-scheme: dark light;
  --back: oklch(0.168 0.006 240);
  --field: oklch(0.158 0.006 240);
  --line: oklch(0.545 0.01 240);
  --text: oklch(0.935 0.004 240);
  --quiet: oklch(0.785 0.007 240);
  --accent: oklch(0.82 0.115 192);
  --on-accent: oklch(0.2 0.035 205);
  --focus: oklch(0.82 0.115 192);
  --danger: oklch(0.735 0.15 22);
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
    --danger: oklch(0.47 0.17 25);
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
    --danger: oklch(0.8 0.14 22);
  }
}
* { box-sizing: border-box; }
body {
  display: grid;
  place-items: center;
  min-height: 100vh;
  margin: 0;
  padding: 16px 0;
  background: var(--back);
  color: var(--text);
  font: 13px/20px Inter, "Segoe UI", system-ui, sans-serif;
}
main { width: min(360px, 100vw - 32px); }
svg { display: block; width: 40px; height: 40px; margin: 0 0 16px -6px; }
svg :first-child { fill: var(--text); }
svg :last-child { fill: var(--accent); }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.01em; }
p { margin: 12px 0; color: var(--quiet); overflow-wrap: anywhere; }
strong { color: var(--text); font-weight: 600; }
a { color: var(--accent); }
form + form { margin-top: 8px; }
label { display: block; margin: 12px 0 4px; }
input, button { height: 32px; padding: 0 12px; border-radius: 4px; font: inherit; }
input { width: 100%; padding: 0 8px; border: 1px solid var(--line); background: var(--field); color: inherit; }
button { width: 100%; margin-top: 16px; border: 1px solid transparent; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: default; }
button.quiet { border-color: var(--line); background: transparent; color: var(--text); }
button.link { width: auto; height: auto; margin: 0; padding: 0; border: 0; background: none; color: var(--accent); font-weight: 400; text-decoration: underline; }
.row { display: flex; gap: 8px; }
.hint { margin: 4px 0 0; font-size: 12px; line-height: 16px; }
.problem { padding: 8px 12px; border: 1px solid var(--danger); border-radius: 4px; color: var(--text); }
.code { color: var(--text); font: 600 28px/36px "JetBrains Mono", ui-monospace, monospace; letter-spacing: 0.08em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
`;
