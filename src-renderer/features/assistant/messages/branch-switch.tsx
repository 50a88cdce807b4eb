import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';

interface BranchSwitchProps {
  readonly message: ChatMessage;
  readonly disabled: boolean;
  readonly show: (messageId: string) => void;
}

/** `‹ 2/3 ›` where there are other messages in a message's place. */
export function BranchSwitch({ message, disabled, show }: BranchSwitchProps) {
  const { siblings, id } = message;
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(id);
  const step = (by: number) => {
    const next = siblings[at + by];
    if (next !== undefined) show(next);
  };
  return (
    <span className="assistant-branch">
      <IconButton label={t('Branch before')} disabled={disabled || at <= 0} onClick={() => step(-1)}>
        <ChevronLeft className="icon-small" aria-hidden="true" />
      </IconButton>
      <span
        className="tabular"
        role="img"
        aria-label={t('Branch {{at}} of {{all}}', { at: at + 1, all: siblings.length })}
      >
        {at + 1}/{siblings.length}
      </span>
      <IconButton label={t('Branch after')} disabled={disabled || at === siblings.length - 1} onClick={() => step(1)}>
        <ChevronRight className="icon-small" aria-hidden="true" />
      </IconButton>
    </span>
  );
}
