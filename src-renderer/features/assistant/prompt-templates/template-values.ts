import { languageName } from '../../../app/language-names.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { fenced, type KnownVariable } from './template-text.ts';

/** More problems than these say nothing more to a model. */
const mostProblems = 20;

/** What the known variables stand for now; null where the editor shows nothing that could. */
export function situationValues({
  editor,
  problems,
}: Pick<Services, 'editor' | 'problems'>): Readonly<Record<KnownVariable, string | null>> {
  const active = editor.activeText();
  if (!active) return { selection: null, file: null, language: null, problems: null };
  const { text, editor: shown } = active;
  const languageId = text.model.getLanguageId();
  const selection = shown.getSelection();
  const selected = selection && !selection.isEmpty() ? text.model.getValueInRange(selection) : '';
  const found = problems
    .getState()
    .filter(({ document, projectId }) => document === text.document && projectId === text.projectId);
  return {
    selection:
      selected.trim() !== ''
        ? fenced(selected, languageId)
        : text.path === null
          ? null
          : t('(nothing is selected: the whole of {{path}} is meant)', { path: text.path }),
    file: text.path,
    language: languageName(languageId),
    problems:
      found.length === 0
        ? t('none')
        : found
            .slice(0, mostProblems)
            .map(({ line, severity, message }) => `- ${t('line {{line}}', { line })}, ${severity}: ${message}`)
            .join('\n'),
  };
}
