import type { ConnectionKind } from '../../../../contract/model/assistant-model.ts';

/** The texts around the place where something is to be filled in. */
export interface Gap {
  readonly before: string;
  readonly after: string;
}

/** What a family of models was taught to see around the two texts of a gap. */
interface GapMarks {
  readonly before: string;
  readonly after: string;
  readonly end: string;
}

/** `suffix`: the server puts the two texts into the form of its model. */
export type FillForm = 'suffix' | GapMarks;

const bars: GapMarks = { before: '<|fim_prefix|>', after: '<|fim_suffix|>', end: '<|fim_middle|>' };
const plain: GapMarks = { before: '<fim_prefix>', after: '<fim_suffix>', end: '<fim_middle>' };
/** Source: the model cards of Qwen2.5-Coder, CodeGemma, StarCoder 2, Stable Code, CodeQwen1.5, Granite Code, DeepSeek Coder and Code Llama. */
const families: readonly { readonly name: RegExp; readonly marks: GapMarks }[] = [
  { name: /qwen[\d.]*-?coder|codegemma/i, marks: bars },
  { name: /starcoder|stable-?code|codeqwen|granite[\w.-]*code/i, marks: plain },
  {
    name: /deepseek-coder/i,
    marks: { before: '<｜fim▁begin｜>', after: '<｜fim▁hole｜>', end: '<｜fim▁end｜>' },
  },
  { name: /code-?llama/i, marks: { before: '<PRE> ', after: ' <SUF>', end: ' <MID>' } },
];

/**
 * How a model is asked to fill a gap (fill-in-the-middle); null where it has to be asked as in a conversation. Ollama has the form of each of its models and
 * says which of them can't; LM Studio and llama.cpp take a text as it is. Hosted servers may put it into a message, so they are not asked this way.
 */
export function fillFormOf(kind: ConnectionKind, model: string, { before, after }: Gap): FillForm | null {
  if (kind === 'ollama') return 'suffix';
  if (kind !== 'lmstudio' && kind !== 'llamacpp') return null;
  const marks = families.find(({ name }) => name.test(model))?.marks;
  if (!marks) return null;
  // Code about models may hold the marks itself.
  const isIn = Object.values(marks).some((mark) => `${before}\n${after}`.includes(mark.trim()));
  return isIn ? null : marks;
}

/** The parameters of a request to `/completions` that ask for what belongs into a gap. */
export function fillParameters(
  { before, after }: Gap,
  form: FillForm,
): { readonly prompt: string; readonly suffix?: string; readonly stop?: string[] } {
  // Without anything after it Ollama takes the text before for a message.
  if (form === 'suffix') return { prompt: before, suffix: after === '' ? '\n' : after };
  const marks = [form.before, form.after, form.end];
  return { prompt: `${form.before}${before}${form.after}${after}${form.end}`, stop: marks.map((mark) => mark.trim()) };
}

/** Whether a server says by its refusal that it can't fill gaps, or this model of its can't. */
export function refusesToFill(status: number | null): boolean {
  return status !== null && [400, 404, 405, 422, 500, 501].includes(status);
}
