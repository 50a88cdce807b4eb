import { Ban, Check, ChevronDown, ChevronRight, CircleHelp, LoaderCircle, X } from 'lucide-react';
import { useState } from 'react';
import type { ToolCall } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';

interface ToolTraceProps {
  readonly calls: readonly ToolCall[];
  readonly allow: (callId: string, answer: 'once' | 'always' | 'deny') => void;
}

/** What the model asked for while it answered, a row each, with the result on demand. */
export function ToolTrace({ calls, allow }: ToolTraceProps) {
  if (calls.length === 0) return null;
  return (
    <ul className="assistant-tools" aria-label={t('What the model asked for')}>
      {calls.map((call) => (
        <li key={call.id}>
          {call.status === 'asking' ? <AskingCall call={call} allow={allow} /> : <CallRow call={call} />}
        </li>
      ))}
    </ul>
  );
}

function CallRow({ call }: { readonly call: ToolCall }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? ChevronDown : ChevronRight;
  const empty = call.result === '';
  return (
    <>
      <button
        type="button"
        className="assistant-tool"
        aria-expanded={empty ? undefined : open}
        disabled={empty}
        onClick={() => setOpen(!open)}
      >
        <Chevron className="icon-small" aria-hidden="true" />
        <StatusIcon status={call.status} />
        <span className="clip">{call.title}</span>
        <span className="assistant-card-state">{statusText(call.status)}</span>
      </button>
      {open ? <pre className="assistant-tool-result">{call.result}</pre> : null}
    </>
  );
}

function AskingCall({ call, allow }: { readonly call: ToolCall; readonly allow: ToolTraceProps['allow'] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with its answers, which is no set of form fields
    <div className="assistant-ask" role="group" aria-label={call.title}>
      <p>
        <CircleHelp aria-hidden="true" />
        <span>{t('The model asks to: {{what}}', { what: call.title })}</span>
      </p>
      {call.result === '' ? null : <pre className="assistant-tool-result">{call.result}</pre>}
      <div className="assistant-problem-actions">
        <Button small onClick={() => allow(call.id, 'once')}>
          {t('Allow once')}
        </Button>
        <Button small onClick={() => allow(call.id, 'always')}>
          {t('Always in this project')}
        </Button>
        <Button small kind="ghost" onClick={() => allow(call.id, 'deny')}>
          {t('Deny')}
        </Button>
      </div>
    </div>
  );
}

function StatusIcon({ status }: { readonly status: ToolCall['status'] }) {
  switch (status) {
    case 'asking':
      return <CircleHelp className="icon-small" aria-hidden="true" />;
    case 'running':
      return <LoaderCircle className="icon-small assistant-spin" aria-hidden="true" />;
    case 'done':
      return <Check className="icon-small assistant-added" aria-hidden="true" />;
    case 'failed':
      return <X className="icon-small assistant-removed" aria-hidden="true" />;
    case 'denied':
      return <Ban className="icon-small" aria-hidden="true" />;
  }
}

function statusText(status: ToolCall['status']): string {
  switch (status) {
    case 'asking':
      return t('asks');
    case 'running':
      return t('running');
    case 'done':
      return '';
    case 'failed':
      return t('failed');
    case 'denied':
      return t('denied');
  }
}
