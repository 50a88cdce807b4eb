import { t } from '../../../localize.ts';
import type { Activity, SeenAct, WrittenAct } from '../session/session-activity.ts';

/** A row of the activity feed: one entry, or edits that a person made one after the other. */
export interface ActivityRow {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  /** When the last of them was. */
  readonly at: number;
  readonly act: WrittenAct | SeenAct | { readonly type: 'edited-files'; readonly paths: readonly string[] };
}

/** The newest first. Edits of one person that follow each other are one row. */
export function activityRows(entries: readonly Activity[]): readonly ActivityRow[] {
  const rows: ActivityRow[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    if (entry.act.type === 'edited' && last?.person === entry.person) {
      const before =
        last.act.type === 'edited' ? [last.act.path] : last.act.type === 'edited-files' ? last.act.paths : null;
      if (before) {
        const paths = [...new Set([...before, entry.act.path])];
        const act = paths.length > 1 ? ({ type: 'edited-files', paths } as const) : entry.act;
        rows[rows.length - 1] = { ...last, at: entry.at, act };
        continue;
      }
    }
    rows.push(entry);
  }
  return rows.reverse();
}

/** What somebody did, as a sentence. `nameOf` answers what another person is called now. */
export function describeActivity(
  { name, act }: Pick<ActivityRow, 'name' | 'act'>,
  nameOf: (person: string, name: string) => string,
): string {
  switch (act.type) {
    case 'joined':
      return t('{{name}} joined', { name });
    case 'left':
      return t('{{name}} left', { name });
    case 'connected':
      return t('{{name}} is back', { name });
    case 'disconnected':
      return t('{{name}} lost the connection', { name });
    case 'created':
      return act.files === 1
        ? t('{{name}} created {{path}}', { name, path: act.path })
        : t('{{name}} created {{path}} and {{count}} more', { name, path: act.path, count: act.files - 1 });
    case 'deleted':
      return act.files === 1
        ? t('{{name}} deleted {{path}}', { name, path: act.path })
        : t('{{name}} deleted {{path}} and {{count}} more', { name, path: act.path, count: act.files - 1 });
    case 'renamed':
      return act.files === 1
        ? t('{{name}} renamed {{from}} to {{to}}', { name, from: act.from, to: act.to })
        : t('{{name}} renamed {{from}} to {{to}}, with {{count}} more', {
            name,
            from: act.from,
            to: act.to,
            count: act.files - 1,
          });
    case 'edited':
      return t('{{name}} edited {{path}}', { name, path: act.path });
    case 'edited-files':
      return t('{{name}} edited {{count}} files', { name, count: act.paths.length });
    case 'commented':
      return t('{{name}} commented on {{path}}', { name, path: act.path });
    case 'resolved':
      return t('{{name}} resolved a comment on {{path}}', { name, path: act.path });
    case 'reopened':
      return t('{{name}} reopened a comment on {{path}}', { name, path: act.path });
    case 'version-saved':
      return act.message === ''
        ? t('{{name}} saved a version', { name })
        : t('{{name}} saved the version “{{message}}”', { name, message: act.message });
    case 'version-restored':
      return t('{{name}} restored an earlier version', { name });
    case 'role-changed': {
      const other = nameOf(act.person, act.name);
      switch (act.role) {
        case 'editor':
          return t('{{name}} made {{other}} an editor', { name, other });
        case 'commenter':
          return t('{{name}} made {{other}} a commenter', { name, other });
        default:
          return t('{{name}} made {{other}} a viewer', { name, other });
      }
    }
    case 'removed':
      return t('{{name}} removed {{other}}', { name, other: nameOf(act.person, act.name) });
    case 'code-made':
      return act.role === 'editor'
        ? t('{{name}} made a code for editors', { name })
        : act.role === 'commenter'
          ? t('{{name}} made a code for commenters', { name })
          : t('{{name}} made a code for viewers', { name });
    case 'code-revoked':
      return t('{{name}} ended a code', { name });
  }
}

/** The file that an entry is about and that can be opened; null where there is none. */
export function pathOfActivity({ act }: Pick<ActivityRow, 'act'>): string | null {
  switch (act.type) {
    case 'created':
    case 'edited':
      return act.path;
    case 'renamed':
      return act.to;
    default:
      return null;
  }
}
