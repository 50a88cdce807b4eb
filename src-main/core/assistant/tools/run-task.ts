import type { ToolTurn } from '../turns/ports.ts';
import { boundText, plainOutput } from './bound-text.ts';
import type { Found } from './look-around.ts';
import type { ToolSources } from './ports.ts';

/** Milliseconds that a task is waited for; one that goes on, such as a server, is left running. */
const patience = 120_000;
const size = { columns: 120, rows: 30 };

/** Runs a task in a terminal where the person sees it, and tells the model what it wrote. The caller has asked before. */
export async function runTask(sources: ToolSources, turn: ToolTurn, name: string, limit = patience): Promise<Found> {
  const { projectId, signal } = turn;
  const terminal = await sources.runTask(projectId, name, size);
  const ended = new AbortController();
  const until = AbortSignal.any([ended.signal, signal, AbortSignal.timeout(limit)]);
  let output = '';
  const state = () => sources.findTerminal(projectId, terminal.id)?.state ?? null;
  // Output may still be on its way when the program has ended; a little later all of it has come.
  const watching = setInterval(() => {
    if (state()?.kind !== 'running') setTimeout(() => ended.abort(), 100);
  }, 50);
  try {
    for await (const part of sources.attach(terminal.id, until)) {
      if (part.type === 'output') output = (output + part.text).slice(-200_000);
      if (part.type === 'restarted') output = '';
    }
  } finally {
    clearInterval(watching);
  }
  // What was begun for a person who has stopped the answer ends with it.
  if (signal.aborted && state()?.kind === 'running') await sources.stopTerminal(terminal.id).catch(() => {});
  const last = state();
  const how =
    last === null
      ? 'Its terminal was closed.'
      : last.kind === 'running'
        ? `It still runs after ${limit / 1000} s.`
        : `It ended with code ${last.code ?? 'none'}.`;
  const safe = (await sources.redact(plainOutput(output))).text.trim();
  return {
    ok: last?.kind === 'exited' && last.code === 0,
    result: `${how}\n\n${boundText(safe, 'end') || 'It wrote nothing.'}`,
  };
}
