import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { GenerateProblem } from './generate-session.ts';

const mendedAmongModels = new Set(['noModel', 'noKey', 'wrongKey', 'modelNotFound', 'unreachable']);

/** What went wrong, with the way to where it is mended. */
export function ProblemNotice({ problem }: { readonly problem: GenerateProblem }) {
  const { commands } = useServices();
  return (
    <Notice level="error">
      <p>{problem.message}</p>
      {problem.detail ? <p className="generate-detail">{problem.detail}</p> : null}
      {problem.reason !== null && mendedAmongModels.has(problem.reason) ? (
        <Button small onClick={() => void commands.run('assistant.showModels')}>
          {t('Manage models')}
        </Button>
      ) : null}
    </Notice>
  );
}
