import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { germanOfShell } from '../../localization/german-of-shell.ts';
import { resolveLanguage, setLanguage } from '../../localization/index.ts';

/**
 * Sets the language of what Shell says by itself, from the user's settings file. Read when there is something to say, and
 * without Core, since that is often what is not there then.
 */
export function speakLanguage(dataFolder: string): void {
  const language = resolveLanguage(chosenLanguage(dataFolder), [app.getLocale()]);
  setLanguage(language, language === 'de' ? germanOfShell : {});
}

function chosenLanguage(dataFolder: string): string {
  try {
    const text = readFileSync(join(dataFolder, 'user', 'settings.json'), 'utf8');
    return /^\s*"workbench\.language"\s*:\s*"(\w+)"/m.exec(text)?.[1] ?? 'system';
  } catch {
    return 'system';
  }
}
