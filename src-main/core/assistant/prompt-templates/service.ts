import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import { t } from '../../../../localization/index.ts';
import { type CoreDatabase, tables } from '../../database/index.ts';
import { desktopError } from '../../desktop-error.ts';
import type { EventHub } from '../../events/index.ts';
import { builtInTemplates } from './built-in.ts';

export interface PromptTemplatesService {
  list(): PromptTemplate[];
  /** NOT_FOUND when it is none of the user's own. */
  save(input: { id: string | null; title: string; text: string }): PromptTemplate;
  remove(id: string): PromptTemplate;
}

/** Texts to begin a message with: those that come with FlashFusion, then the user's own. */
export function createPromptTemplatesService(dependencies: {
  database: CoreDatabase;
  events: Pick<EventHub, 'emit'>;
  now: () => number;
}): PromptTemplatesService {
  const { events, now } = dependencies;
  const { durable } = dependencies.database;
  const { promptTemplates } = tables;

  const list = () => {
    const own = durable.select().from(promptTemplates).orderBy(asc(promptTemplates.savedAt)).all();
    return [...builtInTemplates(), ...own.map(({ id, title, text }) => ({ id, title, text, builtIn: false }))];
  };
  const tell = () => events.emit({ type: 'promptTemplates.changed', templates: list() });
  const gone = () => desktopError('NOT_FOUND', { message: t('That template is not there any more.') });

  return {
    list,
    save({ id, title, text }) {
      const row =
        id === null
          ? durable.insert(promptTemplates).values({ id: randomUUID(), title, text, savedAt: now() }).returning().get()
          : durable.update(promptTemplates).set({ title, text }).where(eq(promptTemplates.id, id)).returning().get();
      if (!row) throw gone();
      tell();
      return { id: row.id, title: row.title, text: row.text, builtIn: false };
    },
    remove(id) {
      const row = durable.delete(promptTemplates).where(eq(promptTemplates.id, id)).returning().get();
      if (!row) throw gone();
      tell();
      return { id: row.id, title: row.title, text: row.text, builtIn: false };
    },
  };
}
