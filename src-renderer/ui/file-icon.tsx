import './file-icon.css';

type Tone = 'script' | 'component' | 'style' | 'data' | 'prose' | 'plain';

const byExtension: Readonly<Record<string, readonly [string, Tone]>> = {
  ts: ['TS', 'script'],
  mts: ['TS', 'script'],
  cts: ['TS', 'script'],
  tsx: ['TX', 'component'],
  js: ['JS', 'data'],
  mjs: ['JS', 'data'],
  cjs: ['JS', 'data'],
  jsx: ['JX', 'component'],
  vue: ['VU', 'component'],
  svelte: ['SV', 'component'],
  css: ['#', 'style'],
  scss: ['#', 'style'],
  less: ['#', 'style'],
  html: ['<>', 'plain'],
  htm: ['<>', 'plain'],
  xml: ['<>', 'plain'],
  svg: ['<>', 'style'],
  json: ['{}', 'data'],
  jsonc: ['{}', 'data'],
  json5: ['{}', 'data'],
  yaml: ['Y:', 'data'],
  yml: ['Y:', 'data'],
  toml: ['T=', 'data'],
  csv: ['C,', 'data'],
  md: ['M↓', 'prose'],
  mdx: ['M↓', 'prose'],
  txt: ['¶', 'prose'],
  py: ['PY', 'script'],
  go: ['GO', 'script'],
  rs: ['RS', 'script'],
  rb: ['RB', 'script'],
  java: ['JA', 'script'],
  kt: ['KT', 'script'],
  swift: ['SW', 'script'],
  c: ['C', 'script'],
  h: ['H', 'script'],
  cpp: ['C+', 'script'],
  cc: ['C+', 'script'],
  hpp: ['H+', 'script'],
  cs: ['C#', 'script'],
  php: ['PH', 'script'],
  lua: ['LU', 'script'],
  sql: ['SQ', 'data'],
  graphql: ['GQ', 'style'],
  sh: ['$', 'plain'],
  bash: ['$', 'plain'],
  zsh: ['$', 'plain'],
  ps1: ['>_', 'plain'],
  env: ['$', 'plain'],
  lock: ['=', 'plain'],
  log: ['≡', 'plain'],
  png: ['▧', 'style'],
  jpg: ['▧', 'style'],
  jpeg: ['▧', 'style'],
  gif: ['▧', 'style'],
  webp: ['▧', 'style'],
  avif: ['▧', 'style'],
  ico: ['▧', 'style'],
  woff: ['Aa', 'plain'],
  woff2: ['Aa', 'plain'],
  ttf: ['Aa', 'plain'],
  otf: ['Aa', 'plain'],
  zip: ['▤', 'plain'],
  gz: ['▤', 'plain'],
  tgz: ['▤', 'plain'],
};

const byName: Readonly<Record<string, readonly [string, Tone]>> = {
  dockerfile: ['DK', 'script'],
  makefile: ['MK', 'plain'],
  license: ['§', 'plain'],
  '.gitignore': ['G', 'plain'],
  '.gitattributes': ['G', 'plain'],
  '.npmrc': ['=', 'plain'],
  '.editorconfig': ['=', 'plain'],
};

/** The two letters that stand for a file's type, and their tone. */
export function fileGlyph(name: string): { text: string; tone: Tone } {
  const lower = name.toLowerCase();
  const known = byName[lower] ?? (lower.startsWith('.env') ? byExtension.env : undefined);
  const [text, tone] = known ?? byExtension[lower.slice(lower.lastIndexOf('.') + 1)] ?? (['–', 'plain'] as const);
  return { text, tone };
}

/** A file's type in the code face. Decoration: the name beside it says the same. */
export function FileIcon({ name }: { name: string }) {
  const { text, tone } = fileGlyph(name);
  return (
    <span
      className={tone === 'plain' ? 'file-icon' : `file-icon file-icon-${tone}`}
      data-glyph={text}
      aria-hidden="true"
    />
  );
}
