import type { Command } from '../../app/commands.ts';
import { t } from '../../localize.ts';
import type { AssistantSession } from './session/assistant-session.ts';

interface AssistantCommandParts {
  readonly toggle: () => void;
  readonly hide: () => void;
  readonly show: () => Promise<AssistantSession>;
}

/** The commands of the assistant's panel. */
export function assistantCommands({ toggle, hide, show }: AssistantCommandParts): readonly Command[] {
  const category = t('Assistant');
  return [
    {
      id: 'assistant.open',
      title: t('Ask the assistant'),
      category,
      keys: ['Ctrl+K'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 5 }],
      run: toggle,
    },
    {
      id: 'assistant.close',
      title: t('Close the assistant'),
      category,
      when: 'projectOpen && assistantVisible',
      run: hide,
    },
    {
      id: 'assistant.newConversation',
      title: t('New conversation'),
      category,
      when: 'projectOpen',
      async run() {
        (await show()).startNew();
      },
    },
  ];
}
