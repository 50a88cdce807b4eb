export { type Language, type LanguageChoice, languageNames, resolveLanguage } from './language.ts';
export type { Message } from './messages.ts';
export {
  currentLanguage,
  currentLocale,
  formatNumber,
  inSentence,
  setLanguage,
  sourceOf,
  t,
  translated,
} from './translate.ts';
