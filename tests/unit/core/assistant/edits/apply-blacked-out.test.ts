import { beforeEach, expect, test, vi } from 'vitest';
import { findSecrets } from '../../../../../src-main/core/assistant/context/gate/redact.ts';
import { applyBlackedOut } from '../../../../../src-main/core/assistant/edits/apply-blacked-out.ts';
import {
  createBlockStage,
  type EditBlock,
  readAnswer,
  renderStagedText,
} from '../../../../../src-main/core/assistant/edits/engine/index.ts';
import { block } from './answers.ts';

vi.mock('../../../../../src-main/core/assistant/context/gate/redact.ts', { spy: true });
beforeEach(() => void vi.clearAllMocks());

const secret = 'Zq7Kp2Vx9Lm4Rt6W';
const mark = '[redacted: password]';

async function applied(text: string, blocks: readonly EditBlock[]) {
  const stage = createBlockStage();
  const apply = applyBlackedOut(stage);
  const reasons: (string | null)[] = [];
  for (const each of blocks) {
    for (const path of stage.needs(each)) stage.provide(path, { state: 'text', text });
    reasons.push((await apply(each)).failure?.reason ?? null);
  }
  const [draft] = stage.drafts();
  return { reasons, text: draft?.staged ? renderStagedText(draft.staged) : null };
}

test('a value that would lie bare is taken back, and what comes after goes on without it', async () => {
  const text = `password: '${secret}',\nport: 1,\n`;
  const bare = block('a.ts', 'port: 1,', `port: 1,\nlogin('${mark}');`);
  const said = readAnswer(bare + bare + block('a.ts', 'port: 1,', `port: 2,\nother: { password: '${mark}' },`));
  expect(await applied(text, said)).toEqual({
    reasons: ['laidBare', 'laidBare', null],
    text: `password: '${secret}',\nport: 2,\nother: { password: '${secret}' },\n`,
  });
  const whole = `a.ts\n\`\`\`ts\npassword: '${mark}',\nlogin('${mark}');\n\`\`\`\n`;
  expect((await applied(text, readAnswer(whole))).reasons).toEqual(['laidBare']);
  const kept = `a.ts\n\`\`\`ts\npassword: '${mark}',\nport: 3,\n\`\`\`\n`;
  expect((await applied(text, readAnswer(kept))).text).toBe(`password: '${secret}',\nport: 3,\n`);
});

test.each([0, 1])('the hunks of a diff are looked through once for all of them, with %i marks', async (withMarks) => {
  const count = 200;
  const line = (index: number) => `const value${index} = ${index};`;
  const text = `password: '${secret}',\n${Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')}`;
  const first = withMarks ? `@@\n password: '${mark}',\n-${line(0)}\n+changed0\n` : `@@\n-${line(0)}\n+changed0\n`;
  const others = Array.from({ length: count - 1 }, (_, index) => `@@\n-${line(index + 1)}\n+changed${index + 1}\n`);
  const blocks = readAnswer(`\`\`\`diff\n--- a/a.ts\n+++ b/a.ts\n${first}${others.join('')}\`\`\`\n`);
  expect(blocks).toHaveLength(count);
  let reads = 0;
  const lists = new Set(blocks.map((each) => (each.kind === 'replace' ? each.diff?.hunks : null)));
  for (const hunk of [...lists].flatMap((hunks) => hunks ?? [])) {
    const { search } = hunk;
    Object.defineProperty(hunk, 'search', {
      enumerable: true,
      get: () => {
        reads += 1;
        return search;
      },
    });
  }
  const { reasons, text: changed } = await applied(text, blocks);
  expect(reasons.every((reason) => reason === null)).toBe(true);
  expect(changed).toContain(`changed${count - 1}\n`);
  expect(reads).toBeLessThanOrEqual(6 * count);
  // For what the mark stands for, and for where it is then.
  expect(vi.mocked(findSecrets)).toHaveBeenCalledTimes(2 * withMarks);
});
