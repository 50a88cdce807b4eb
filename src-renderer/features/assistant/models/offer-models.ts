import type { ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { factsOf, searchModels } from './model-facts.ts';
import type { Models } from './models.ts';

/** Says which model of the first server answers now, and lets one take another of it. A server with one leaves nothing to choose. */
export async function offerModels(
  { dialogs, notifications }: Pick<Services, 'dialogs' | 'notifications'>,
  models: Models,
  connection: ModelConnection,
): Promise<void> {
  const { listings, userChoice } = models.state.getState();
  const listing = listings.get(connection.id);
  if (listing?.status !== 'listed' || listing.models.length < 2) return;
  const now = userChoice?.connectionId === connection.id ? userChoice.model : null;
  const all = searchModels(listing.models, '');
  // Enter keeps the one that answers.
  const sorted = [...all.filter(({ id }) => id === now), ...all.filter(({ id }) => id !== now)];
  const chosen = await dialogs.pick({
    placeholder:
      now === null
        ? t('{{name}} is connected. Choose the model that answers', { name: connection.name })
        : t('{{model}} answers from now on. Keep it or choose another', { model: now }),
    items: sorted.map((model) => ({ label: model.id, description: factsOf(model), value: model.id })),
  });
  if (chosen === null || chosen === now) return;
  try {
    await models.choose({ connectionId: connection.id, model: chosen }, 'user');
  } catch (error) {
    notifications.error(t('The model was not chosen'), { detail: messageOf(error) });
  }
}
