import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import { t } from '../../../../localization/index.ts';

/** The templates that come with FlashFusion, in the language that is spoken. */
export function builtInTemplates(): PromptTemplate[] {
  const template = (id: string, title: string, text: string): PromptTemplate => ({
    id,
    title,
    text: `${text}\n\n{{selection}}`,
    builtIn: true,
  });
  return [
    template(
      'explain',
      t('Explain this code'),
      t('Explain this code: what it is for, how it works, and what is easy to get wrong about it.'),
    ),
    template(
      'find-bugs',
      t('Find bugs and suggest fixes'),
      t(
        'Look for bugs in this code: wrong results, cases that are not handled, races, leaks. For each, say when it happens and propose the fix as an edit.',
      ),
    ),
    template(
      'add-error-handling',
      t('Add error handling'),
      t(
        'Add error handling to this code where something can really fail. Say what is caught, and what is left to the caller.',
      ),
    ),
    template(
      'optimize',
      t('Optimize performance'),
      t(
        'Make this code faster or lighter where it matters. Say what costs time now and what the change saves; keep what it does.',
      ),
    ),
    template(
      'add-comments',
      t('Add comments to code'),
      t('Add comments to this code that say why, not what. Leave what explains itself without one.'),
    ),
    template(
      'to-typescript',
      t('Convert to TypeScript'),
      t('Convert this code to TypeScript with precise types, without any. Keep what it does.'),
    ),
    template(
      'add-tests',
      t('Add tests'),
      t(
        'Write tests for this code in the way this project writes tests: the usual case, the limits, and what must fail.',
      ),
    ),
  ];
}
