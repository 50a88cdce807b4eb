import { Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { Generation } from '../../../contract/desktop/generate.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { GenerateSession } from './generate-session.ts';
import './unfinished.css';

/** Projects that were begun and are not opened yet: each can go on, or go. Nothing where there is none. */
export default function Unfinished({ session }: { readonly session: GenerateSession }) {
  const unfinished = useStore(session.state, (state) => state.unfinished);
  if (unfinished.length === 0) return null;
  return (
    <section aria-labelledby="generate-unfinished">
      <h2 className="generate-unfinished-head" id="generate-unfinished">
        {t('Begun, not opened yet')}
      </h2>
      <ul className="generate-unfinished">
        {unfinished.map((generation) => (
          <UnfinishedRun key={generation.id} generation={generation} session={session} />
        ))}
      </ul>
    </section>
  );
}

function UnfinishedRun({
  generation,
  session,
}: {
  readonly generation: Generation;
  readonly session: GenerateSession;
}) {
  const { dialogs, notifications, workspace } = useServices();
  const { id, plan, files, status, prompt } = generation;
  const { name } = plan;
  const done = files.filter((file) => file.status === 'done').length;
  const show = () => {
    session.show(id).then(
      () => workspace.setState({ page: 'generate' }),
      (error: unknown) => notifications.error(t('{{name}} could not be shown', { name }), { detail: messageOf(error) }),
    );
  };
  const discard = async () => {
    const answer = await dialogs.ask({
      title: t('Discard {{name}}?', { name }),
      body: t('Its folder goes to the trash: {{folder}}', { folder: generation.folder }),
      buttons: [
        { id: 'keep', title: t('Keep it') },
        { id: 'discard', title: t('Move to trash'), danger: true },
      ],
    });
    if (answer !== 'discard') return;
    await session
      .discard(id)
      .catch((error: unknown) =>
        notifications.error(t('{{name}} could not be discarded', { name }), { detail: messageOf(error) }),
      );
  };
  return (
    <li className="generate-unfinished-run">
      <span className="generate-unfinished-text" data-tooltip={prompt}>
        <span className="generate-unfinished-name clip">{name}</span>
        <span className="generate-unfinished-state">
          {status === 'finished' ? t('All files written') : t('{{done}} of {{all}} files', { done, all: files.length })}
        </span>
      </span>
      <Button small onClick={show} aria-label={t('Go on with {{name}}', { name })}>
        {t('Go on')}
      </Button>
      <IconButton label={t('Discard {{name}}', { name })} onClick={() => void discard()}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </li>
  );
}
