import type { LiveText, Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { CodeActions, SourceAction } from './code-actions.ts';
import type { Formatting } from './formatting.ts';

/** Milliseconds after which a save no longer waits. */
const patience = 3000;

const kinds: Readonly<Record<string, readonly SourceAction[]>> = {
  off: [],
  fixAll: ['source.fixAll'],
  organizeImports: ['source.organizeImports'],
  both: ['source.fixAll', 'source.organizeImports'],
};

/** Tidies a text before it is saved, as the settings say. What takes too long or fails does not keep a save from happening. */
export function createBeforeSave(
  services: Pick<Services, 'editor' | 'workspace' | 'notifications'>,
  actions: CodeActions,
  formatting: Formatting,
): (document: string) => Promise<undefined> {
  const tidy = async (text: LiveText, signal: AbortSignal) => {
    const settings = services.workspace.getState().settings.effective;
    for (const kind of kinds[settings['editor.codeActionsOnSave']] ?? []) {
      await actions.runSource(text.model, kind, signal);
    }
    if (!settings['editor.formatOnSave'] || signal.aborted) return;
    const active = services.editor.activeText();
    await formatting.format(text, active?.text.document === text.document ? active.editor : null, null);
  };
  return async (document) => {
    const text = services.editor.liveTexts().find((known) => known.document === document);
    if (!text || text.readOnly || text.large) return;
    const controller = new AbortController();
    const late = new Promise<void>((resolve) => {
      setTimeout(() => {
        controller.abort();
        resolve();
      }, patience);
    });
    try {
      await Promise.race([tidy(text, controller.signal), late]);
    } catch (error) {
      if (controller.signal.aborted) return;
      services.notifications.warning(t('{{document}} was saved without being tidied', { document }), {
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  };
}
