import { NotebookPen } from 'lucide-react';
import { type ReactElement, useEffect } from 'react';
import { useStore } from 'zustand';
import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import type { FilledTemplate, PromptTemplates } from './prompt-templates.ts';

interface TemplateMenuProps {
  readonly templates: PromptTemplates;
  /** Gets the template with its variables filled in. */
  readonly onUse: (filled: FilledTemplate) => void;
  /** A button of the composer's; without one a small one with its icon. */
  readonly trigger?: ReactElement<Record<string, unknown>>;
}

/** The templates a message can begin with. */
export function TemplateMenu({ templates, onUse, trigger }: TemplateMenuProps) {
  const { commands } = useServices();
  const all = useStore(templates.state);
  useEffect(() => {
    templates.refresh().catch(reportError);
  }, [templates]);
  const use = (template: PromptTemplate) => {
    templates.fill(template).then((filled) => {
      if (filled !== null) onUse(filled);
    }, reportError);
  };
  const own = all?.filter(({ builtIn }) => !builtIn) ?? [];
  return (
    <Menu
      side="top"
      trigger={
        trigger ?? (
          <IconButton label={t('Prompt templates')}>
            <NotebookPen aria-hidden="true" />
          </IconButton>
        )
      }
    >
      <MenuGroup label={t('Prompt templates')}>
        {all
          ?.filter(({ builtIn }) => builtIn)
          .map((template) => (
            <MenuItem key={template.id} onSelect={() => use(template)}>
              {template.title}
            </MenuItem>
          ))}
      </MenuGroup>
      {own.length > 0 ? (
        <MenuGroup label={t('Your own')}>
          {own.map((template) => (
            <MenuItem key={template.id} onSelect={() => use(template)}>
              {template.title}
            </MenuItem>
          ))}
        </MenuGroup>
      ) : null}
      <MenuSeparator />
      <MenuItem onSelect={() => void commands.run('assistant.showPromptTemplates')}>{t('Edit templates…')}</MenuItem>
    </Menu>
  );
}
