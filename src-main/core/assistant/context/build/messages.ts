import type { PromptMessage } from './request.ts';

/** Tokens that a chat format adds to each message (its role and marks) and to all of them (the beginning of the answer). */
export const tokensPerMessage = 4;
export const tokensPerRequest = 3;

/** Puts a request together: instructions, earlier messages, then data and question in one. Roles take turns, as some servers demand. */
export function arrange(
  instructions: string,
  history: readonly PromptMessage[],
  data: readonly string[],
  question: string,
): PromptMessage[] {
  const messages: { role: PromptMessage['role']; content: string }[] = [{ role: 'system', content: instructions }];
  const turns = [...history, { role: 'user' as const, content: [...data, question].join('\n\n') }];
  for (const { role, content } of turns) {
    const last = messages.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    // A conversation that was cut begins with a question all the same.
    else if (last?.role !== 'system' || role === 'user') messages.push({ role, content });
  }
  return messages;
}

/** Tokens of a request, given those of its messages' contents. */
export function tokensOfRequest(contents: readonly number[]): number {
  return contents.reduce((sum, tokens) => sum + tokens + tokensPerMessage, tokensPerRequest);
}
