import { createInstance } from 'i18next';
import { english } from './english.ts';
import type { Language } from './language.ts';
import type { Message, NamesIn } from './messages.ts';

type Values<Key extends string> = { readonly [Name in NamesIn<Key>]: Name extends 'count' ? number : string | number };
interface Choice {
  /** Chooses between `_one` and `_other`. */
  readonly count?: number;
  /** Tells two meanings of the same English apart: `Open` with `state` is `Open_state` in the catalogue. */
  readonly context?: string;
}
type Fill = (key: string, values: Readonly<Record<string, unknown>>) => string;
type Arguments<Key extends string> = [NamesIn<Key>] extends [never] ? [Choice?] : [Values<Key> & Choice];

/** What numbers and dates follow in each language. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

let language: Language = 'en';
let catalogue: Readonly<Record<string, string>> = {};
let fill: Fill | undefined;
let sources: Map<string, string> | undefined;

/** Chooses the language of every sentence from now on. To be called before the first one is asked for. */
export function setLanguage(next: Language, translations: Readonly<Record<string, string>> = {}): void {
  language = next;
  // Without a prototype: texts that only run time knows may be called `constructor`.
  catalogue = Object.assign(Object.create(null), translations);
  fill = undefined;
  sources = undefined;
}

/** The language that `t` speaks. */
export function currentLanguage(): Language {
  return language;
}

/** The BCP 47 tag for `Intl` in the language that is spoken. */
export function currentLocale(): string {
  return locales[language];
}

/** An English sentence in the language that is spoken, with its `{{names}}` filled in; English where there is no other. */
export function t<Key extends Message>(key: Key, ...[values]: Arguments<Key>): string {
  if (values === undefined) return catalogue[key] ?? key;
  fill ??= createFill();
  return fill(key, values as Record<string, unknown>);
}

/** The same for a text that is only known when it runs, such as a setting's title. Itself where nothing is known. */
export function translated(text: string): string {
  return catalogue[text] ?? text;
}

/** The English behind a text without values, so that it can be searched for too; null in English and where there is none. */
export function sourceOf(text: string): string | null {
  if (language === 'en') return null;
  sources ??= new Map(Object.entries(catalogue).map(([source, translation]) => [translation, source]));
  return sources.get(text) ?? null;
}

/** A title as it stands inside a sentence: small in English, as it is in German. */
export function inSentence(title: string): string {
  return language === 'en' ? title.toLowerCase() : title;
}

/** A number with the separators of the language that is spoken. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(currentLocale(), options);
}

function createFill(): Fill {
  const instance = createInstance();
  // English without an entry is the key itself; neither dots nor colons in a sentence mean anything.
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: english }, [language]: { translation: language === 'en' ? english : catalogue } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return (key, values) => String(instance.t(key as never, values as never));
}
