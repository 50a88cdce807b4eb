import { NotebookPen } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { FilledTemplate, PromptTemplates } from '../prompt-templates/index.ts';
import { AttachmentIcon } from './attachment-chips.tsx';
import type { Choice } from './choice-list.tsx';
import { findMentions, type MentionEntry, type MentionSources } from './mention-sources.ts';
import { mentionAt, templateQuery } from './mention-text.ts';

interface ChoicesOptions {
  readonly text: string;
  readonly cursor: number;
  readonly sources: MentionSources;
  readonly templates: PromptTemplates;
  /** `start` is where the `@` is. */
  readonly onMention: (entry: MentionEntry, start: number) => void;
  /** Gets the template with its variables filled in. */
  readonly onTemplate: (filled: FilledTemplate) => void;
}

/** The list that is open while one writes; `shown` is null while there is none. */
export interface Choices {
  readonly id: string;
  readonly label: string;
  readonly shown: readonly Choice[] | null;
  readonly active: number;
  /** The text has changed: a list that was closed may open again. */
  restart(): void;
  /** Whether the list has taken the key. */
  onKey(event: KeyboardEvent): boolean;
}

/** What `@` can name, and at the beginning of a message the templates behind `/`. */
export function useChoices({ text, cursor, sources, templates, onMention, onTemplate }: ChoicesOptions): Choices {
  const id = useId();
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState<string | null>(null);
  const mention = mentionAt(text, cursor);
  const wanted = templateQuery(text, cursor);
  const place = mention !== null ? `@${mention.start}` : wanted !== null ? '/' : null;
  const open = place !== null && place !== closed;
  const mentions = useMentions(open && mention !== null ? mention.query : null, sources);
  const named = useTemplates(open && mention === null ? wanted : null, templates, onTemplate);
  const start = mention?.start ?? 0;
  const shown =
    mentions?.map(
      (entry): Choice => ({
        ...entry,
        icon: <AttachmentIcon attachment={entry.attachment} />,
        choose: () => onMention(entry, start),
      }),
    ) ?? named;
  const count = shown?.length ?? 0;
  const at = Math.min(active, Math.max(0, count - 1));
  return {
    id,
    label: mentions === null ? t('Prompt templates') : t('Attach'),
    shown,
    active: at,
    restart() {
      setActive(0);
      setClosed(null);
    },
    onKey({ key, shiftKey }) {
      if (shown === null) return false;
      const choice = shown[at];
      if (key === 'Escape') setClosed(place);
      else if (count === 0) return false;
      else if (key === 'ArrowDown') setActive((at + 1) % count);
      else if (key === 'ArrowUp') setActive((at + count - 1) % count);
      else if ((key === 'Tab' || key === 'Enter') && !shiftKey && choice) {
        setActive(0);
        choice.choose();
      } else return false;
      return true;
    },
  };
}

/** What fits the mention that is being written; null while none is. */
function useMentions(query: string | null, sources: MentionSources): readonly MentionEntry[] | null {
  const services = useServices();
  const [entries, setEntries] = useState<readonly MentionEntry[]>([]);
  useEffect(() => {
    if (query === null) return;
    const asked = new AbortController();
    findMentions(services, sources, query, asked.signal).then(
      (found) => {
        if (!asked.signal.aborted) setEntries(found);
      },
      (error: unknown) => {
        if (!asked.signal.aborted) reportError(error);
      },
    );
    return () => asked.abort();
  }, [services, sources, query]);
  return query === null ? null : entries;
}

function useTemplates(
  query: string | null,
  templates: PromptTemplates,
  onTemplate: (filled: FilledTemplate) => void,
): readonly Choice[] | null {
  const all = useStore(templates.state);
  const asked = query !== null;
  useEffect(() => {
    if (asked) templates.refresh().catch(reportError);
  }, [asked, templates]);
  if (query === null) return null;
  const words = query.toLowerCase();
  return (all ?? [])
    .filter(({ title }) => title.toLowerCase().replaceAll(' ', '').includes(words))
    .map((template) => ({
      key: template.id,
      label: template.title,
      detail: template.builtIn ? '' : t('your own'),
      icon: <NotebookPen className="icon-small" aria-hidden="true" />,
      choose() {
        templates.fill(template).then((filled) => {
          if (filled !== null) onTemplate(filled);
        }, reportError);
      },
    }));
}
