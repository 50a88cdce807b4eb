import { constants, setPriority } from 'node:os';
import { nowhere, shareSelection } from '../../../../src-renderer/features/collaboration/presence/presence.ts';
import { parseSessionCode } from '../../../../src-renderer/features/collaboration/protocol/session-code.ts';
import { joinSession, type Session } from '../../../../src-renderer/features/collaboration/session/session.ts';
import { createPerson } from '../../../support/session-peer.ts';

// Others have machines of their own: here they get what the window leaves.
setPriority(constants.priority.PRIORITY_LOW);

/** Milliseconds between the moves of each one's cursor, and between the keys of the one who types. */
const moveEvery = 1000;
const typeEvery = 400;

const [url = '', text = '', count = '1', path = ''] = process.argv.slice(2);
const code = parseSessionCode(text);
if ('fault' in code) throw new Error(`no code: ${text}`);

/** People in one process who keep a window company: all move their cursors in a file, one types at its end. Prints `ready` once they all have the file. */
const people: Session[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const person = await createPerson(`Person ${index + 1}`);
  people.push(await joinSession(code, person.options(url)));
}

const ready = setInterval(() => {
  const have = people.filter(({ files }) => {
    const entry = files.find(path);
    return entry && (files.text(entry.id)?.length ?? 0) > 0;
  });
  if (have.length < people.length) return;
  clearInterval(ready);
  console.log('ready');
}, 200);

let turn = 0;
const timers = [
  ready,
  setInterval(() => {
    turn += 1;
    for (const [index, { files, awareness }] of people.entries()) {
      const entry = files.find(path);
      const shared = entry && files.text(entry.id);
      if (!entry || !shared) continue;
      const place = (turn * 37 + index * 211) % shared.length;
      const selection = shareSelection(shared, { anchor: place, head: Math.min(shared.length, place + 12) });
      awareness.setLocalState({ ...nowhere, file: entry.id, line: 1, selections: [selection] });
    }
  }, moveEvery),
  setInterval(() => {
    // One types in all: in the process with two.
    const first = Number(count) === 2 ? people[0] : undefined;
    const entry = first?.files.find(path);
    const shared = entry && first?.files.text(entry.id);
    if (shared) shared.insert(shared.length, turn % 20 === 0 ? '\n' : 'x');
  }, typeEvery),
];
process.on('SIGTERM', () => {
  for (const timer of timers) clearInterval(timer);
  for (const session of people) session.dispose();
  process.exit(0);
});
