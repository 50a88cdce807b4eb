import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ModelProblem } from '../../../../contract/model/assistant-model.ts';
import { useServices } from '../../../app/services.ts';
import { t, translated } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';

interface ProblemNoticeProps {
  readonly problem: ModelProblem;
  readonly onRetry: () => void;
  /** Only of an answer of which something has come. */
  readonly onContinue: (() => void) | null;
}

const connectionReasons = ['noModel', 'noKey', 'wrongKey'];
const modelReasons = ['modelNotFound', 'contextTooLong', 'noQuota', 'refused', 'badAnswer'];
const limitReasons = ['minuteLimit', 'dayLimit', 'moneyCap'];

/** Why a model did not answer, where the answer would be, with what can be done about it. */
export function ProblemNotice({ problem, onRetry, onContinue }: ProblemNoticeProps) {
  const { commands } = useServices();
  const { reason, message, detail, retryAfter } = problem;
  const left = useCountdown(retryAfter);
  const run = (command: string) => () => void commands.run(command);
  return (
    <div className="assistant-problem" role="alert">
      <TriangleAlert aria-hidden="true" />
      <div className="assistant-problem-body">
        <p>{translated(message)}</p>
        {detail && detail !== message ? (
          <details>
            <summary>{t('What the server said')}</summary>
            <pre>{detail}</pre>
          </details>
        ) : null}
        <div className="assistant-problem-actions">
          {onContinue ? (
            <Button small onClick={onContinue}>
              {t('Continue')}
            </Button>
          ) : null}
          {connectionReasons.includes(reason) ? (
            <Button small onClick={run('assistant.showModels')}>
              {reason === 'wrongKey' || reason === 'noKey' ? t('Change the key') : t('Connect a model')}
            </Button>
          ) : null}
          {modelReasons.includes(reason) ? (
            <Button small onClick={run('assistant.showModels')}>
              {t('Choose another model')}
            </Button>
          ) : null}
          {limitReasons.includes(reason) ? (
            <Button small onClick={run('assistant.showUsage')}>
              {t('Show usage and limits')}
            </Button>
          ) : null}
          <Button small disabled={left > 0} onClick={onRetry}>
            {left > 0 ? t('Try again in {{seconds}} s', { seconds: left }) : t('Try again')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Whole seconds that are left, counting down from when it is first shown. */
function useCountdown(seconds: number | null): number {
  const [left, setLeft] = useState(Math.min(Math.ceil(seconds ?? 0), 3600));
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}
