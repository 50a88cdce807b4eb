import { History } from 'lucide-react';
import { type ComponentType, useEffect, useState } from 'react';
import { messageOf } from '../../../app/error-message.ts';
import { t } from '../../../localize.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';

interface PastViewProps<Context> {
  readonly open: () => Promise<Context>;
  readonly View: ComponentType<{ context: Context }>;
}

/** Shows a view of a session that is over, once that has been read. */
export function PastView<Context>({ open, View }: PastViewProps<Context>) {
  const [context, setContext] = useState<Context | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    open().then(
      (read) => !gone && setContext(read),
      (error: unknown) => !gone && setProblem(messageOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [open]);
  if (problem !== null) {
    return (
      <EmptyState icon={<History aria-hidden="true" />} title={t('The last session was not read')} failed>
        {problem}
      </EmptyState>
    );
  }
  return context ? <View context={context} /> : null;
}
