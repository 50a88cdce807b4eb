import type { ReactNode } from 'react';
import './pane-head.css';

/** The head of a pane: its name and its tools, in line with the tab bar. */
export function PaneHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <header className="pane-head">
      <h2 className="pane-head-title clip">{title}</h2>
      {children ? <div className="pane-head-tools">{children}</div> : null}
    </header>
  );
}
