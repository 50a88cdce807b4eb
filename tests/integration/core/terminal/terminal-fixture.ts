import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { TerminalPart } from '../../../../contract/desktop/terminal.ts';
import type { Terminal } from '../../../../contract/model/terminal.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const size = { columns: 80, rows: 24 };

/** A Core with a trusted project, seen by one window, whose terminals run bash without anybody's start-up files. */
export async function startTerminals(files: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder('terminal');
  const path = join(folder, 'project');
  await mkdir(path);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  vi.stubEnv('HOME', folder);
  vi.stubEnv('SHELL', '/bin/bash');
  onTestFinished(() => void vi.unstubAllEnvs());
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const { project } = await core.client.projects.open({ path: realpathSync(path) });
  const events = await core.events(project.id);
  const trust = (trusted: boolean) => core.client.projects.trust({ projectId: project.id, trusted });
  await trust(true);
  return { core, events, path, projectId: project.id, trust };
}

export async function openShell(core: TestCore, projectId: string): Promise<Terminal> {
  return core.client.terminal.create({ projectId, shell: '/bin/bash', cwd: null, ...size });
}

/** A window's view of one terminal: reads its stream, acknowledging it unless told otherwise. */
export async function watchTerminal(
  client: DesktopClient,
  terminalId: string,
  options: { acknowledge?: boolean } = {},
) {
  const { acknowledge = true } = options;
  const controller = new AbortController();
  const stream = await client.terminal.attach({ terminalId }, { signal: controller.signal });
  let text = '';
  let live = 0;
  let streamId = '';
  const parts: TerminalPart[] = [];
  const reading = (async () => {
    for await (const part of stream) {
      parts.push(part);
      if (part.type === 'attached') streamId = part.streamId;
      if (part.type === 'restarted') text = '';
      if (part.type !== 'output') continue;
      text += part.text;
      if (part.replay) continue;
      live += part.text.length;
      if (acknowledge) await client.terminal.acknowledge({ terminalId, streamId, characters: part.text.length });
    }
  })().catch(() => {
    // The window left.
  });
  return {
    parts,
    text: () => text,
    live: () => live,
    acknowledge: (characters: number) =>
      client.terminal.acknowledge({ terminalId, streamId, characters }).catch(() => ({})),
    /** Waits for a text; the message of a failed wait is short, since the output may be long. */
    until: (expected: string | RegExp) =>
      vi.waitFor(
        () => {
          const there = typeof expected === 'string' ? text.includes(expected) : expected.test(text);
          if (!there)
            throw new Error(`${expected} is not in the output, which ends with ${JSON.stringify(text.slice(-500))}`);
        },
        { timeout: 15_000, interval: 10 },
      ),
    async leave() {
      controller.abort();
      await reading;
    },
  };
}

/** Pids of the running processes whose command line holds a text. */
export function findRunning(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        const zombie = /\) [ZX]/.test(readFileSync(`/proc/${name}/stat`, 'utf8'));
        return !zombie && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}
