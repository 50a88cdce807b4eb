import type { ReactNode } from 'react';
import './empty-state.css';

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  actions?: ReactNode;
  /** It is empty because something went wrong. */
  failed?: boolean;
}

/** What a pane says while it has nothing to show. */
export function EmptyState({ icon, title, children, actions, failed = false }: EmptyStateProps) {
  return (
    <div className={failed ? 'empty-state empty-state-failed' : 'empty-state'}>
      {icon}
      <p className="empty-state-title">{title}</p>
      {children ? <p className="empty-state-body">{children}</p> : null}
      {actions ? <div className="empty-state-actions">{actions}</div> : null}
    </div>
  );
}
