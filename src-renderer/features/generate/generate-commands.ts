import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { GenerateSession } from './generate-session.ts';

/** The commands of project generation. */
export function generateCommands({ workspace }: Services, session: GenerateSession): readonly Command[] {
  return [
    {
      id: 'generate.newProject',
      title: t('New project from a prompt…'),
      category: t('File'),
      menus: [{ menu: 'file', group: '1_new', order: 7 }],
      run() {
        session.begin();
        workspace.setState({ page: 'generate' });
      },
    },
    {
      id: 'generate.show',
      title: t('Show the project that is being made'),
      category: t('File'),
      hidden: true,
      run: () => workspace.setState({ page: 'generate' }),
    },
    {
      id: 'generate.stop',
      title: t('Stop writing the new project'),
      category: t('File'),
      when: 'generating',
      run: () => session.stop(),
    },
  ];
}
