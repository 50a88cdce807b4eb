import type { PromptNote } from '../../../contract/desktop/generate.ts';
import { t } from '../../../localization/index.ts';

/** Things of which a project takes one: a prompt that names two may mean either. */
const choices: readonly (readonly [what: () => string, names: Readonly<Record<string, RegExp>>])[] = [
  [
    () => t('frameworks'),
    {
      React: /\breact(\.js)?\b(?!\s+native)/i,
      Vue: /\bvue(\.js)?\b/i,
      Svelte: /\bsvelte(kit)?\b/i,
      Angular: /\bangular\b/i,
      Solid: /\bsolid\.?js\b/i,
    },
  ],
  [
    () => t('languages'),
    {
      TypeScript: /\btypescript\b/i,
      'plain JavaScript': /\b(plain|vanilla|pure)\s+(javascript|js)\b/i,
      Python: /\bpython\b/i,
    },
  ],
  [
    () => t('databases'),
    { SQLite: /\bsqlite\b/i, PostgreSQL: /\bpostgres(ql)?\b/i, MySQL: /\bmysql\b/i, MongoDB: /\bmongo(db)?\b/i },
  ],
  [
    () => t('style tools'),
    { Tailwind: /\btailwind\b/i, Bootstrap: /\bbootstrap\b/i, 'plain CSS': /\b(plain|vanilla|pure)\s+css\b/i },
  ],
];

/** Pairs of wishes that cannot both be met. */
const opposites: readonly (readonly [RegExp, RegExp, () => string])[] = [
  [
    /\b(no|without( any)?|zero)\s+(npm\s+)?(dependencies|packages|libraries)\b/i,
    /\b(using|uses?|with)\s+(react|vue|svelte|angular|express|tailwind|bootstrap|next|hono)\b/i,
    () => t('It wants no packages, and names one.'),
  ],
  [
    /\b(single|one)[\s-](html\s+)?file\b/i,
    /\b(multiple|several|many|separate)\s+(files|pages|modules)\b/i,
    () => t('It wants one file, and several.'),
  ],
  [
    /\boffline\b|\bno\s+(server|backend)\b/i,
    /\b(rest\s+api|express|backend|websocket|log\s?in|sign\s?in)\b/i,
    () => t('It wants no server, and something that needs one.'),
  ],
  [
    /\b(no|without)\s+(javascript|js|scripts?)\b/i,
    /\b(interactive|react|vue|svelte|drag|game)\b/i,
    () => t('It wants no scripts, and something that needs them.'),
  ],
];

const fewestWords = 4;
const manyCharacters = 8000;

/** Reads a prompt through without a model. `secrets` is how many keys or passwords are in it. */
export function lintPrompt(prompt: string, secrets: number): PromptNote[] {
  const text = prompt.trim();
  if (text === '') return [];
  const notes: PromptNote[] = [];
  if (secrets > 0) {
    notes.push({
      kind: 'secret',
      message: t(
        'It holds secret values ({{amount}}). They are blacked out before it is sent; put them into .env yourself.',
        { amount: secrets },
      ),
    });
  }
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  if (words.length < fewestWords) {
    notes.push({ kind: 'short', message: t('It is short. Say what it shows, who uses it and what it keeps.') });
  }
  if (text.length > manyCharacters) {
    notes.push({
      kind: 'long',
      message: t('It is long. The first project is better when it is small; go on in the chat.'),
    });
  }
  for (const [what, names] of choices) {
    const found = Object.entries(names).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));
    if (found.length > 1) {
      notes.push({
        kind: 'contradiction',
        message: t('It names several {{what}}: {{names}}. Keep one.', { what: what(), names: found.join(', ') }),
      });
    }
  }
  for (const [one, other, message] of opposites) {
    if (one.test(text) && other.test(text)) notes.push({ kind: 'contradiction', message: message() });
  }
  return notes;
}
