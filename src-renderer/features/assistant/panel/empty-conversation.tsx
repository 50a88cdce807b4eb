import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { AssistantIcon } from '../../../ui/assistant-icon.ts';
import { Button } from '../../../ui/button.tsx';
import type { AssistantSession } from '../session/assistant-session.ts';

interface EmptyConversationProps {
  readonly session: AssistantSession;
  readonly connected: boolean;
}

/** Before the first message: what can be asked, and what works without a model. */
export function EmptyConversation({ session, connected }: EmptyConversationProps) {
  const { commands, workspace } = useServices();
  const trusted = useStore(workspace, ({ project }) => project?.trusted ?? true);
  const examples = [
    t('What does this project do, and where does it start?'),
    t('Find bugs in the file that is open'),
    t('Add tests for what is selected'),
  ];
  return (
    <div className="assistant-start">
      <AssistantIcon aria-hidden="true" />
      <h3>{t('Ask about this project, or describe a change')}</h3>
      <p>{t('What is sent is shown with its size before it goes. Changes are staged until you keep them.')}</p>
      {connected ? (
        <ul>
          {examples.map((example) => (
            <li key={example}>
              <button type="button" className="assistant-example" onClick={() => session.ask({ text: example })}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div className="assistant-problem-actions">
          <Button small onClick={() => void commands.run('assistant.showModels')}>
            {t('Connect a model')}
          </Button>
          <Button small onClick={() => void commands.run('workbench.action.findInFiles')}>
            {t('Search the project')}
          </Button>
          <Button small onClick={() => void commands.run('projects.new')}>
            {t('Begin from a starter')}
          </Button>
        </div>
      )}
      {trusted ? null : (
        <p className="assistant-restricted">
          {t('This folder is restricted: the model can read and propose, and nothing is run.')}
        </p>
      )}
    </div>
  );
}
