import type { ColorTheme } from '../../../contract/model/color-theme.ts';

/** How a theme paints a kind of token. */
export interface ScopeStyle {
  /** `#rrggbb[aa]`. */
  readonly foreground: string | undefined;
  /** As in the theme: `italic bold`; undefined where it says nothing. */
  readonly fontStyle: string | undefined;
}

type Rules = ColorTheme['tokenColors'];

/**
 * What a theme says about the first of several TextMate scopes that it has a colour for. The most specific selector counts, of
 * equal ones the last. Selectors that depend on what is around a token are left out: Monaco's tokens don't know that.
 */
export function styleOfScopes(rules: Rules, scopes: readonly string[]): ScopeStyle | undefined {
  for (const scope of scopes) {
    const foreground = strongest(rules, scope, (rule) => rule.foreground);
    if (foreground !== undefined) {
      return { foreground, fontStyle: strongest(rules, scope, (rule) => rule.fontStyle) };
    }
  }
  return undefined;
}

/** The colour that every token begins with, where the theme sets it among its rules. */
export function initialForeground(rules: Rules): string | undefined {
  return rules.findLast(({ scopes, foreground }) => scopes.length === 0 && foreground !== undefined)?.foreground;
}

function strongest(rules: Rules, scope: string, read: (rule: Rules[number]) => string | undefined): string | undefined {
  let best: string | undefined;
  let length = 0;
  for (const rule of rules) {
    const value = read(rule);
    if (value === undefined) continue;
    for (const selector of rule.scopes) {
      const fits = scope === selector || scope.startsWith(`${selector}.`);
      if (!fits || selector.length < length) continue;
      best = value;
      length = selector.length;
    }
  }
  return best;
}

/** TextMate scopes that stand for each role of code, the closest first. */
export const scopesByRole: Readonly<Record<string, readonly string[]>> = {
  'code-comment': ['comment.line', 'comment'],
  'code-keyword': ['keyword.control', 'keyword', 'storage.type', 'storage'],
  'code-string': ['string.quoted.double', 'string'],
  'code-number': ['constant.numeric', 'constant.language', 'constant'],
  'code-type': ['entity.name.type.class', 'entity.name.type', 'entity.name.class', 'support.class', 'support.type'],
  'code-function': ['entity.name.function', 'support.function', 'entity.name'],
  'code-property': [
    'variable.other.property',
    'support.type.property-name',
    'variable.other.object.property',
    'meta.object-literal.key',
    'variable.other',
    'variable',
  ],
  'code-punct': ['punctuation.separator', 'punctuation'],
};

/** TextMate scopes that stand for Monaco's tokens, where these can differ from their role. */
export const scopesByToken: Readonly<Record<string, readonly string[]>> = {
  comment: ['comment.line', 'comment'],
  keyword: ['keyword.control', 'keyword', 'storage.type', 'storage'],
  'keyword.json': ['constant.language'],
  storage: ['storage.type', 'storage'],
  string: ['string.quoted.double', 'string'],
  'string.escape': ['constant.character.escape', 'constant.character'],
  'string.key.json': ['support.type.property-name.json', 'support.type.property-name'],
  regexp: ['string.regexp'],
  number: ['constant.numeric'],
  constant: ['constant.language', 'constant'],
  type: ['entity.name.type.class', 'entity.name.type', 'entity.name.class', 'support.class', 'support.type'],
  'type.identifier': ['entity.name.type.class', 'entity.name.type', 'entity.name.class', 'support.class'],
  namespace: ['entity.name.namespace', 'entity.name.type.module', 'entity.name.type'],
  function: ['entity.name.function', 'support.function'],
  variable: ['variable.other.readwrite', 'variable'],
  'variable.predefined': ['variable.language'],
  identifier: ['variable.other.readwrite', 'variable.other', 'variable'],
  property: ['variable.other.property', 'support.type.property-name'],
  tag: ['entity.name.tag'],
  'attribute.name': ['entity.other.attribute-name'],
  'attribute.value': ['string.quoted.double.html', 'string'],
  annotation: ['meta.decorator', 'entity.name.function.decorator', 'punctuation.decorator'],
  delimiter: ['punctuation.separator', 'punctuation'],
  operator: ['keyword.operator'],
  operators: ['keyword.operator'],
  emphasis: ['markup.italic'],
  strong: ['markup.bold'],
  invalid: ['invalid.illegal', 'invalid'],
};
