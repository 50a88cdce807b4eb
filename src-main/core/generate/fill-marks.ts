import type { GeneratedFile } from '../../../contract/desktop/generate.ts';
import { t } from '../../../localization/index.ts';
import { findSecrets } from '../assistant/context/index.ts';
import { gainsMark, type HiddenValue, hiddenValues, holdsMark, restoreText } from '../assistant/edits/engine/index.ts';
import { staysHidden } from '../assistant/edits/index.ts';
import type { ModelMessage } from './ports.ts';
import type { WrittenFile } from './write-files.ts';

/** What a model sees only marks of in these messages. A mark that the prompt holds itself stands for itself; any other is a model's copy. */
export async function blackedOutIn(messages: readonly ModelMessage[], prompt: string): Promise<HiddenValue[]> {
  const found = await Promise.all(
    messages.map(async ({ content }) => hiddenValues(content, await findSecrets(content))),
  );
  return found.flat().filter(({ mark, value }) => value !== mark || prompt.includes(mark));
}

/**
 * A file as a model wrote it, with values in the place of the marks that it copied. Where it is not clear which value a mark stands for, or
 * nothing around it would show any more that it is a secret, the text stays as it is, and the problem says so.
 */
export async function fillMarks(
  text: string,
  before: string | null,
  hidden: readonly HiddenValue[],
): Promise<{ text: string; problem: string }> {
  if (!gainsMark(before, text)) return { text, problem: '' };
  const restored = restoreText(text, [], hidden);
  if (restored !== null && (await staysHidden(restored))) return { text: restored.text, problem: '' };
  return { text, problem: t('It holds a mark of what was blacked out. Put the value in its place.') };
}

/** The files of a run after some were written anew: those without marks have no problem any more. */
export function withoutMarks(files: readonly GeneratedFile[], written: readonly WrittenFile[]): GeneratedFile[] {
  const clear = new Set(written.flatMap(({ path, text }) => (holdsMark(text) ? [] : [path])));
  return files.map((file) => (clear.has(file.path) ? { ...file, problem: '' } : file));
}
