import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { UsageStatus } from './usage-status.tsx';
import { createUsageToday } from './usage-today.ts';

/** What models were used for and what it cost: the page, and today's sum in the status bar. */
export function createUsagePart(services: Services): Disposable {
  const { commands, statusItems, views, workspace } = services;
  const ends = createDisposables();
  const today = ends.add(createUsageToday(services));
  ends.add(
    views.register({
      id: 'usage',
      title: t('Usage'),
      location: 'page',
      order: 40,
      Component: late(() => import('./usage-view.tsx')),
    }),
  );
  ends.add(
    statusItems.register({
      id: 'assistant.usage',
      side: 'document',
      order: 20,
      Component: UsageStatus.bind(null, { today }),
    }),
  );
  ends.add(
    commands.register({
      id: 'assistant.showUsage',
      title: t('Show usage'),
      category: t('Assistant'),
      run: () => workspace.setState({ page: 'usage' }),
    }),
  );
  return ends;
}
