import { t } from '../localize.ts';

const languages: Readonly<Record<string, string>> = {
  bat: 'Batch',
  c: 'C',
  clojure: 'Clojure',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  dart: 'Dart',
  dockerfile: 'Dockerfile',
  elixir: 'Elixir',
  fsharp: 'F#',
  go: 'Go',
  graphql: 'GraphQL',
  handlebars: 'Handlebars',
  hcl: 'HCL',
  html: 'HTML',
  ini: 'INI',
  java: 'Java',
  javascript: 'JavaScript',
  javascriptreact: 'JavaScript React',
  json: 'JSON',
  jsonc: t('JSON with comments'),
  julia: 'Julia',
  kotlin: 'Kotlin',
  less: 'Less',
  lua: 'Lua',
  markdown: 'Markdown',
  mdx: 'MDX',
  mysql: 'MySQL',
  'objective-c': 'Objective-C',
  perl: 'Perl',
  pgsql: 'PostgreSQL',
  php: 'PHP',
  plaintext: t('Plain text'),
  powershell: 'PowerShell',
  protobuf: 'Protocol Buffers',
  python: 'Python',
  r: 'R',
  restructuredtext: 'reStructuredText',
  ruby: 'Ruby',
  rust: 'Rust',
  scala: 'Scala',
  scss: 'SCSS',
  shell: t('Shell script'),
  solidity: 'Solidity',
  sql: 'SQL',
  swift: 'Swift',
  toml: 'TOML',
  twig: 'Twig',
  typescript: 'TypeScript',
  typescriptreact: 'TypeScript React',
  vb: 'Visual Basic',
  xml: 'XML',
  yaml: 'YAML',
};

/** A language as people write it. */
export function languageName(id: string): string {
  return languages[id] ?? (id === '' ? t('Plain text') : id.charAt(0).toUpperCase() + id.slice(1));
}

/** An encoding as people write it: `UTF-8`, `UTF-8 with BOM`, `Windows-1252`. */
export function encodingName(encoding: string, byteOrderMark: boolean): string {
  const name = encoding
    .replace(/^(utf|iso|euc|koi8|gb|big|ibm|tis)/i, (prefix) => prefix.toUpperCase())
    .replace(/^utf-?16-?(le|be)$/i, (_, order: string) => `UTF-16 ${order.toUpperCase()}`)
    .replace(/^windows/i, 'Windows')
    .replace(/^shift_?jis$/i, 'Shift JIS');
  return byteOrderMark ? t('{{name}} with BOM', { name }) : name;
}
