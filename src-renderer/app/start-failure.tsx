import { CircleX } from 'lucide-react';
import type { ShellClient } from '../../contract/shell.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { isServed } from './host.ts';
import './workbench.css';

/** Instead of the window, when nothing could be read at its start. */
export function StartFailure({ shell, detail }: { shell: ShellClient; detail: string }) {
  return (
    <main className="workbench">
      <EmptyState
        failed
        icon={<CircleX aria-hidden="true" />}
        title={isServed ? 'The server does not let this page in' : 'The background process does not start'}
        actions={
          <>
            {isServed ? null : (
              <Button small kind="ghost" onClick={() => void shell.window.quit().catch(reportError)}>
                Quit
              </Button>
            )}
            <Button small onClick={() => void shell.window.reload().catch(reportError)}>
              Try again
            </Button>
          </>
        }
      >
        {detail} Nothing of yours has been changed.
      </EmptyState>
    </main>
  );
}
