import { History } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Resizer } from '../../../ui/resizer.tsx';
import type { HistoryStore } from './history-store.ts';
import { VersionDetails } from './version-details.tsx';
import { VersionList } from './version-list.tsx';
import './history.css';

const initialWidth = 380;

interface VersionsPanelProps {
  readonly store: HistoryStore;
}

/** The versions of the session, and what is different between those that are chosen. */
export default function VersionsPanel({ store }: VersionsPanelProps) {
  const { commands } = useServices();
  const { session, count, loading, problem } = useStore(
    store.state,
    useShallow(({ session, versions, loading, problem }) => ({ session, count: versions.length, loading, problem })),
  );
  const [width, setWidth] = useState(initialWidth);
  const files = useRef<HTMLUListElement>(null);
  useEffect(() => {
    store.show();
    return () => store.hide();
  }, [store]);

  if (problem !== null) {
    return (
      <EmptyState
        icon={<History aria-hidden="true" />}
        failed
        title={t('The versions were not read')}
        actions={
          <Button small onClick={store.reload}>
            {t('Try again')}
          </Button>
        }
      >
        {problem}
      </EmptyState>
    );
  }
  if (count === 0) {
    if (loading) return <div className="row-list" aria-busy="true" />;
    return (
      <EmptyState
        icon={<History aria-hidden="true" />}
        title={t('No versions yet')}
        actions={
          session?.live ? (
            <Button small onClick={() => void commands.run('collaboration.history.save')}>
              {t('Save a version…')}
            </Button>
          ) : (
            <Button small onClick={() => void commands.run('collaboration.share')}>
              {t('Share…')}
            </Button>
          )
        }
      >
        {t('In a session a version of all files is kept every half minute in which something has changed.')}
      </EmptyState>
    );
  }
  return (
    <div className="history-panel">
      <VersionList store={store} onOpen={() => files.current?.querySelector<HTMLElement>('.history-file')?.focus()} />
      <Resizer
        orientation="vertical"
        label={t('Width of the changes')}
        reversed
        value={width}
        minimum={240}
        maximum={720}
        initial={initialWidth}
        onResize={setWidth}
      />
      <div className="history-side" style={{ width }}>
        <VersionDetails store={store} files={files} />
      </div>
    </div>
  );
}
