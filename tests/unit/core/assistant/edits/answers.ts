import {
  type BlockOutcome,
  createBlockStage,
  readAnswer,
  renderStagedText,
} from '../../../../../src-main/core/assistant/edits/engine/index.ts';

export interface AppliedAnswer {
  readonly outcomes: readonly BlockOutcome[];
  /** Texts after what is certain; null for files that would be removed. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Applies an answer to files that are only thought of, leaving what only a person may apply. */
export function applyAnswer(files: Readonly<Record<string, string>>, answer: string): AppliedAnswer {
  const stage = createBlockStage({ leaveFlagged: true });
  const outcomes = readAnswer(answer).map((block) => {
    for (const path of stage.needs(block)) {
      const text = files[path];
      stage.provide(path, text === undefined ? { state: 'missing' } : { state: 'text', text });
    }
    return stage.apply(block);
  });
  const result: Record<string, string | null> = { ...files };
  for (const { path, from, staged } of stage.drafts()) {
    if (from !== path) result[from] = null;
    result[path] = staged === null ? null : renderStagedText(staged);
  }
  return { outcomes, files: result };
}

/** A SEARCH/REPLACE block, with the path above its fence. */
export function block(path: string, search: string, replace: string): string {
  const body = (text: string) => (text === '' ? '' : `${text}\n`);
  return `${path}\n\`\`\`\n<<<<<<< SEARCH\n${body(search)}=======\n${body(replace)}>>>>>>> REPLACE\n\`\`\`\n`;
}

/** What became of each block: its rung, or why it failed. */
export function verdicts({ outcomes }: AppliedAnswer): string[] {
  return outcomes.map(({ status, rung, failure }) => failure?.reason ?? (status === 'staged' ? (rung ?? '') : status));
}
