import { ChevronDown, ChevronRight, Lock, Undo2, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { ContextManifest, ContextPart } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { tokenCount } from '../messages/answer-facts.ts';
import { heldBackReason } from './held-back.ts';

interface ManifestCardProps {
  readonly manifest: ContextManifest;
  readonly initiallyOpen: boolean;
  /** Of what is not sent yet: parts that were taken out, by their ids, and the way to do so. */
  readonly editing?: {
    readonly left: ReadonlyMap<string, string>;
    readonly remove: (part: ContextPart) => void;
    readonly restore: (id: string) => void;
  };
}

const mostHeldBack = 5;

/** All that goes with a message, with its size, and what is held back. */
export function ManifestCard({ manifest, initiallyOpen, editing }: ManifestCardProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const Chevron = open ? ChevronDown : ChevronRight;
  const { parts, heldBack, tokens, budget } = manifest;
  return (
    <section className="assistant-card assistant-manifest" aria-label={t('Context')}>
      <button type="button" className="assistant-card-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron className="icon-small" aria-hidden="true" />
        <span className="assistant-card-title">{t('Context')}</span>
        <span className="assistant-card-state tabular">
          {t('{{tokens}} of {{budget}} tokens', { tokens: tokenCount(tokens), budget: tokenCount(budget) })}
        </span>
      </button>
      <Bar parts={parts} budget={budget} />
      {open ? (
        <ul className="assistant-parts" onKeyDown={stepRows}>
          {parts.map((part, index) => (
            <PartRow key={part.id} part={part} index={index} remove={editing?.remove} />
          ))}
          {[...(editing?.left ?? [])].map(([id, title]) => (
            <li key={id} className="assistant-part assistant-part-left">
              <span className="assistant-swatch" aria-hidden="true" />
              <span className="clip">{title}</span>
              <span className="assistant-part-detail">{t('left out')}</span>
              <IconButton label={t('Send {{part}} after all', { part: title })} onClick={() => editing?.restore(id)}>
                <Undo2 className="icon-small" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
          {heldBack.slice(0, mostHeldBack).map(({ path, reason }) => (
            <li key={path} className="assistant-part assistant-held">
              <Lock className="icon-small" aria-hidden="true" />
              <span className="clip" data-tooltip={path}>
                {heldBackReason(path, reason)}
              </span>
            </li>
          ))}
          {heldBack.length > mostHeldBack ? (
            <li className="assistant-part assistant-held">
              <Lock className="icon-small" aria-hidden="true" />
              <span className="clip">{t('{{count}} more held back', { count: heldBack.length - mostHeldBack })}</span>
            </li>
          ) : null}
          {manifest.window === undefined ? null : (
            <li className="assistant-part assistant-held">
              {t('The model reads {{tokens}} tokens at once, so less is sent than the settings allow.', {
                tokens: tokenCount(manifest.window),
              })}
            </li>
          )}
          {manifest.indexing ? (
            <li className="assistant-part assistant-held">
              {t('The project is still being read; more may be found.')}
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}

function Bar({ parts, budget }: { readonly parts: readonly ContextPart[]; readonly budget: number }) {
  return (
    <div className="assistant-bar" aria-hidden="true">
      {parts.map(({ id, tokens }, index) => (
        <span key={id} style={{ width: `${(tokens / Math.max(budget, 1)) * 100}%`, opacity: shade(index) }} />
      ))}
    </div>
  );
}

interface PartRowProps {
  readonly part: ContextPart;
  readonly index: number;
  readonly remove: ((part: ContextPart) => void) | undefined;
}

function PartRow({ part, index, remove }: PartRowProps) {
  const { title, detail, tokens, redacted, cut } = part;
  const notes = [
    detail,
    cut ? t('cut to fit') : '',
    redacted > 0 ? t('{{count}} secrets blacked out', { count: redacted }) : '',
  ];
  const removable = remove !== undefined && part.removable;
  return (
    <li
      className="assistant-part"
      tabIndex={removable ? 0 : undefined}
      data-part={removable ? part.id : undefined}
      onKeyDown={(event) => {
        if (!removable || event.target !== event.currentTarget) return;
        if (event.key !== 'Delete' && event.key !== 'Backspace') return;
        event.preventDefault();
        focusBeside(event.currentTarget);
        remove(part);
      }}
    >
      <span className="assistant-swatch" style={{ opacity: shade(index) }} aria-hidden="true" />
      <span className="assistant-part-title clip" data-tooltip={part.path ?? title}>
        {title}
      </span>
      <span className="assistant-part-detail clip">{notes.filter(Boolean).join(', ')}</span>
      <span className="assistant-part-tokens tabular">{tokenCount(tokens)}</span>
      {removable ? (
        <IconButton label={t('Leave {{part}} out', { part: title })} tabIndex={-1} onClick={() => remove(part)}>
          <X className="icon-small" aria-hidden="true" />
        </IconButton>
      ) : null}
    </li>
  );
}

function shade(index: number): number {
  return Math.max(0.3, 1 - index * 0.18);
}

function rowsOf(list: Element | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-part]') ?? [])];
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = rowsOf(event.currentTarget);
  const at = rows.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  event.preventDefault();
  rows[at + step]?.focus();
}

/** The row that goes gives the focus to a neighbour. */
function focusBeside(row: HTMLElement): void {
  const rows = rowsOf(row.parentElement);
  const at = rows.indexOf(row);
  (rows[at + 1] ?? rows[at - 1])?.focus();
}
