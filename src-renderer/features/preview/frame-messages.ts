import type { KeyPress } from '../../app/keystrokes.ts';
import type { EntryLevel } from './console-entries.ts';
import type { Going } from './page-history.ts';

/** What the script in a previewed page tells. Whatever runs in the page can say the same, so nothing here is trusted. */
export type FrameMessage =
  | {
      readonly type: 'entry';
      readonly kind: 'console' | 'network';
      readonly level: EntryLevel;
      readonly text: string;
      readonly stack: string;
    }
  | { readonly type: 'went'; readonly how: Going; readonly address: string; readonly title: string }
  | { readonly type: 'loaded' }
  | { readonly type: 'left' }
  | { readonly type: 'open'; readonly address: string }
  | { readonly type: 'key'; readonly press: KeyPress };

const levels: readonly EntryLevel[] = ['error', 'warning', 'info', 'log', 'debug'];
const ways: readonly Going[] = ['load', 'push', 'replace', 'traverse'];
const longest = 10_000;

/** Reads a message of a previewed page; null for anything that is none. `direct` is false for frames inside of it. */
export function readFrameMessage(data: unknown): { message: FrameMessage; direct: boolean } | null {
  if (typeof data !== 'object' || data === null) return null;
  const fields = data as Record<string, unknown>;
  if (fields.flashfusion !== 'preview') return null;
  const message = readMessage(fields);
  return message && { message, direct: fields.direct === true };
}

function readMessage(fields: Record<string, unknown>): FrameMessage | null {
  switch (fields.type) {
    case 'entry': {
      const level = levels.find((known) => known === fields.level);
      if (!level || typeof fields.text !== 'string' || typeof fields.stack !== 'string') return null;
      const kind = fields.kind === 'network' ? 'network' : 'console';
      return { type: 'entry', kind, level, text: fields.text.slice(0, longest), stack: fields.stack.slice(0, longest) };
    }
    case 'went': {
      const how = ways.find((known) => known === fields.how);
      if (!how || typeof fields.address !== 'string' || fields.address.length > longest) return null;
      const title = typeof fields.title === 'string' ? fields.title.slice(0, 200) : '';
      return { type: 'went', how, address: fields.address, title };
    }
    case 'loaded':
    case 'left':
      return { type: fields.type };
    case 'open':
      if (typeof fields.address !== 'string' || fields.address.length > 4096) return null;
      return { type: 'open', address: fields.address };
    case 'key': {
      const { key, code } = fields;
      if (typeof key !== 'string' || typeof code !== 'string' || key.length > 32 || code.length > 32) return null;
      const held = (name: string) => fields[name] === true;
      const press = {
        key,
        code,
        ctrlKey: held('ctrlKey'),
        shiftKey: held('shiftKey'),
        altKey: held('altKey'),
        metaKey: held('metaKey'),
      };
      return { type: 'key', press };
    }
    default:
      return null;
  }
}
