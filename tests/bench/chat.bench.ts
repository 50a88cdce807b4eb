import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { measureChatCore } from './support/chat-core.ts';
import { measureChatWindow } from './support/chat-window.ts';

/** A chat with a model on loopback: in Core alone, then to what is painted in a real window. */
export default async function chat(): Promise<BenchRow[]> {
  return [...(await measureChatCore()), ...(await measureChatWindow())];
}
