import { Braces, CircleAlert, FileDiff, Folder, MonitorPlay, Pin, SquareTerminal, TextSelect, X } from 'lucide-react';
import type { Attachment } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { attachmentKey, attachmentName } from './attachment-names.ts';

interface AttachmentChipsProps {
  readonly attachments: readonly Attachment[];
  /** Of a message that is still being written. */
  readonly remove?: (attachment: Attachment) => void;
  /** Files that go with every message of the conversation, where they can be changed. */
  readonly pins?: { readonly paths: readonly string[]; readonly change: (paths: readonly string[]) => void };
}

/** What a person named along with a message, after what goes with every one. */
export function AttachmentChips({ attachments, remove, pins }: AttachmentChipsProps) {
  const pinned = pins?.paths ?? [];
  if (attachments.length + pinned.length === 0) return null;
  return (
    <ul className="assistant-chips" aria-label={t('Attached')}>
      {pins?.paths.map((path) => (
        <Chip
          key={`pinned:${path}`}
          attachment={{ kind: 'file', path }}
          pin={{ pressed: true, toggle: () => pins.change(pins.paths.filter((known) => known !== path)) }}
        />
      ))}
      {attachments.map((attachment) => (
        <Chip
          key={attachmentKey(attachment)}
          attachment={attachment}
          remove={remove && (() => remove(attachment))}
          pin={
            pins && attachment.kind === 'file'
              ? { pressed: false, toggle: () => pins.change([...pins.paths, attachment.path]) }
              : undefined
          }
        />
      ))}
    </ul>
  );
}

interface ChipProps {
  readonly attachment: Attachment;
  readonly remove?: (() => void) | undefined;
  readonly pin?: { readonly pressed: boolean; readonly toggle: () => void } | undefined;
}

function Chip({ attachment, remove, pin }: ChipProps) {
  const name = attachmentName(attachment);
  return (
    <li className="assistant-chip">
      <AttachmentIcon attachment={attachment} />
      <span className="clip" data-tooltip={'path' in attachment ? (attachment.path ?? name) : name}>
        {name}
      </span>
      {pin ? (
        <button
          type="button"
          className="assistant-chip-button"
          aria-pressed={pin.pressed}
          aria-label={t('Send {{part}} with every message', { part: name })}
          data-tooltip={pin.pressed ? t('Goes with every message') : t('Send with every message')}
          onClick={pin.toggle}
        >
          <Pin aria-hidden="true" />
        </button>
      ) : null}
      {remove ? (
        <button
          type="button"
          className="assistant-chip-button"
          aria-label={t('Leave {{part}} out', { part: name })}
          onClick={remove}
        >
          <X aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
}

export function AttachmentIcon({ attachment }: { readonly attachment: Attachment }) {
  switch (attachment.kind) {
    case 'file':
      return <FileIcon name={attachment.path} />;
    case 'folder':
      return <Folder className="icon-small" aria-hidden="true" />;
    case 'selection':
      return <TextSelect className="icon-small" aria-hidden="true" />;
    case 'symbol':
      return <Braces className="icon-small" aria-hidden="true" />;
    case 'problems':
      return <CircleAlert className="icon-small" aria-hidden="true" />;
    case 'terminal':
      return <SquareTerminal className="icon-small" aria-hidden="true" />;
    case 'preview':
      return <MonitorPlay className="icon-small" aria-hidden="true" />;
    case 'diff':
      return <FileDiff className="icon-small" aria-hidden="true" />;
  }
}
