import { Braces, CircleAlert, LoaderCircle } from 'lucide-react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { LanguageServer } from '../../../contract/desktop/languages.ts';
import { useServices } from '../../app/services.ts';
import { StatusBarItem } from '../../app/status-bar.tsx';
import { t } from '../../localize.ts';
import { serverLanguage } from './client/server-language.ts';
import './server-status.css';

/** How the language server of the open file is; leads to starting it anew. */
export function ServerStatus({ servers }: { servers: StoreApi<readonly LanguageServer[]> }) {
  const { editor } = useServices();
  const all = useStore(servers);
  const document = useStore(editor.state, ({ active, documents }) =>
    active === null ? undefined : documents.get(active),
  );
  if (document?.kind !== 'text' || document.projectId === 'user') return null;
  const language = serverLanguage(document.languageId, document.id);
  const own = all.filter(({ languageIds }) => languageIds.includes(language));
  const server = own.find(({ status }) => status === 'failed') ?? own.find(isStarting) ?? own[0];
  if (!server || server.status === 'idle') return null;
  return (
    <StatusBarItem command="languages.showServers" tooltip={describeServer(server)}>
      <ServerIcon server={server} />
      <span className={server.status === 'ready' ? 'visually-hidden' : undefined}>{describeServer(server)}</span>
    </StatusBarItem>
  );
}

function ServerIcon({ server }: { server: LanguageServer }) {
  if (server.status === 'failed') return <CircleAlert className="server-status-failed" aria-hidden="true" />;
  if (isStarting(server)) return <LoaderCircle className="server-status-starting" aria-hidden="true" />;
  return <Braces aria-hidden="true" />;
}

function isStarting({ status }: LanguageServer): boolean {
  return status === 'starting' || status === 'restarting';
}

/** How a server is, in a few words. */
export function describeServer({ name, status, version }: LanguageServer): string {
  switch (status) {
    case 'ready':
      return version === null
        ? t('{{name}} is ready', { name })
        : t('{{name}} {{version}} is ready', { name, version });
    case 'starting':
      return t('{{name}} is starting', { name });
    case 'restarting':
      return t('{{name}} is starting again', { name });
    case 'failed':
      return t('{{name}} has stopped', { name });
    case 'off':
      return t('{{name}} is off', { name });
    case 'idle':
      return t('{{name}} is not needed yet', { name });
  }
}
