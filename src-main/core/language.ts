import { currentLanguage, type LanguageChoice, resolveLanguage, setLanguage } from '../../localization/index.ts';
import { environment } from './environment.ts';

/** From now on people are told things in the language of their choice. True when that is another one than before. */
export async function speakLanguage(choice: LanguageChoice): Promise<boolean> {
  const language = resolveLanguage(choice, choice === 'system' ? [systemLocale()] : []);
  if (language === currentLanguage()) return false;
  if (language === 'de') setLanguage('de', (await import('../../localization/german-of-core.ts')).germanOfCore);
  else setLanguage('en');
  return true;
}

/** Asking `Intl` takes longer than reading what it would read: 6 ms of the start. */
function systemLocale(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const named = process.platform === 'win32' || process.platform === 'darwin' ? '' : LC_ALL || LC_MESSAGES || LANG;
  return (
    environment.locale ?? (named?.split('.')[0]?.replace('_', '-') || Intl.DateTimeFormat().resolvedOptions().locale)
  );
}
