/** What is searched for in the log. */
export interface LogQuery {
  readonly message?: string;
  readonly author?: string;
  readonly path?: string;
  readonly hash?: string;
}

/**
 * Reads a search: words are looked for in messages, `author:` and `path:` (in quotes where they hold spaces) elsewhere, and a
 * lone run of at least six hexadecimal digits is a commit's name.
 */
export function parseLogQuery(text: string): LogQuery {
  const words: string[] = [];
  const query: { author?: string; path?: string } = {};
  for (const match of text.matchAll(/(author|path|file):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+)/gi)) {
    const field = match[1]?.toLowerCase();
    const value = match[2] ?? match[3] ?? '';
    if (field === 'author' && value !== '') query.author = value;
    else if (field !== undefined && field !== 'author' && value !== '') query.path = value;
    else if (field === undefined) words.push(match[4] ?? match[5] ?? '');
  }
  const message = words.join(' ').trim();
  if (/^[0-9a-f]{6,64}$/i.test(message) && !query.author && !query.path) return { hash: message.toLowerCase() };
  return message === '' ? query : { ...query, message };
}

export function isEmptyQuery({ message, author, path, hash }: LogQuery): boolean {
  return !message && !author && !path && !hash;
}
