import { commentsAsJson, commentsAsMarkdown } from '../session/export-comments.ts';
import type { SpokenSession } from '../talk/past-session.ts';

/** What the window says of a session in its archive: comments for people and for programs, chat and activity for programs. */
export function exportedParts({ name, session }: Pick<SpokenSession, 'name' | 'session'>, at = Date.now()) {
  const comments = { session: name, at, threads: session.comments.threads() };
  return [
    { name: 'comments.md', text: commentsAsMarkdown(comments) },
    { name: 'comments.json', text: commentsAsJson(comments) },
    { name: 'chat.json', text: asJson(session.talk.messages().filter(({ deleted }) => !deleted)) },
    { name: 'activity.json', text: asJson(session.activity.entries()) },
  ];
}

/** With times as ISO 8601 has them. */
function asJson(entries: readonly { readonly at: number }[]): string {
  const told = entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
  return `${JSON.stringify(told, null, 2)}\n`;
}
