import type { Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { openHunks, type StagedEdits } from './staged-edits.ts';

/** Tells rows and tabs of files how many changes wait in each. */
export function markFilesToReview({ filesToReview }: Pick<Services, 'filesToReview'>, staged: StagedEdits): Disposable {
  const update = () => {
    const counts = new Map<string, number>();
    for (const file of staged.files.getState().values()) {
      const count = openHunks(file).length;
      if (count > 0) counts.set(file.path, (counts.get(file.path) ?? 0) + count);
    }
    const before = filesToReview.getState();
    if (counts.size === before.size && [...counts].every(([path, count]) => before.get(path) === count)) return;
    filesToReview.setState(counts, true);
  };
  const stop = staged.files.subscribe(update);
  update();
  return {
    dispose() {
      stop();
      filesToReview.setState(new Map(), true);
    },
  };
}
