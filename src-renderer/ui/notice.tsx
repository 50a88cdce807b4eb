import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

const icons = { info: Info, warning: TriangleAlert, error: CircleX } as const;

/** Something to know, in the place that it is about. Errors are read out at once. */
export function Notice({ level, children }: { level: keyof typeof icons; children: ReactNode }) {
  const Icon = icons[level];
  return (
    <div className={`notice notice-${level}`} role={level === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div className="notice-text">{children}</div>
    </div>
  );
}
