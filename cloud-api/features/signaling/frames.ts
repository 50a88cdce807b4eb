/** What a client of y-webrtc's signaling protocol may say. */
export type ClientFrame =
  | { readonly type: 'subscribe' | 'unsubscribe'; readonly topics: readonly string[] }
  | { readonly type: 'publish'; readonly topic: string }
  | { readonly type: 'ping' };

/** Names shorter than this can be guessed or met by accident: they are no rooms here. */
export const shortestTopic = 16;
const longestTopic = 256;
/** Topics in one frame; a socket may have fewer at a time than this anyway. */
const mostTopics = 100;

/** Reads a frame; null when it is none of the protocol's. */
export function parseFrame(text: string): ClientFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { type, topic, topics } = value as { type?: unknown; topic?: unknown; topics?: unknown };
  switch (type) {
    case 'subscribe':
    case 'unsubscribe':
      return isTopicList(topics) ? { type, topics } : null;
    case 'publish':
      return isTopic(topic) ? { type, topic } : null;
    case 'ping':
      return { type };
    default:
      return null;
  }
}

/** A topic that strangers don't share: long enough that it can't be found by trying. */
export function isRoomName(topic: string): boolean {
  return topic.length >= shortestTopic;
}

/**
 * The frame as receivers get it: with how many they are, as the stock server adds it. The text is known to be a JSON object, and
 * of two members of one name the last one counts, so nothing has to be written anew.
 */
export function withClients(text: string, clients: number): string {
  return `${text.slice(0, text.lastIndexOf('}'))},"clients":${clients}}`;
}

function isTopic(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestTopic;
}

function isTopicList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= mostTopics && value.every(isTopic);
}
