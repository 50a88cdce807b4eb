import type { FoundServer } from '../../../../contract/desktop/assistant/models.ts';

/** Where each program listens unless it is told otherwise. */
export const localPorts: Readonly<Record<FoundServer['kind'], number>> = {
  ollama: 11434,
  lmstudio: 1234,
  llamacpp: 8080,
};

/** The ports with those of `ollama=11500,llamacpp=9000` in place of the usual ones. What is no port is passed over. */
export function readLocalPorts(text = ''): Readonly<Record<FoundServer['kind'], number>> {
  const ports = { ...localPorts };
  for (const [, kind, port] of text.matchAll(/(ollama|lmstudio|llamacpp)=(\d{1,5})\b/g)) {
    if (Number(port) > 0 && Number(port) < 65_536) ports[kind as FoundServer['kind']] = Number(port);
  }
  return ports;
}

/** Milliseconds for all of them: a port of this machine answers at once or not at all. */
const patience = 2000;
const mostModels = 200;

/** Looks for servers of models on this machine. What answers otherwise than one is passed over. */
export async function findLocalServers(
  ports: Readonly<Record<FoundServer['kind'], number>> = localPorts,
): Promise<FoundServer[]> {
  const signal = AbortSignal.timeout(patience);
  const kinds = Object.keys(ports) as FoundServer['kind'][];
  const found = await Promise.all(kinds.map((kind) => ask(kind, ports[kind], signal)));
  return found.filter((server) => server !== null);
}

async function ask(kind: FoundServer['kind'], port: number, signal: AbortSignal): Promise<FoundServer | null> {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  try {
    const response = await fetch(`${baseUrl}/models`, { signal, redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      return null;
    }
    const { data } = (await response.json()) as { data?: unknown };
    if (!Array.isArray(data)) return null;
    const models = data.flatMap((model) => (typeof model?.id === 'string' ? [model.id as string] : []));
    return { kind, baseUrl, models: models.slice(0, mostModels) };
  } catch {
    return null;
  }
}
