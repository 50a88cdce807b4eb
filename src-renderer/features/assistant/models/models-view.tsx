import { ChartColumn, Cloud, Monitor, Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ConnectDialog, type ConnectStart } from './connect-dialog.tsx';
import { LocalServers } from './local-servers.tsx';
import { ModelPicker } from './model-picker.tsx';
import type { Models } from './models.ts';
import { shortAddress } from './server-addresses.ts';
import './models.css';

/** The connections to models, and which of them answers. */
export default function ModelsView({ models }: { models: Models }) {
  const { commands, dialogs, notifications, workspace } = useServices();
  const state = useStore(models.state);
  useEffect(() => models.start(), [models]);
  const project = useStore(workspace, (all) => all.project);
  const [start, setStart] = useState<ConnectStart | null>(null);

  const disconnect = async (connection: ModelConnection) => {
    const { name, hasKey } = connection;
    const answers = [state.choice, state.userChoice].some((choice) => choice?.connectionId === connection.id);
    const answer = await dialogs.ask({
      title: t('Disconnect {{name}}?', { name }),
      body: [
        hasKey
          ? t('Its address and its key are forgotten here. The key stays valid at the server.')
          : t('Its address is forgotten here.'),
        answers ? t('It is what answers now: until you choose another model, nothing answers.') : '',
        t('Conversations stay.'),
      ]
        .filter(Boolean)
        .join(' '),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'disconnect', title: t('Disconnect'), danger: true },
      ],
    });
    if (answer !== 'disconnect') return;
    try {
      await models.disconnect(connection.id);
    } catch (error) {
      notifications.error(t('{{name}} is still connected', { name }), { detail: messageOf(error) });
    }
  };

  return (
    <div className="models-page">
      <header className="models-head">
        <h1 className="models-title clip">{t('Models')}</h1>
        <Button kind="ghost" small onClick={() => void commands.run('assistant.showUsage')}>
          <ChartColumn className="icon-small" aria-hidden="true" />
          {t('Usage')}
        </Button>
        <IconButton label={t('Close models')} keys="Escape" onClick={() => workspace.setState({ page: null })}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      <div className="models-body">
        <section aria-labelledby="models-connections">
          <div className="models-heading">
            <h2 id="models-connections">{t('Connections')}</h2>
            <Button small onClick={() => setStart('openai')}>
              <Plus className="icon-small" aria-hidden="true" />
              {t('Add a key')}
            </Button>
            <Button small onClick={() => setStart('compatible')}>
              <Plus className="icon-small" aria-hidden="true" />
              {t('Add an address')}
            </Button>
          </div>
          {state.known && state.connections.length === 0 ? (
            <p className="models-none">
              {t(
                'No model is connected. Add a key, connect to one on this machine, or go on without: search and starters work.',
              )}
            </p>
          ) : null}
          <ul className="models-connections" aria-labelledby="models-connections">
            {state.connections.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                answers={state.choice?.connectionId === connection.id}
                onEdit={() => setStart(connection)}
                onDisconnect={() => void disconnect(connection)}
              />
            ))}
          </ul>
        </section>
        {state.connections.length > 0 ? (
          <section aria-labelledby="models-choice">
            <div className="models-heading">
              <h2 id="models-choice">{t('What answers')}</h2>
            </div>
            <div className="models-choice">
              <div className="models-choice-text">
                <p className="models-choice-title">{t('In all projects')}</p>
                <p className="models-choice-detail">{t('Unless a project has a choice of its own.')}</p>
              </div>
              <ModelPicker models={models} where="user" className="models-choice-picker" />
            </div>
            {project ? (
              <div className="models-choice">
                <div className="models-choice-text">
                  <p className="models-choice-title">{t('In {{name}}', { name: project.name })}</p>
                  <p className="models-choice-detail">
                    {state.ofProject ? t('Its own choice.') : t('The same as in all projects.')}
                  </p>
                </div>
                <ModelPicker models={models} where="project" className="models-choice-picker" />
              </div>
            ) : null}
          </section>
        ) : null}
        <section aria-labelledby="models-local">
          <div className="models-heading">
            <h2 id="models-local">{t('On this machine')}</h2>
          </div>
          <p className="models-local-about">
            {t('What you ask a model on this machine does not leave it, and costs nothing.')}
          </p>
          <LocalServers models={models} />
        </section>
      </div>
      {start === null ? null : <ConnectDialog models={models} start={start} onClose={() => setStart(null)} />}
    </div>
  );
}

interface ConnectionRowProps {
  readonly connection: ModelConnection;
  readonly answers: boolean;
  readonly onEdit: () => void;
  readonly onDisconnect: () => void;
}

function ConnectionRow({ connection, answers, onEdit, onDisconnect }: ConnectionRowProps) {
  const { name, baseUrl, local, hasKey } = connection;
  const Icon = local ? Monitor : Cloud;
  return (
    <li className="models-connection">
      <Icon aria-hidden="true" />
      <div className="models-connection-text">
        <span className="models-connection-name">
          <span className="clip">{name}</span>
          <span className="model-tag">{local ? t('local') : t('elsewhere')}</span>
          {answers ? <span className="model-tag model-tag-now">{t('answers')}</span> : null}
        </span>
        <span className="models-connection-detail clip" data-tooltip={baseUrl}>
          {`${shortAddress(baseUrl)} · ${hasKey ? t('key kept') : t('no key')}`}
        </span>
      </div>
      <Button kind="ghost" small aria-label={t('Edit {{name}}', { name })} onClick={onEdit}>
        {t('Edit')}
      </Button>
      <Button kind="ghost" small aria-label={t('Disconnect {{name}}', { name })} onClick={onDisconnect}>
        {t('Disconnect')}
      </Button>
    </li>
  );
}
