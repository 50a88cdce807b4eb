import fuzzysort from 'fuzzysort';
import { Check } from 'lucide-react';
import { t } from '../../localize.ts';
import type { PaletteEntry, PaletteResult } from './entries.ts';
import type { OpenPalette, PickItem } from './palette-state.ts';

/** The items of a question that fit, in their own order until something is typed. */
export function findPicks(pick: NonNullable<OpenPalette['pick']>, text: string): PaletteResult {
  const { question, answer } = pick;
  const { items, onHighlight } = question;
  const hasCurrent = 'current' in question;
  const toEntry = (item: PickItem<unknown>, matched: readonly number[]): PaletteEntry => ({
    key: `${items.indexOf(item)}`,
    label: item.label,
    matched,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(hasCurrent && question.current === item.value ? { icon: Check } : {}),
    choose: () => answer(item.value),
    ...(onHighlight ? { preview: () => onHighlight(item.value) } : {}),
  });
  const query = text.trim();
  const current = hasCurrent ? items.findIndex(({ value }) => value === question.current) : 0;
  return {
    entries:
      query === ''
        ? items.map((item) => toEntry(item, []))
        : fuzzysort
            .go(query, items, {
              keys: ['label', (item) => item.description ?? '', (item) => item.detail ?? ''],
              threshold: 0.3,
              limit: 500,
            })
            .map((result) => toEntry(result.obj, result[0]?.score ? result[0].indexes : [])),
    total: items.length,
    initial: query === '' ? Math.max(0, current) : 0,
    empty: { title: t('Nothing fits'), body: t('Try another word.') },
  };
}
