import fuzzysort from 'fuzzysort';
import {
  ArrowRight,
  ChevronRight,
  CircleHelp,
  Code,
  File,
  Files,
  Folder,
  FolderGit2,
  type LucideIcon,
  PanelLeft,
  Pencil,
  Settings2,
  TextSelect,
  Wrench,
} from 'lucide-react';
import type { Services } from '../../app/services.ts';
import { type ContextValues, holds } from '../../app/when.ts';
import { sourceOf, t } from '../../localize.ts';
import type { PaletteEntry, PaletteResult } from './entries.ts';
import { readRecentCommands, rememberCommand } from './recent-commands.ts';

const icons: Readonly<Record<string, LucideIcon>> = {
  Developer: Wrench,
  Edit: Pencil,
  Editor: Code,
  Explorer: Files,
  File,
  Git: FolderGit2,
  Go: ArrowRight,
  Help: CircleHelp,
  Preferences: Settings2,
  Project: Folder,
  Selection: TextSelect,
  View: PanelLeft,
};

interface Offer {
  readonly id: string;
  readonly title: string;
  /** The title in English; empty where that is the title. */
  readonly english: string;
  readonly category: string;
  readonly keys: string | null;
  run(): void | Promise<void>;
}

const recentShown = 8;

/** What can be done now: the commands whose clause holds, and what the editor in use offers. */
export function findCommands(services: Services, text: string, context: ContextValues): PaletteResult {
  const offers = collectOffers(services, context);
  const total = offers.length;
  const query = text.trim();
  const empty = { title: t('No command fits'), body: t('Try another word for it.') };
  const toEntry = (offer: Offer, matched: readonly number[], group: string | undefined): PaletteEntry => ({
    key: offer.id,
    label: offer.title,
    matched,
    icon: icons[sourceOf(offer.category) ?? offer.category] ?? ChevronRight,
    keys: offer.keys,
    ...(group === undefined ? {} : { group }),
    choose() {
      rememberCommand(offer.id);
      return offer.run();
    },
  });

  if (query === '') {
    const recent = readRecentCommands()
      .map((id) => offers.find((offer) => offer.id === id))
      .filter((offer) => offer !== undefined)
      .slice(0, recentShown);
    const others = offers
      .filter((offer) => !recent.includes(offer))
      .sort((one, two) => one.category.localeCompare(two.category) || one.title.localeCompare(two.title));
    return {
      entries: [
        ...recent.map((offer, index) => toEntry(offer, [], index === 0 ? t('Used last') : undefined)),
        ...others.map((offer, index) =>
          toEntry(offer, [], others[index - 1]?.category === offer.category ? undefined : offer.category),
        ),
      ],
      total,
      empty,
    };
  }

  const found = fuzzysort.go(query, offers, {
    // Commands are found by their English too, which is what most pages on the web name.
    keys: ['title', (offer) => `${offer.category} ${offer.title}`, 'english'],
    threshold: 0.3,
    limit: 100,
  });
  const recent = readRecentCommands();
  const byCategory = new Map<string, { offer: Offer; matched: readonly number[]; score: number }[]>();
  for (const result of found) {
    const [inTitle, inBoth] = result;
    const offer = result.obj;
    const shift = offer.category.length + 1;
    const titleMatched = inTitle && inTitle.score > 0;
    const matched = titleMatched
      ? inTitle.indexes
      : (inBoth?.indexes ?? []).filter((index) => index >= shift).map((index) => index - shift);
    const used = recent.indexOf(offer.id);
    const score = result.score + (used === -1 ? 0 : 0.1 * (1 - used / recent.length));
    const group = byCategory.get(offer.category) ?? [];
    group.push({ offer, matched, score });
    byCategory.set(offer.category, group);
  }
  const groups = [...byCategory].map(([category, members]) => ({
    category,
    members: members.sort((one, two) => two.score - one.score),
  }));
  groups.sort((one, two) => (two.members[0]?.score ?? 0) - (one.members[0]?.score ?? 0));
  return {
    entries: groups.flatMap(({ category, members }) =>
      members.map(({ offer, matched }, index) => toEntry(offer, matched, index === 0 ? category : undefined)),
    ),
    total,
    empty,
  };
}

function collectOffers(services: Services, context: ContextValues): Offer[] {
  const { commands, editor, keybindings } = services;
  const offers: Offer[] = [];
  const titles = new Set<string>();
  for (const { id, title, category, when, hidden } of commands.getState().values()) {
    if (hidden || !holds(when, context)) continue;
    titles.add(title.toLowerCase());
    offers.push({
      id,
      title,
      english: sourceOf(title) ?? '',
      category,
      keys: keybindings.keysOf(id),
      run: () => commands.run(id),
    });
  }
  for (const action of editor.editorActions()) {
    if (titles.has(action.title.toLowerCase())) continue;
    offers.push({ ...action, keys: keybindings.keysOf(action.id) ?? action.keys, category: t('Editor') });
  }
  return offers;
}
