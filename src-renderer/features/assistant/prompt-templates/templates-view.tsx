import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PaneHead } from '../../../ui/pane-head.tsx';
import type { PromptTemplates, TemplateDraft } from './prompt-templates.ts';
import { TemplateEditor } from './template-editor.tsx';
import './templates.css';

const unsaved = 'new';

/** Every template: the built-in ones to read and copy, one's own to write. */
export default function TemplatesView({ templates }: { templates: PromptTemplates }) {
  const { notifications, workspace } = useServices();
  const all = useStore(templates.state);
  const drafts = useStore(templates.drafts);
  const [chosen, setChosen] = useState<string | null>(drafts.has(unsaved) ? unsaved : null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    templates.refresh().catch((error: unknown) => setProblem(messageOf(error)));
  }, [templates]);

  const own = all?.filter(({ builtIn }) => !builtIn) ?? [];
  const builtIn = all?.filter((template) => template.builtIn) ?? [];
  const current = chosen === unsaved ? null : (all?.find(({ id }) => id === chosen) ?? own[0] ?? builtIn[0] ?? null);
  const currentId = chosen === unsaved ? unsaved : (current?.id ?? null);

  const setDraft = (id: string, draft: TemplateDraft | null) => {
    const next = new Map(templates.drafts.getState());
    if (draft === null) next.delete(id);
    else next.set(id, draft);
    templates.drafts.setState(next, true);
  };
  const begin = (draft: TemplateDraft) => {
    setDraft(unsaved, draft);
    setChosen(unsaved);
  };
  const duplicate = (draft: TemplateDraft) => begin({ ...draft, title: t('{{title}} (copy)', { title: draft.title }) });
  const save = async (id: string, draft: TemplateDraft) => {
    const saved = await templates.save({ id: id === unsaved ? null : id, ...draft });
    setDraft(id, null);
    setChosen(saved.id);
  };
  const remove = async (template: PromptTemplate) => {
    try {
      const { title, text } = await templates.remove(template.id);
      setDraft(template.id, null);
      setChosen(null);
      notifications.info(t('{{title}} is removed', { title }), {
        actions: [
          {
            title: t('Undo'),
            run: async () => {
              const { id } = await templates.save({ id: null, title, text });
              setChosen(id);
            },
          },
        ],
      });
    } catch (error) {
      notifications.error(t('{{title}} is still there', { title: template.title }), { detail: messageOf(error) });
    }
  };
  const discard = (id: string) => {
    setDraft(id, null);
    if (id === unsaved) setChosen(null);
  };

  return (
    <div className="templates-page">
      <aside className="templates-side" aria-label={t('Prompt templates')}>
        <PaneHead title={t('Prompt templates')}>
          <IconButton
            label={t('New template')}
            onClick={() => (drafts.has(unsaved) ? setChosen(unsaved) : begin({ title: '', text: '' }))}
          >
            <Plus aria-hidden="true" />
          </IconButton>
        </PaneHead>
        <div className="templates-lists">
          <h3 className="templates-group" id="templates-own">
            {t('Your own')}
          </h3>
          {own.length === 0 && !drafts.has(unsaved) ? (
            <p className="templates-none">{t('None yet. Write one, or duplicate one below.')}</p>
          ) : null}
          <ul aria-labelledby="templates-own">
            {drafts.has(unsaved) ? (
              <TemplateLink
                title={drafts.get(unsaved)?.title || t('New template')}
                current={currentId === unsaved}
                changed
                onSelect={() => setChosen(unsaved)}
              />
            ) : null}
            {own.map(({ id, title }) => (
              <TemplateLink
                key={id}
                title={drafts.get(id)?.title || title}
                current={currentId === id}
                changed={drafts.has(id)}
                onSelect={() => setChosen(id)}
              />
            ))}
          </ul>
          <h3 className="templates-group" id="templates-built-in">
            {t('Built in')}
          </h3>
          <ul aria-labelledby="templates-built-in">
            {builtIn.map(({ id, title }) => (
              <TemplateLink
                key={id}
                title={title}
                current={currentId === id}
                changed={false}
                onSelect={() => setChosen(id)}
              />
            ))}
          </ul>
        </div>
      </aside>
      <div className="templates-main">
        <IconButton
          className="templates-close"
          label={t('Close templates')}
          keys="Escape"
          onClick={() => workspace.setState({ page: null })}
        >
          <X aria-hidden="true" />
        </IconButton>
        {problem !== null && all === null ? (
          <EmptyState failed icon={<X aria-hidden="true" />} title={t('The templates cannot be read')}>
            {problem}
          </EmptyState>
        ) : currentId === null ? null : (
          <TemplateEditor
            key={currentId}
            template={current ?? { id: unsaved, title: '', text: '', builtIn: false }}
            isNew={currentId === unsaved}
            draft={drafts.get(currentId) ?? null}
            onDraft={(draft) => setDraft(currentId, draft)}
            onSave={(draft) => save(currentId, draft)}
            onDiscard={() => discard(currentId)}
            onDuplicate={duplicate}
            onRemove={() => current && void remove(current)}
          />
        )}
      </div>
    </div>
  );
}

interface TemplateLinkProps {
  readonly title: string;
  readonly current: boolean;
  readonly changed: boolean;
  readonly onSelect: () => void;
}

function TemplateLink({ title, current, changed, onSelect }: TemplateLinkProps) {
  return (
    <li>
      <button type="button" className="templates-link" aria-current={current} onClick={onSelect}>
        <span className="clip">{title}</span>
        {changed ? (
          <span className="templates-changed">
            <span className="visually-hidden">{t(', not saved')}</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}
