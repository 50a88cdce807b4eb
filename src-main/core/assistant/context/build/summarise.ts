import type { SafeMessage } from './fit-history.ts';

const longestSentence = 240;
const mostSentences = 24;

/**
 * Shortens messages without a model: what was asked in each, and the sentences whose words come up most in them and in the question.
 * They stay in their order. Empty where there is nothing to shorten.
 */
export function summarise(messages: readonly SafeMessage[], question: string): string {
  const sentences = messages.flatMap(({ role, text }, message) =>
    sentencesOf(text).map((sentence, position) => ({ role, message, position, sentence, words: wordsOf(sentence) })),
  );
  if (sentences.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { words } of sentences) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const asked = new Set(wordsOf(question));
  const scored = sentences.map((each, index) => {
    const weight = each.words.reduce(
      (sum, word) => sum + Math.log1p(counts.get(word) ?? 0) + (asked.has(word) ? 3 : 0),
      0,
    );
    const opening = each.position === 0 ? (each.role === 'user' ? 6 : 1.5) : 0;
    return { ...each, index, score: weight / Math.sqrt(each.words.length + 4) + opening };
  });
  const chosen = [...scored]
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, mostSentences);
  return chosen
    .sort((one, other) => one.index - other.index)
    .map(({ role, sentence }) => `${role === 'user' ? 'Asked' : 'Answered'}: ${sentence}`)
    .join('\n');
}

/** Sentences of prose; code in fences is left aside. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/^(?:```|~~~)[^\n]*\n[\s\S]*?(?:^(?:```|~~~)[^\n]*$|$(?![\s\S]))/gm, '\n')
    .split(/\n+|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}{2}/u.test(sentence))
    .map((sentence) => (sentence.length <= longestSentence ? sentence : `${sentence.slice(0, longestSentence - 1)}…`));
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]{3,40}/gu) ?? []).slice(0, 400);
}
