import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import { buildHunks, changesIn, findChanges, type LineRange, selectLines } from './build-patch.ts';

/** A document and its text now. */
export interface StageableText {
  readonly projectId: string;
  readonly document: string;
  readonly text: string;
  readonly encoding: string;
}

/**
 * Stages what differs from the index in the given lines of the text (from 0): whole changes, or with `exact` those lines only.
 * Answers how many changes that were.
 */
export async function stageLines(
  { core }: Pick<Services, 'core'>,
  { projectId, document, text, encoding }: StageableText,
  lines: LineRange,
  exact: boolean,
): Promise<number> {
  const base = await core.gitHistory.fileAt({ projectId, path: document, ref: 'index', encoding });
  if (base.kind !== 'text') throw new Error(cannotStage(base.kind));
  const all = findChanges(base.text, text);
  const chosen: LineChange[] = exact ? selectLines(all, lines) : changesIn(all, lines);
  if (chosen.length === 0) return 0;
  const { byteOrderMark } = base;
  const hunks = buildHunks({ base: base.text, next: text, byteOrderMark }, chosen);
  await core.gitHistory.applyToIndex({ projectId, path: document, hunks, encoding, reverse: false });
  return chosen.length;
}

/** Unstages what differs between HEAD and the index in the given lines of what is staged. */
export async function unstageLines(
  { core }: Pick<Services, 'core'>,
  { projectId, document, encoding }: Omit<StageableText, 'text'>,
  lines: LineRange,
): Promise<number> {
  const [head, staged] = await Promise.all([
    core.gitHistory.fileAt({ projectId, path: document, ref: 'HEAD', encoding }),
    core.gitHistory.fileAt({ projectId, path: document, ref: 'index', encoding }),
  ]);
  if (staged.kind !== 'text') throw new Error(cannotStage(staged.kind));
  if (head.kind !== 'text') throw new Error(t('The last commit does not have this file. Unstage the file as a whole.'));
  const chosen = changesIn(findChanges(head.text, staged.text), lines);
  if (chosen.length === 0) return 0;
  const { byteOrderMark } = head;
  const hunks = buildHunks({ base: head.text, next: staged.text, byteOrderMark }, chosen);
  await core.gitHistory.applyToIndex({ projectId, path: document, hunks, encoding, reverse: true });
  return chosen.length;
}

function cannotStage(kind: 'none' | 'missing' | 'same' | 'binary' | 'tooLarge'): string {
  if (kind === 'none') return t('This folder is in no git repository.');
  if (kind === 'missing') return t('Git does not know this file yet. Stage the file as a whole first.');
  return t('Parts of this file cannot be staged: it is too large, or not text. Stage the file as a whole.');
}
