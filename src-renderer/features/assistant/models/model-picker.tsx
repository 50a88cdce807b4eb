import { ChevronDown, Plug, Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ModelChoice } from '../../../../contract/model/assistant-model.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { ModelList } from './model-list.tsx';
import type { Models } from './models.ts';
import './model-list.css';

interface ModelPickerProps {
  readonly models: Models;
  /** Where a choice counts. `either` lets the person say: that is the composer's. */
  readonly where?: 'either' | 'user' | 'project';
  readonly className?: string;
}

/** The model that answers, on a button that opens the list of all there are. */
export function ModelPicker({ models, where = 'either', className }: ModelPickerProps) {
  const { commands, notifications, workspace } = useServices();
  const state = useStore(models.state);
  useEffect(() => models.start(), [models]);
  const project = useStore(workspace, (all) => all.project);
  const [open, setOpen] = useState(false);
  const [wantsProject, setWantsProject] = useState(false);
  const shown = where === 'user' ? state.userChoice : state.choice;
  const connection = state.connections.find(({ id }) => id === shown?.connectionId);
  const forProject = where === 'project' || (where === 'either' && wantsProject && project !== null);
  const name = shown?.model ?? t('No model');

  const choose = async (choice: ModelChoice | null, scope: 'user' | 'project') => {
    setOpen(false);
    try {
      await models.choose(choice, scope);
      // Otherwise the project's own choice would still stand before the one just made.
      if (where === 'either' && scope === 'user' && models.state.getState().ofProject)
        await models.choose(null, 'project');
    } catch (error) {
      notifications.error(t('The model was not chosen'), { detail: messageOf(error) });
    }
  };
  const manage = () => {
    setOpen(false);
    void commands.run('assistant.showModels');
  };
  return (
    <Popover
      label={t('Choose a model')}
      className="model-popover"
      open={open}
      onOpenChange={(next) => {
        if (next) setWantsProject(state.ofProject);
        setOpen(next);
      }}
      trigger={
        <button
          type="button"
          className={className ? `model-picker ${className}` : 'model-picker'}
          data-tooltip={
            connection ? t('{{name}} on {{server}}', { name, server: connection.name }) : t('Choose a model')
          }
        >
          <span className="visually-hidden">{t('Model:')}</span>
          <span className={shown ? 'clip' : 'clip model-picker-none'}>{name}</span>
          {connection?.local ? <span className="model-tag">{t('local')}</span> : null}
          <ChevronDown className="icon-small" aria-hidden="true" />
        </button>
      }
    >
      {state.connections.length === 0 ? (
        <div className="model-popover-none">
          <p>{t('No model is connected.')}</p>
          <Button kind="primary" small onClick={manage}>
            <Plug className="icon-small" aria-hidden="true" />
            {t('Connect a model')}
          </Button>
        </div>
      ) : (
        <>
          <ModelList
            models={models}
            connections={state.connections}
            current={shown}
            onChoose={(choice) => void choose(choice, forProject ? 'project' : 'user')}
          />
          <div className="model-popover-foot">
            {where === 'either' && project ? (
              <label className="model-popover-scope">
                <input
                  type="checkbox"
                  checked={wantsProject}
                  onChange={(event) => setWantsProject(event.currentTarget.checked)}
                />
                {t('Choose for this project only')}
              </label>
            ) : null}
            {where !== 'user' && state.ofProject ? (
              <button type="button" className="model-popover-action" onClick={() => void choose(null, 'project')}>
                {state.userChoice
                  ? t('Use {{model}} as in other projects', { model: state.userChoice.model })
                  : t('Take this project’s choice back')}
              </button>
            ) : null}
            <button type="button" className="model-popover-action" onClick={manage}>
              <Settings2 className="icon-small" aria-hidden="true" />
              {t('Manage models…')}
            </button>
          </div>
        </>
      )}
    </Popover>
  );
}
