import { createElement, Fragment, type ReactNode } from 'react';
import { type LanguageChoice, type Message, resolveLanguage, setLanguage, t } from '../localization/index.ts';

const rememberedKey = 'flashfusion.language';

// Awaited here, in the module that every other one gets `t` from: no sentence is made before its language is there.
const spoken = resolveLanguage(rememberedChoice(), preferredLocales());
if (spoken === 'de') {
  // Monaco reads its own messages while its modules run, which is later.
  const [{ german }] = await Promise.all([import('../localization/german.ts'), import('monaco-editor/nls/lang/de')]);
  setLanguage('de', german);
}
if (typeof document !== 'undefined') document.documentElement.lang = spoken;

export {
  currentLanguage,
  currentLocale,
  formatNumber,
  inSentence,
  type LanguageChoice,
  languageNames,
  type Message,
  sourceOf,
  t,
  translated,
} from '../localization/index.ts';

/** A sentence whose `{{names}}` are elements: `tElements('Press {{keys}} to go on', { keys: <Keys … /> })`. */
export function tElements(key: Message, elements: Readonly<Record<string, ReactNode>>): ReactNode {
  const names = Object.fromEntries(Object.keys(elements).map((name) => [name, `{{${name}}}`]));
  const parts = (t as (key: string, values: object) => string)(key, names).split(/\{\{(\w+)\}\}/);
  return createElement(Fragment, null, ...parts.map((part, index) => (index % 2 === 1 ? elements[part] : part)));
}

/** Keeps the choice for the next time the page loads. Says whether the page would then speak another language than now. */
export function rememberLanguage(choice: LanguageChoice): boolean {
  if (choice !== rememberedChoice()) localStorage.setItem(rememberedKey, choice);
  return resolveLanguage(choice, preferredLocales()) !== spoken;
}

function rememberedChoice(): string {
  return (typeof localStorage === 'undefined' ? null : localStorage.getItem(rememberedKey)) ?? 'system';
}

function preferredLocales(): readonly string[] {
  return typeof document === 'undefined' ? [] : navigator.languages;
}
