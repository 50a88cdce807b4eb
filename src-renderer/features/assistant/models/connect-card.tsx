import { CircleSlash2, KeyRound, Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../../localize.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { LocalServers } from './local-servers.tsx';
import type { Models } from './models.ts';
import './connect.css';

interface ConnectCardProps {
  readonly models: Models;
  /** The person goes on without a model: search, starters and the like. */
  readonly onGoOnWithout: () => void;
}

/** What stands where a conversation would, while no model is connected: the three ways to go on. */
export function ConnectCard({ models, onGoOnWithout }: ConnectCardProps) {
  const [open, setOpen] = useState<'none' | 'key' | 'local'>('none');
  useEffect(() => models.start(), [models]);
  return (
    <section className="connect-card" aria-labelledby="connect-card-title">
      <h3 className="connect-card-title" id="connect-card-title">
        {t('No model is connected')}
      </h3>
      <p className="connect-card-body">
        {t('Add a key, connect to one on this machine, or go on without: search and starters work.')}
      </p>
      <ul className="connect-card-ways">
        <li>
          <button type="button" className="connect-card-way" onClick={() => setOpen('key')}>
            <KeyRound aria-hidden="true" />
            <span className="connect-card-way-title">{t('Add a key')}</span>
            <span className="connect-card-way-detail">{t('OpenAI, or any server that speaks its protocol')}</span>
          </button>
        </li>
        <li>
          <button
            type="button"
            className="connect-card-way"
            aria-expanded={open === 'local'}
            onClick={() => setOpen(open === 'local' ? 'none' : 'local')}
          >
            <Monitor aria-hidden="true" />
            <span className="connect-card-way-title">{t('Connect to one on this machine')}</span>
            <span className="connect-card-way-detail">{t('Ollama, LM Studio or llama.cpp. Nothing leaves it')}</span>
          </button>
          {open === 'local' ? (
            <div className="connect-card-local">
              <LocalServers models={models} />
            </div>
          ) : null}
        </li>
        <li>
          <button type="button" className="connect-card-way" onClick={onGoOnWithout}>
            <CircleSlash2 aria-hidden="true" />
            <span className="connect-card-way-title">{t('Go on without')}</span>
            <span className="connect-card-way-detail">{t('Project search, starters and prompt templates')}</span>
          </button>
        </li>
      </ul>
      {open === 'key' ? <ConnectDialog models={models} start="openai" onClose={() => setOpen('none')} /> : null}
    </section>
  );
}
