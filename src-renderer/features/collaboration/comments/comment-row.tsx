import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { currentLocale, t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import { longestComment, type SessionComment } from '../session/session-comments.ts';
import { Composer, type ComposerPerson } from '../talk/composer.tsx';
import { SpokenText } from '../talk/spoken-text.tsx';
import type { Who } from '../talk/who.ts';
import type { CommentsContext } from './comments-context.ts';
import { fullTime } from './thread-words.ts';

interface CommentRowProps {
  readonly context: CommentsContext;
  readonly comment: SessionComment;
  readonly who: Who;
  readonly people: readonly ComposerPerson[];
  readonly mayEdit: boolean;
  readonly mayDelete: boolean;
}

/** One comment, with what its author, or the session's owner, may do with it. */
export function CommentRow({ context, comment, who, people, mayEdit, mayDelete }: CommentRowProps) {
  const [edited, setEdited] = useState<string | null>(null);
  const { comments } = context.live.session;
  const remove = async () => {
    const answer = await context.services.dialogs.ask({
      title: t('Delete this comment?'),
      body: t('It is gone for everybody. There is no way to bring it back.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'delete', title: t('Delete comment'), danger: true },
      ],
    });
    if (answer === 'delete') await context.attempt(t('The comment was not deleted'), () => comments.remove(comment.id));
  };
  return (
    <li className="comment" data-comment={comment.id}>
      <Avatar name={who.name} color={who.color} size="small" />
      <div className="comment-main">
        <div className="comment-by">
          <span className="comment-author clip">{who.self ? t('You', { context: 'person' }) : who.name}</span>
          <time
            className="comment-time"
            dateTime={new Date(comment.at).toISOString()}
            data-tooltip={fullTime(comment.at, currentLocale())}
          >
            {timeAgo(comment.at)}
          </time>
          {comment.editedAt === null ? null : (
            <span className="comment-time" data-tooltip={fullTime(comment.editedAt, currentLocale())}>
              {t('edited')}
            </span>
          )}
          {mayEdit || mayDelete ? (
            <Menu
              align="end"
              trigger={
                <IconButton
                  className="comment-more"
                  label={t('More about the comment of {{name}}', { name: who.name })}
                >
                  <Ellipsis className="icon-small" aria-hidden="true" />
                </IconButton>
              }
            >
              {mayEdit ? (
                <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setEdited(comment.text)}>
                  {t('Edit')}
                </MenuItem>
              ) : null}
              <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => void remove()}>
                {t('Delete comment…')}
              </MenuItem>
            </Menu>
          ) : null}
        </div>
        {edited === null ? (
          <SpokenText text={comment.text} mentions={comment.mentions} me={context.live.me.person} />
        ) : (
          <Composer
            label={t('Edit the comment')}
            placeholder=""
            value={edited}
            onChange={setEdited}
            onSend={async (text) => {
              await comments.edit(comment.id, text);
              setEdited(null);
            }}
            onCancel={() => setEdited(null)}
            people={people}
            longest={longestComment}
            sendTitle={t('Save')}
            focusRequest={1}
            open
          />
        )}
      </div>
    </li>
  );
}
