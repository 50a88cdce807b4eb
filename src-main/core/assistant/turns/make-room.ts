import type { ModelMessage, ToolDefinition } from '../models/model-messages.ts';
import { boundText } from '../tools/bound-text.ts';

/** Tokens that a chat format adds to each message and to all of them. */
const tokensPerMessage = 4;
const tokensPerRequest = 3;

const shortened = '[shortened to make room: ask again if you still need it]';
/** Characters below which half of a result says nothing. */
const smallestResult = 800;

/**
 * Holds the next request of a turn to a ceiling in tokens, the definitions of tools included. The results of tools since message `from` are shortened for it,
 * in place: to a note, the oldest first; the newest is cut only as far as it takes. What is asked of the model stays whole. Answers what fits then.
 * Messages are counted as they are `sent`, with the marks around data.
 */
export async function makeRoom(
  messages: ModelMessage[],
  from: number,
  tools: readonly ToolDefinition[],
  ceiling: number,
  sent: (message: ModelMessage) => ModelMessage,
  count: (text: string) => Promise<number>,
): Promise<'all' | 'withoutTools' | 'nothing'> {
  const sizeOf = async (message: ModelMessage) => {
    const calls = message.role === 'assistant' && message.calls?.length ? JSON.stringify(message.calls) : '';
    return tokensPerMessage + (await count(sent(message).content)) + (calls === '' ? 0 : await count(calls));
  };
  const definitions = tools.length === 0 ? 0 : await count(JSON.stringify(tools));
  const sizes = await Promise.all(messages.map(sizeOf));
  let tokens = sizes.reduce((sum, size) => sum + size, tokensPerRequest + definitions);
  const results = [...messages.entries()].filter(([index, { role }]) => index >= from && role === 'tool');
  const newest = results.at(-1)?.[0];
  for (const [index, result] of results) {
    let message = result;
    while (tokens > ceiling && message.content.length > shortened.length) {
      const half = Math.floor(message.content.length / 2);
      const isCut = index === newest && half >= smallestResult;
      message = { ...message, content: isCut ? boundText(message.content, 'start', half) : shortened };
      messages[index] = message;
      tokens -= sizes[index] ?? 0;
      sizes[index] = await sizeOf(message);
      tokens += sizes[index];
    }
  }
  if (tokens <= ceiling) return 'all';
  return tokens - definitions <= ceiling ? 'withoutTools' : 'nothing';
}
