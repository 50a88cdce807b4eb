import { useEffect, useState } from 'react';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import type { WorkingCopy } from '../documents/working-copy.ts';
import './loading-view.css';

const patience = 200;
/** Widths of the lines, in characters; all differ, so that they can name their lines. */
const bones = [38, 62, 54, 28, 46, 70, 58, 66, 34, 12];

/** Lines in the shape of code, once it has taken long enough to be noticed; a large file shows how far it is. */
export function LoadingView({ copy, fraction }: { copy: WorkingCopy; fraction: number | null }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <div className="loading-view" aria-busy="true" />;
  return (
    <div className="loading-view" aria-busy="true">
      {fraction === null ? (
        <div className="loading-view-lines" role="status" aria-label={t('Reading the file')}>
          {bones.map((width) => (
            <span key={width} className="loading-view-line" style={{ width: `${width}ch` }} />
          ))}
        </div>
      ) : (
        <div className="loading-view-progress">
          <progress className="loading-view-bar" value={fraction} max={1} aria-label={t('Reading the file')} />
          <span className="tabular">
            {t('Reading the file: {{percent}} %', { percent: Math.round(fraction * 100) })}
          </span>
          <Button small kind="ghost" onClick={copy.cancel}>
            {t('Stop')}
          </Button>
        </div>
      )}
    </div>
  );
}
