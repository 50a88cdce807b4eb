import { CircleX, Info, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import { t } from '../localize.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { timeAgo } from '../ui/time-ago.ts';
import type { Notice, NoticeLevel } from './notifications.ts';
import { useServices } from './services.ts';
import './notices.css';

const icons: Readonly<Record<NoticeLevel, typeof Info>> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleX,
  progress: LoaderCircle,
};

interface NoticeCardProps {
  readonly notice: Notice;
  readonly onDismiss: () => void;
  /** Shows when it was raised. */
  readonly dated?: boolean;
}

/** A notice with what can be done about it. */
export function NoticeCard({ notice, onDismiss, dated = false }: NoticeCardProps) {
  const { notifications } = useServices();
  const { level, title, detail, actions, progress, cancel } = notice;
  const Icon = icons[level];
  // One short action stands in line, as in "Undo".
  const inline = actions.length === 1 && detail === null ? actions[0] : undefined;
  const runAction = async (run: () => void | Promise<void>) => {
    leaveLayer();
    onDismiss();
    try {
      await run();
    } catch (error) {
      notifications.error(t('That did not work'), { detail: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <div className="notice-card" role={level === 'error' ? 'alert' : 'status'}>
      <span className={`notice-card-icon notice-card-icon-${level}`}>
        <Icon className={level === 'progress' ? 'spinning' : undefined} aria-hidden="true" />
      </span>
      <div className="notice-card-text">
        <div className="notice-card-title">{title}</div>
        {detail ? <div className="notice-card-detail">{detail}</div> : null}
        {progress?.message ? <div className="notice-card-message">{progress.message}</div> : null}
        {dated ? <div className="notice-card-time">{timeAgo(notice.at)}</div> : null}
      </div>
      <div className="notice-card-end">
        {inline ? (
          <Button kind="ghost" small className="notice-card-inline" onClick={() => void runAction(inline.run)}>
            {inline.title}
          </Button>
        ) : null}
        {cancel ? (
          <Button kind="ghost" small onClick={cancel}>
            {t('Cancel')}
          </Button>
        ) : (
          <IconButton label={t('Dismiss')} onClick={onDismiss}>
            <X className="icon-small" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {actions.length > 0 && !inline ? (
        <div className="notice-card-actions">
          {actions.map((action, index) => (
            <Button
              key={action.title}
              small
              kind={index === 0 ? 'default' : 'ghost'}
              onClick={() => void runAction(action.run)}
            >
              {action.title}
            </Button>
          ))}
        </div>
      ) : null}
      {progress && progress.fraction !== null ? (
        <div
          className="notice-card-bar"
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress.fraction * 100)}
        >
          <i style={{ width: `${progress.fraction * 100}%` }} />
        </div>
      ) : null}
    </div>
  );
}

/** When it loses the focus, the layer gives it back to what had it before: that comes first, then what an action does with it. */
function leaveLayer(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.closest('[data-sonner-toaster]')) activeElement.blur();
}
