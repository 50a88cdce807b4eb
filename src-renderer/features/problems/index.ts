import { createStore } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { countProblems } from '../../app/problems.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { ProblemsPanel } from './problems-panel.tsx';

/** Puts the problems of open files and tasks into the panel. */
export function createProblemsFeature({ problems, views }: Services): Disposable {
  const ends = createDisposables();
  const badge = createStore<number | null>(() => null);
  const count = () => {
    const { errors, warnings } = countProblems(problems.getState());
    badge.setState(errors + warnings > 0 ? errors + warnings : null, true);
  };
  count();
  ends.addFunction(problems.subscribe(count));
  ends.add(
    views.register({
      id: 'problems',
      title: t('Problems'),
      location: 'panel',
      order: 10,
      badge,
      Component: ProblemsPanel,
    }),
  );
  return ends;
}
