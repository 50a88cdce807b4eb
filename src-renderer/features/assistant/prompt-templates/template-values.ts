import type { Attachment } from '../../../../contract/model/chat.ts';
import { languageName } from '../../../app/language-names.ts';
import { describeProblem } from '../../../app/problems.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { selectionAttachment } from '../composer/selection-attachment.ts';
import type { KnownVariable } from './template-text.ts';

/** More problems than these say nothing more to a model. */
const mostProblems = 20;

/** What stands for a variable in a message, and what goes along with it. */
export interface SituationValue {
  readonly text: string;
  /** What files hold is never text of the message, which may be in a file that is held back. */
  readonly attachment?: Attachment;
}

/** What the known variables stand for now; null where the editor shows nothing that could. */
export function situationValues(
  services: Pick<Services, 'editor' | 'problems'>,
): Readonly<Record<KnownVariable, SituationValue | null>> {
  const active = services.editor.activeText();
  if (!active) return { selection: null, file: null, language: null, problems: null };
  const { path, document, projectId, model } = active.text;
  const selected = selectionAttachment(services);
  const found = services.problems
    .getState()
    .filter((problem) => problem.document === document && problem.projectId === projectId)
    .slice(0, mostProblems);
  return {
    selection:
      selected && selected.text.trim() !== ''
        ? { text: t('(the attached selection)'), attachment: selected }
        : path === null
          ? null
          : { text: t('(nothing is selected: the whole of {{path}} is meant)', { path }) },
    file: path === null ? null : { text: path },
    language: { text: languageName(model.getLanguageId()) },
    problems:
      found.length === 0
        ? { text: t('none') }
        : {
            text: t('(the attached problems)'),
            attachment: { kind: 'problems', path, text: found.map(describeProblem).join('\n') },
          },
  };
}
