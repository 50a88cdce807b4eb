import type { InlinePart } from '../../../../contract/desktop/assistant/inline.ts';
import type { Settings } from '../../../../contract/model/settings.ts';
import { t } from '../../../../localization/index.ts';
import { blackOutPart, rangesWithin, type SecretRange } from '../context/index.ts';
import { beforeMark, hiddenValues, holdsMark, restoreMarks } from '../edits/engine/index.ts';
import type { ModelClient } from '../models/model-client.ts';
import type { ModelMessage } from '../models/model-messages.ts';
import { modelProblem } from '../models/model-problem.ts';
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
/** Characters further on that are looked at, since a secret is told by all of it. */
const furtherOn = 32_000;
const completionPatience = 1500;
const completionTokens = 120;

/** Rewrites selections and completes code, each in one short request. */
export function createInlineService(dependencies: {
  model: ModelClient;
  prompt: Prompts;
  settings: () => Promise<Settings>;
  /** Where secrets are in a text of a file; null when nothing of that file may leave. */
  secretsOf: (projectId: string, path: string | null, text: string) => Promise<readonly SecretRange[] | null>;
  heldBack: () => InlinePart;
}): InlineService {
  const { model, prompt, settings, secretsOf } = dependencies;
  /** The completion that is being asked for, of each project: the next key ends it. */
  const completing = new Map<string, AbortController>();
  const disposed = new AbortController();

  /** Whether a line, up to the cursor, would end with a secret if its quotes were closed. */
  const isTypingSecret = async (line: string): Promise<boolean> => {
    const closed = ['"', "'", '`'].map((quote) => `${line}${quote}`);
    const found = (await secretsOf('', null, closed.join('\n'))) ?? [];
    const ends = closed.map((_, index) => index * (line.length + 2) + line.length);
    return found.some(({ start, end }) => ends.some((at) => start < at && end >= at));
  };

  return {
    async *edit({ projectId, path, languageId, before, selected, after, instruction }, signal) {
      const near = before.slice(-aroundSelection - furtherOn);
      const file = `${near}${selected}${after.slice(0, aroundSelection + furtherOn)}`;
      const [secrets, told] = await Promise.all([
        secretsOf(projectId, path, file),
        secretsOf(projectId, path, instruction),
      ]);
      if (secrets === null || told === null) return yield dependencies.heldBack();
      const [start, end] = [near.length, near.length + selected.length];
      const safe = (from: number, to: number) => blackOutPart(file, secrets, Math.max(0, from), to).text;
      const hidden = hiddenValues(selected, rangesWithin(secrets, start, end));
      const around = hiddenValues(
        file,
        secrets.filter((range) => range.end <= start || range.start >= end),
      );
      const messages: ModelMessage[] = [
        { role: 'system', content: await prompt('inline-edit') },
        {
          role: 'user',
          content: `File: ${path ?? 'unnamed'} (${languageId})\n\n<before>\n${safe(start - aroundSelection, start)}\n</before>\n<selection>\n${safe(start, end)}\n</selection>\n<after>\n${safe(end, end + aroundSelection)}\n</after>\n\nRewrite the selection: ${blackOutPart(instruction, told, 0, instruction.length).text}`,
        },
      ];
      let text = '';
      let shown = 0;
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
          // What a mark stands for is known at the end.
          const clear = beforeMark(text);
          if (clear.length > shown) yield { type: 'text', text: clear.slice(shown) };
          shown = clear.length;
        } else {
          const restored = restoreMarks(stripFence(text), hidden, [...hidden, ...around]);
          const problem = part.problem ?? (restored === null ? unclear() : null);
          yield { type: 'done', text: restored ?? '', usage: part.usage, problem };
        }
      }
    },

    async complete({ projectId, path, languageId, before, after }, signal) {
      const nothing = { text: '' };
      completing.get(projectId)?.abort();
      const controller = new AbortController();
      completing.set(projectId, controller);
      try {
        if (!(await settings())['assistant.inlineCompletion']) return nothing;
        const near = before.slice(-beforeCursor - furtherOn);
        const text = `${near}${after.slice(0, afterCursor + furtherOn)}`;
        const cursor = near.length;
        const secrets = await secretsOf(projectId, path, text);
        if (secrets === null || secrets.some(({ start, end }) => start < cursor && end >= cursor)) return nothing;
        if (await isTypingSecret(near.slice(near.lastIndexOf('\n') + 1))) return nothing;
        const head = blackOutPart(text, secrets, Math.max(0, cursor - beforeCursor), cursor).text;
        const tail = blackOutPart(text, secrets, cursor, cursor + afterCursor).text;
        if (head.trim() === '') return nothing;
        await model.ready();
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
        if (patience.aborted || holdsMark(answer)) return nothing;
        return { text: filled ? fillingOf(answer, after) : completionOf(answer, before, after) };
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

function unclear() {
  return modelProblem(
    'badAnswer',
    t('The answer holds a mark of what was blacked out, and it is not clear which value it stands for.'),
  );
}
