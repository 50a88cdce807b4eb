import { CircleX } from 'lucide-react';
import type { ShellClient } from '../../contract/shell.ts';
import { t } from '../localize.ts';
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
        title={isServed ? t('The server does not let this page in') : t('The background process does not start')}
        actions={
          <>
            {isServed ? null : (
              <Button small kind="ghost" onClick={() => void shell.window.quit().catch(reportError)}>
                {t('Quit')}
              </Button>
            )}
            <Button small onClick={() => void shell.window.reload().catch(reportError)}>
              {t('Try again')}
            </Button>
          </>
        }
      >
        {t('{{detail}} Nothing of yours has been changed.', { detail })}
      </EmptyState>
    </main>
  );
}
