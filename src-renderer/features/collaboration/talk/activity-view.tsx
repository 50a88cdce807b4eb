import {
  Activity as ActivityIcon,
  FilePen,
  FilePlus,
  FileX,
  History,
  KeyRound,
  LogIn,
  LogOut,
  type LucideIcon,
  MessageSquareText,
  UserCog,
  UserMinus,
} from 'lucide-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { currentLocale, t } from '../../../localize.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { RowList } from '../../../ui/row-list.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import { type ActivityRow, activityRows, describeActivity, pathOfActivity } from './activity-rows.ts';
import type { TalkContext } from './talk-context.ts';
import { useWho } from './who.ts';
import './activity-view.css';

const rowHeight = 28;

const icons: Readonly<Record<ActivityRow['act']['type'], LucideIcon>> = {
  joined: LogIn,
  connected: LogIn,
  left: LogOut,
  disconnected: LogOut,
  created: FilePlus,
  deleted: FileX,
  renamed: FilePen,
  edited: FilePen,
  'edited-files': FilePen,
  commented: MessageSquareText,
  resolved: MessageSquareText,
  reopened: MessageSquareText,
  'version-saved': History,
  'version-restored': History,
  'role-changed': UserCog,
  removed: UserMinus,
  'code-made': KeyRound,
  'code-revoked': KeyRound,
};

/** What happened in the session, the newest first. */
export default function ActivityView({ context }: { context: TalkContext }) {
  const { activity } = context.live.session;
  const entries = useSyncExternalStore(activity.onChanged, activity.entries);
  const rows = useMemo(() => activityRows(entries), [entries]);
  const who = useWho(context.live);
  const [chosen, setChosen] = useState<string | null>(null);
  if (rows.length === 0) {
    return (
      <EmptyState icon={<ActivityIcon aria-hidden="true" />} title={t('Nothing has happened yet')}>
        {t('Who comes and goes, edits, comments and saves versions is listed here.')}
      </EmptyState>
    );
  }
  const index = rows.findIndex(({ id }) => id === chosen);
  const open = (row: ActivityRow | undefined) => {
    const thread = row && 'thread' in row.act ? row.act.thread : null;
    const path = row ? pathOfActivity(row) : null;
    if (thread) void context.showThread(thread);
    else if (path !== null) void context.openFile(path);
  };
  return (
    <RowList
      label={t('Activity')}
      count={rows.length}
      rowHeight={rowHeight}
      padding={[4, 4]}
      index={index}
      onChoose={(to) => setChosen(rows[to]?.id ?? null)}
      onOpen={() => open(rows[index])}
    >
      {(places) =>
        places.map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          const Icon = icons[row.act.type];
          const { name } = who(row.person, row.name);
          const sentence = describeActivity({ name, act: row.act }, (person, called) => who(person, called).name);
          return (
            <div
              key={row.id}
              id={place.id}
              className="row-list-row activity-row"
              role="option"
              tabIndex={-1}
              aria-selected={place.index === index}
              data-tooltip={sentence}
              data-tooltip-clipped=""
              style={{ transform: `translateY(${place.top}px)` }}
              onMouseDown={() => setChosen(row.id)}
              onDoubleClick={() => open(row)}
            >
              <Icon className="icon-small" aria-hidden="true" />
              <span className="activity-sentence clip">{sentence}</span>
              <time
                className="activity-when"
                dateTime={new Date(row.at).toISOString()}
                data-tooltip={new Date(row.at).toLocaleString(currentLocale())}
              >
                {timeAgo(row.at)}
              </time>
            </div>
          );
        })
      }
    </RowList>
  );
}
