import { createElement } from 'react';
import { createDisposables } from '../../../app/disposable.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { canAnswer, createModels, type Models } from './models.ts';

export { canAnswer, type Models };

const View = late(() => import('./models-view.tsx'));

function ModelsPage({ models }: { models: Models }) {
  return createElement(View, { models });
}

/** Which models there are and which answers, with the page for it. */
export function createModelsPart(services: Services): Models {
  const { commands, views, workspace } = services;
  const ends = createDisposables();
  const models = ends.add(createModels(services));
  ends.add(
    views.register({
      id: 'models',
      title: t('Models'),
      location: 'page',
      order: 30,
      Component: ModelsPage.bind(null, { models }),
    }),
  );
  ends.add(
    commands.register({
      id: 'assistant.showModels',
      title: t('Manage models'),
      category: t('Assistant'),
      run: () => workspace.setState({ page: 'models' }),
    }),
  );
  return { ...models, dispose: ends.dispose };
}
