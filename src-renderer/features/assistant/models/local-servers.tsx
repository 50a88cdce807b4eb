import { LoaderCircle, RotateCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { FoundServer } from '../../../../contract/desktop/assistant/models.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { troubleOf } from './connection-trouble.ts';
import type { Models } from './models.ts';
import { localServers, shortAddress } from './server-addresses.ts';
import './connect.css';

/** The servers that may run on this machine: what answers is connected with one press, of the others it says how to start them. */
export function LocalServers({ models }: { models: Models }) {
  const { core, notifications } = useServices();
  const connections = useStore(models.state, (state) => state.connections);
  const [found, setFound] = useState<readonly FoundServer[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);

  const look = useCallback(() => {
    setFound(null);
    setProblem(null);
    const stop = new AbortController();
    core.assistant.models.findLocal({}, { signal: stop.signal }).then(
      ({ servers }) => setFound(servers),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setFound([]);
        setProblem(messageOf(error));
      },
    );
    return stop;
  }, [core]);
  useEffect(() => {
    const stop = look();
    return () => stop.abort();
  }, [look]);

  const connect = async (server: FoundServer, name: string) => {
    setConnecting(server.baseUrl);
    setProblem(null);
    try {
      const connection = await models.connect({ id: null, kind: server.kind, name, baseUrl: server.baseUrl });
      const { userChoice } = models.state.getState();
      if (userChoice?.connectionId === connection.id)
        notifications.info(t('{{model}} answers from now on', { model: userChoice.model }));
    } catch (error) {
      setProblem(troubleOf(error).message);
    } finally {
      setConnecting(null);
    }
  };

  return (
    <div className="local-servers">
      <ul className="local-servers-list" aria-label={t('On this machine')}>
        {localServers.map(({ kind, name, start }) => {
          const connected = connections.filter((connection) => connection.kind === kind);
          const servers = (found ?? []).filter(
            (server) => server.kind === kind && !connected.some(({ baseUrl }) => baseUrl === server.baseUrl),
          );
          return (
            <li className="local-server" key={kind}>
              <div className="local-server-text">
                <span className="local-server-name">{name}</span>
                <span className="local-server-detail">
                  {connected.length > 0
                    ? t('Connected')
                    : found === null
                      ? t('Looking …')
                      : servers.length === 0
                        ? start
                        : servers
                            .map(({ baseUrl, models: { length } }) =>
                              t('Runs at {{address}}, {{count}} models', {
                                address: shortAddress(baseUrl),
                                count: length,
                              }),
                            )
                            .join(' ')}
                </span>
              </div>
              {servers.map((server) => (
                <Button
                  key={server.baseUrl}
                  small
                  aria-disabled={connecting !== null}
                  aria-label={t('Connect {{name}}', { name })}
                  onClick={() => {
                    if (connecting === null) void connect(server, name);
                  }}
                >
                  {connecting === server.baseUrl ? (
                    <LoaderCircle className="icon-small spinning" aria-hidden="true" />
                  ) : null}
                  {t('Connect')}
                </Button>
              ))}
            </li>
          );
        })}
      </ul>
      {problem ? <Notice level="error">{problem}</Notice> : null}
      <Button kind="ghost" small aria-disabled={found === null} onClick={() => void (found !== null && look())}>
        <RotateCw className="icon-small" aria-hidden="true" />
        {t('Look again')}
      </Button>
    </div>
  );
}
