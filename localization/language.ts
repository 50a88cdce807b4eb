/** The interface's languages, and how each names itself. English is the source: its sentences stand in the code. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof languageNames;
/** The setting: one language, or what the system or the browser asks for. */
export type LanguageChoice = Language | 'system';

/** The language that a choice means where people prefer `locales`, best first; English where none of them is spoken. */
export function resolveLanguage(choice: unknown, locales: readonly string[]): Language {
  if (isLanguage(choice)) return choice;
  return locales.map((locale) => locale.split(/[-_.]/)[0]?.toLowerCase()).find(isLanguage) ?? 'en';
}

function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languageNames, value);
}
