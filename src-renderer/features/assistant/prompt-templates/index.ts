import { createElement } from 'react';
import { createDisposables } from '../../../app/disposable.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { createPromptTemplates, type PromptTemplates } from './prompt-templates.ts';

export type { FilledTemplate } from './prompt-templates.ts';
export type { PromptTemplates };

const View = late(() => import('./templates-view.tsx'));

function TemplatesPage({ templates }: { templates: PromptTemplates }) {
  return createElement(View, { templates });
}

/** Texts that messages can begin with, with the page where they are written. */
export function createPromptTemplatesPart(services: Services): PromptTemplates {
  const { commands, views, workspace } = services;
  const ends = createDisposables();
  const templates = ends.add(createPromptTemplates(services));
  ends.add(
    views.register({
      id: 'promptTemplates',
      title: t('Prompt templates'),
      location: 'page',
      order: 50,
      Component: TemplatesPage.bind(null, { templates }),
    }),
  );
  ends.add(
    commands.register({
      id: 'assistant.showPromptTemplates',
      title: t('Edit prompt templates'),
      category: t('Assistant'),
      run: () => workspace.setState({ page: 'promptTemplates' }),
    }),
  );
  return { ...templates, dispose: ends.dispose };
}
