import type { MonarchLanguage } from './internals-types.ts';

/**
 * Monaco's tokenizer of TypeScript and JavaScript tells keywords, types and everything else apart. This one also knows calls,
 * members and the tags of JSX, which the themes colour.
 */
export function withCallsAndMembers(language: MonarchLanguage): MonarchLanguage {
  const { common = [] } = language.tokenizer;
  return {
    ...language,
    tokenizer: {
      ...language.tokenizer,
      common: [
        [/(<\/)([a-zA-Z][\w.:-]*)(\s*)(>)/, ['delimiter', 'type', '', 'delimiter']],
        [/(<)([a-z][\w:-]*)(?=\s+[a-zA-Z-]+=|\s*\/?>|\s*$)/, ['delimiter', 'type']],
        [/(\?\.|\.)([a-zA-Z_$][\w$]*)(?=\s*(?:\(|<[\w\s,.<>[\]|&]*>\())/, ['delimiter', 'function']],
        [/(\?\.|\.)(#?[a-z_$][\w$]*)/, ['delimiter', 'property']],
        [
          /[a-z_$][\w$]*(?=\s*(?:\(|<[\w\s,.<>[\]|&]*>\())/,
          { cases: { '@keywords': 'keyword', '@default': 'function' } },
        ],
        [/(function)(\s+|\s*\*\s*)([a-zA-Z_$][\w$]*)/, ['keyword', '', 'function']],
        ...common,
      ],
    },
  };
}
