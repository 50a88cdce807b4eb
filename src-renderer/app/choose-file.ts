import { t } from '../localize.ts';
/** The system's dialog for one text file. Null when it was cancelled. `accept` as in a file field: `.json,.jsonc`. */
export function chooseTextFile(accept: string): Promise<{ name: string; text: string } | null> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) resolve(null);
      else if (file.size > largestFile)
        reject(new Error(t('{{name}} is larger than 2 MB, so it is no such file.', { name: file.name })));
      else file.text().then((text) => resolve({ name: file.name, text }), reject);
    });
    input.click();
  });
}

/** Bytes. */
const largestFile = 2_000_000;
