import { z } from 'zod';
import { ProjectPath } from '../../contract/model/path.ts';

const path = ProjectPath.refine((value) => value !== '', { message: 'The path is empty.' });
const role = z.enum(['editor', 'commenter', 'viewer']);

/** What a peer does when told so on standard input: one JSON object a line. */
export const PeerCommand = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('edit'),
    path,
    /** In UTF-16 units from the beginning of the text. */
    at: z.number().int().nonnegative(),
    remove: z.number().int().nonnegative().default(0),
    insert: z.string().max(1_000_000).default(''),
  }),
  z.strictObject({ command: z.literal('cursor'), path, at: z.number().int().nonnegative() }),
  z.strictObject({ command: z.literal('create'), path, text: z.string().max(5_000_000).default('') }),
  z.strictObject({ command: z.literal('move'), path, to: path }),
  z.strictObject({ command: z.literal('remove'), path }),
  z.strictObject({ command: z.literal('read'), path }),
  z.strictObject({
    command: z.literal('comment'),
    path,
    /** The place, in UTF-16 units from the beginning of the text; the whole line where `end` is not after it. */
    start: z.number().int().nonnegative(),
    end: z.number().int().nonnegative().default(0),
    text: z.string(),
  }),
  z.strictObject({ command: z.literal('reply'), thread: z.string(), text: z.string() }),
  z.strictObject({ command: z.literal('edit-comment'), comment: z.string(), text: z.string() }),
  z.strictObject({ command: z.literal('delete-comment'), comment: z.string() }),
  z.strictObject({ command: z.literal('resolve'), thread: z.string() }),
  z.strictObject({ command: z.literal('reopen'), thread: z.string() }),
  z.strictObject({ command: z.literal('comments') }),
  z.strictObject({ command: z.literal('export-comments'), format: z.enum(['markdown', 'json']).default('json') }),
  z.strictObject({ command: z.literal('chat'), text: z.string() }),
  z.strictObject({ command: z.literal('edit-message'), message: z.string(), text: z.string() }),
  z.strictObject({ command: z.literal('delete-message'), message: z.string() }),
  z.strictObject({ command: z.literal('messages') }),
  z.strictObject({ command: z.literal('activity') }),
  z.strictObject({ command: z.literal('lock'), path, mode: z.enum(['warn', 'block']).default('warn') }),
  z.strictObject({ command: z.literal('unlock'), path }),
  z.strictObject({ command: z.literal('locks') }),
  z.strictObject({ command: z.literal('list') }),
  z.strictObject({ command: z.literal('people') }),
  z.strictObject({
    command: z.literal('invite'),
    role: role.default('editor'),
    uses: z.number().int().positive().nullable().default(null),
    /** Days until it expires; null for never. */
    days: z.number().positive().nullable().default(7),
    waitingRoom: z.boolean().default(false),
  }),
  z.strictObject({ command: z.literal('revoke'), invitation: z.string() }),
  z.strictObject({ command: z.literal('role'), person: z.string(), role: role.nullable() }),
  z.strictObject({ command: z.literal('leave') }),
]);
export type PeerCommand = z.infer<typeof PeerCommand>;

/** Reads one line; throws an Error that says what is wrong with it. */
export function readCommand(line: string): PeerCommand {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error('This is not JSON: write one object a line, such as {"command":"list"}.');
  }
  const command = PeerCommand.safeParse(value);
  if (command.success) return command.data;
  const [issue] = command.error.issues;
  throw new Error(`${issue?.path.join('.') || 'command'}: ${issue?.message ?? 'is wrong'}`);
}
