import type { InlinePart } from '../../../../contract/desktop/assistant/inline.ts';
import type { Settings } from '../../../../contract/model/settings.ts';
import type { ModelClient } from '../models/model-client.ts';
import type { ModelMessage } from '../models/model-messages.ts';
import type { Prompts } from '../prompts.ts';
import { completionOf, fillingOf, stripFence } from './strip-fence.ts';

interface Place {
  readonly projectId: string;
  readonly path: string | null;
  readonly languageId: string;
  readonly before: string;
  readonly after: string;
}

export interface InlineService {
  edit(
    input: Place & { selected: string; instruction: string },
    signal?: AbortSignal,
  ): AsyncGenerator<InlinePart, void, void>;
  complete(input: Place, signal?: AbortSignal): Promise<{ text: string }>;
  dispose(): void;
}

/** Characters around a selection and around the cursor that are sent, and milliseconds that a completion may take. */
const aroundSelection = 12_000;
const beforeCursor = 3000;
const afterCursor = 1000;
const completionPatience = 1500;
const completionTokens = 120;

/** Rewrites selections and completes code, each in one short request. */
export function createInlineService(dependencies: {
  model: ModelClient;
  prompt: Prompts;
  settings: () => Promise<Settings>;
  /** What may leave of a text in a file; null when nothing of that file may. */
  admit: (projectId: string, path: string | null, text: string) => Promise<string | null>;
  heldBack: () => InlinePart;
}): InlineService {
  const { model, prompt, settings, admit } = dependencies;
  /** The completion that is being asked for, of each project: the next key ends it. */
  const completing = new Map<string, AbortController>();
  const disposed = new AbortController();

  return {
    async *edit({ projectId, path, languageId, before, selected, after, instruction }, signal) {
      const texts = await Promise.all(
        [before.slice(-aroundSelection), selected, after.slice(0, aroundSelection), instruction].map((text) =>
          admit(projectId, path, text),
        ),
      );
      if (texts.some((text) => text === null)) return yield dependencies.heldBack();
      const [safeBefore, safeSelected, safeAfter, safeInstruction] = texts;
      const messages: ModelMessage[] = [
        { role: 'system', content: await prompt('inline-edit') },
        {
          role: 'user',
          content: `File: ${path ?? 'unnamed'} (${languageId})\n\n<before>\n${safeBefore}\n</before>\n<selection>\n${safeSelected}\n</selection>\n<after>\n${safeAfter}\n</after>\n\nRewrite the selection: ${safeInstruction}`,
        },
      ];
      let text = '';
      for await (const part of model.ask({
        projectId,
        conversationId: null,
        purpose: 'inlineEdit',
        counted: true,
        messages,
        signal: AbortSignal.any([disposed.signal, ...(signal ? [signal] : [])]),
      })) {
        if (part.type === 'text') {
          text += part.text;
          yield part;
        } else yield { type: 'done', text: stripFence(text), usage: part.usage, problem: part.problem };
      }
    },

    async complete({ projectId, path, languageId, before, after }, signal) {
      const nothing = { text: '' };
      completing.get(projectId)?.abort();
      const controller = new AbortController();
      completing.set(projectId, controller);
      try {
        if (!(await settings())['assistant.inlineCompletion']) return nothing;
        const [head, tail] = await Promise.all([
          admit(projectId, path, before.slice(-beforeCursor)),
          admit(projectId, path, after.slice(0, afterCursor)),
        ]);
        if (head === null || tail === null || head.trim() === '') return nothing;
        const patience = AbortSignal.any([
          controller.signal,
          disposed.signal,
          AbortSignal.timeout(completionPatience),
          ...(signal ? [signal] : []),
        ]);
        if (patience.aborted) return nothing;
        let answer = '';
        let filled = false;
        for await (const part of model.ask({
          projectId,
          conversationId: null,
          purpose: 'completion',
          gap: { before: head, after: tail },
          counted: false,
          quick: true,
          maxOutputTokens: completionTokens,
          messages: [
            { role: 'system', content: await prompt('complete') },
            { role: 'user', content: `File: ${path ?? 'unnamed'} (${languageId})\n\n${head}<CURSOR>${tail}` },
          ],
          signal: patience,
        })) {
          if (part.type === 'text') answer += part.text;
          else if (part.problem !== null) return nothing;
          else filled = part.filled;
        }
        // What came before the time was up is half a thought.
        return patience.aborted
          ? nothing
          : { text: filled ? fillingOf(answer, after) : completionOf(answer, before, after) };
      } catch {
        // Never in the way of typing.
        return nothing;
      } finally {
        if (completing.get(projectId) === controller) completing.delete(projectId);
      }
    },
    dispose: () => disposed.abort(),
  };
}
