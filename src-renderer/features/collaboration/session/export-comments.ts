import { t } from '../../../localize.ts';
import type { CommentThread } from './session-comments.ts';

/** What an export says of itself. */
export interface CommentExport {
  /** The session's name. */
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly threads: readonly CommentThread[];
}

/** The comments of a session as JSON, for other programs; times are in ISO 8601, lines from 1. */
export function commentsAsJson({ session, at, threads }: CommentExport): string {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const exported = {
    format: 'flashfusion-comments',
    version: 1,
    session,
    exportedAt: time(at),
    threads: threads.map((thread) => ({
      id: thread.id,
      path: thread.path,
      line: thread.lines.first,
      endLine: thread.lines.last,
      outdated: thread.range === null,
      quote: thread.quote,
      resolved: thread.resolved,
      resolution: thread.resolution && { ...thread.resolution, at: time(thread.resolution.at) },
      comments: thread.comments.map(({ id, author, name, at: saidAt, text, mentions, editedAt }) => ({
        id,
        author,
        name,
        at: time(saidAt),
        editedAt: editedAt === null ? null : time(editedAt),
        text,
        mentions,
      })),
    })),
  };
  return `${JSON.stringify(exported, null, 2)}\n`;
}

/** The comments of a session as Markdown, for people: by file, then by line, with the text that each is about. */
export function commentsAsMarkdown({ session, at, threads }: CommentExport): string {
  const time = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const open = threads.filter(({ resolved }) => !resolved).length;
  const blocks = [
    `# ${t('Comments of {{session}}', { session: inline(session) })}`,
    t('{{time}}. {{open}} open, {{resolved}} resolved.', { time: time(at), open, resolved: threads.length - open }),
  ];
  const paths = [...new Set(threads.map(({ path }) => path))].sort();
  for (const path of paths) {
    blocks.push(`## ${code(path)}`);
    const here = threads.filter((thread) => thread.path === path).sort((a, b) => a.lines.first - b.lines.first);
    for (const thread of here) {
      const { first, last } = thread.lines;
      const words = [
        first === last ? t('Line {{first}}', { first }) : t('Lines {{first}} to {{last}}', { first, last }),
      ];
      if (thread.range === null) words.push(t('outdated'));
      if (thread.resolution) {
        const { resolved, name, at: when } = thread.resolution;
        const values = { name: inline(name), time: time(when) };
        words.push(
          resolved ? t('resolved by {{name}}, {{time}}', values) : t('reopened by {{name}}, {{time}}', values),
        );
      }
      blocks.push(`### ${words.join(', ')}`, fenced(thread.quote));
      for (const { name, at: when, editedAt, text } of thread.comments) {
        const said = [`**${inline(name)}**`, time(when), ...(editedAt === null ? [] : [t('edited')])];
        blocks.push(said.join(', '), quoted(text));
      }
    }
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Text of others on one line that Markdown takes for text. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#|!]/g, (character) => `\\${character}`);
}

function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  return text.includes('`') ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text.replace(/\n$/, '')}\n${fence}`;
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((each) => (each === '' ? '>' : `> ${each.replaceAll('<', '\\<')}`))
    .join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
