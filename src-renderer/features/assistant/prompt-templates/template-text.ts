/** Variables that are filled in from what the editor shows. */
export const knownVariables = ['selection', 'file', 'language', 'problems'] as const;
export type KnownVariable = (typeof knownVariables)[number];

/** A piece of a template: text as it stands, a variable, or braces that make none. */
export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string; readonly name: string; readonly known: boolean }
  | { readonly kind: 'broken'; readonly text: string; readonly why: 'empty' | 'open' | 'name'; readonly line: number };

const variable = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,59}$/u;
/** Braces with what they hold, which no line end may stand in; or opening ones that nothing closes. */
const braces = /\{\{([^{}\n]*)\}\}|\{\{/g;

/** Takes a template apart. The pieces' texts together are the template. */
export function parseTemplate(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const match of template.matchAll(braces)) {
    if (match.index > end) pieces.push({ kind: 'text', text: template.slice(end, match.index) });
    end = match.index + match[0].length;
    pieces.push(pieceOf(match[0], match[1], template, match.index));
  }
  if (end < template.length) pieces.push({ kind: 'text', text: template.slice(end) });
  return pieces;
}

function pieceOf(text: string, inside: string | undefined, template: string, index: number): TemplatePiece {
  const name = inside?.trim();
  if (name !== undefined && variable.test(name)) return { kind: 'variable', text, name, known: isKnown(name) };
  const line = template.slice(0, index).split('\n').length;
  return { kind: 'broken', text, why: name === undefined ? 'open' : name === '' ? 'empty' : 'name', line };
}

/** The names of a template's variables, each once, in the order in which they first stand there. */
export function variablesOf(template: string): readonly string[] {
  return [...new Set(parseTemplate(template).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : [])))];
}

/** The variables that somebody has to be asked for. */
export function askedVariables(template: string): readonly string[] {
  return variablesOf(template).filter((name) => !isKnown(name));
}

/**
 * The text with its variables' values in place of them; those without a value stay as they are. Values are taken as they are: braces in them
 * mean nothing.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return parseTemplate(template)
    .map((piece) => (piece.kind === 'variable' && Object.hasOwn(values, piece.name) ? values[piece.name] : piece.text))
    .join('');
}

function isKnown(name: string): name is KnownVariable {
  return knownVariables.some((known) => known === name);
}
