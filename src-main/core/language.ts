import { currentLanguage, type LanguageChoice, resolveLanguage, setLanguage } from '../../localization/index.ts';
import { environment } from './environment.ts';

/** From now on people are told things in the language of their choice. True when that is another one than before. */
export async function speakLanguage(choice: LanguageChoice): Promise<boolean> {
  const language = resolveLanguage(choice, [environment.locale ?? Intl.DateTimeFormat().resolvedOptions().locale]);
  if (language === currentLanguage()) return false;
  if (language === 'de') setLanguage('de', (await import('../../localization/german-of-core.ts')).germanOfCore);
  else setLanguage('en');
  return true;
}
