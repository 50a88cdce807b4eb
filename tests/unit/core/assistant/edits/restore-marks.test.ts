import { describe, expect, it } from 'vitest';
import { blackOut, findSecrets } from '../../../../../src-main/core/assistant/context/gate/redact.ts';
import {
  beforeMark,
  createBlockStage,
  gainsMark,
  hiddenValues,
  readAnswer,
  renderStagedText,
  restoreMarks,
} from '../../../../../src-main/core/assistant/edits/engine/index.ts';
import { block } from './answers.ts';

const [one, two] = ['Zq7Kp2Vx9Lm4Rt6W', 'Hb3Nc8Jd5Sf1Yg0T'];
const config = `const dbPassword = "${one}";\nconst port = 1;\nconst mailPassword = "${two}";\n`;
const key = ['-----BEGIN PRIVATE KEY-----', 'Qk9vR1'.repeat(10), '-----END PRIVATE KEY-----'].join('\n');

async function see(text: string) {
  const secrets = await findSecrets(text);
  return { shown: blackOut(text, secrets).text, hidden: hiddenValues(text, secrets) };
}

/** A file after an answer of somebody who sees it blacked out; or why the first block failed. */
async function answered(text: string, answer: string) {
  const { hidden } = await see(text);
  const stage = createBlockStage();
  let reason: string | null = null;
  for (const each of readAnswer(answer)) {
    for (const path of stage.needs(each)) stage.provide(path, { state: 'text', text });
    reason ??= stage.apply(each, hidden).failure?.reason ?? null;
  }
  const [draft] = stage.drafts();
  return reason ?? (draft?.staged ? renderStagedText(draft.staged) : null);
}

describe('what stands for a mark', () => {
  it('is what was blacked out, in whole files of all kinds', async () => {
    for (const text of [
      config,
      `const key = \`\n${key}\n\`;\nconst a = 1;\n`,
      'a: [redacted: password]\n',
      'plain\n',
    ]) {
      const { shown, hidden } = await see(text);
      expect(restoreMarks(shown, hidden)).toBe(text);
    }
  });

  it('is known by the words before it, also when lines have changed places', async () => {
    const { shown, hidden } = await see(config);
    const turned = shown.split('\n').reverse().join('\n');
    expect(restoreMarks(turned, hidden)).toBe(config.split('\n').reverse().join('\n'));
    const only = restoreMarks("const mailPassword = '[redacted: password]'; // mail", hidden);
    expect(only).toBe(`const mailPassword = '${two}'; // mail`);
  });

  it('is known by the order where all are there under other names, and else not at all', async () => {
    const { shown, hidden } = await see(config);
    expect(restoreMarks(shown.replaceAll('Password', 'Secret'), hidden)).toBe(config.replaceAll('Password', 'Secret'));
    expect(restoreMarks('const other = "[redacted: password]";', hidden)).toBeNull();
    expect(restoreMarks('const other = "[redacted: token]";', hidden)).toBeNull();
  });

  it('has its lines once, whether or not the empty ones after its mark were kept', async () => {
    const { hidden } = await see(`${key}\nend\n`);
    expect(restoreMarks('[redacted: private-key]\nend\n', hidden)).toBe(`${key}\nend\n`);
  });

  it('a text that has more marks than before is told from one that keeps its own', () => {
    const own = 'a [redacted: password]\n';
    expect(gainsMark(own, `b\n${own}`)).toBe(false);
    expect(gainsMark(own, own + own)).toBe(true);
    expect(gainsMark(own, 'a [redacted: token]\n')).toBe(true);
    expect(gainsMark(null, own)).toBe(true);
  });

  it('a mark that has begun to arrive is told from other brackets', () => {
    expect(beforeMark('a = [redacted: password] b')).toBe('a = ');
    expect(beforeMark('a = [reda')).toBe('a = ');
    expect(beforeMark('a = [redo')).toBe('a = [redo');
    expect(beforeMark('a = [1]')).toBe('a = [1]');
  });
});

describe('blocks with marks', () => {
  const mark = '[redacted: password]';

  it('find the lines that were blacked out and put the values back', async () => {
    const changed = await answered(
      config,
      block('a.ts', `const dbPassword = "${mark}";\nconst port = 1;`, `const dbPassword = "${mark}";\nconst port = 2;`),
    );
    expect(changed).toBe(config.replace('port = 1', 'port = 2'));
  });

  it('put them back in a whole file', async () => {
    const whole = `const mailPassword = "${mark}";\nconst dbPassword = "${mark}";\nconst port = 3;\n`;
    expect(await answered(config, `a.ts\n\`\`\`\n${whole}\`\`\`\n`)).toBe(
      `const mailPassword = "${two}";\nconst dbPassword = "${one}";\nconst port = 3;\n`,
    );
  });

  it('put them back in a diff', async () => {
    const diff = `--- a/a.ts\n+++ b/a.ts\n@@ -1,3 +1,3 @@\n const dbPassword = "${mark}";\n-const port = 1;\n+const port = 2;\n const mailPassword = "${mark}";\n`;
    expect(await answered(config, `\`\`\`diff\n${diff}\`\`\`\n`)).toBe(config.replace('port = 1', 'port = 2'));
  });

  it('are refused where nobody can tell which value is meant', async () => {
    expect(await answered(config, block('a.ts', 'const port = 1;', `const port = "${mark}";`))).toBe('blackedOut');
    expect(await answered('plain\n', block('a.ts', 'plain', `password = "${mark}"`))).toBe('blackedOut');
  });

  it('find their place by the file as it was sent, where several values stand after the same words', async () => {
    const text = `dev: {\n  password: '${one}',\n  port: 1,\n}\nprod: {\n  password: '${two}',\n  port: 1,\n}\n`;
    const search = `prod: {\n  password: '${mark}',\n  port: 1,`;
    expect(await answered(text, block('a.ts', search, search.replace('port: 1', 'port: 2')))).toBe(
      text.replace(/port: 1(?=,\n}\n$)/, 'port: 2'),
    );
    const either = `  password: '${mark}',\n  port: 1,`;
    expect(await answered(text, block('a.ts', either, either.replace('port: 1', 'port: 2')))).toBe('blackedOut');
    const lines = `@@\n prod: {\n   password: '${mark}',\n-  port: 1,\n+  port: 2,\n`;
    expect(await answered(text, `\`\`\`diff\n--- a/a.ts\n+++ b/a.ts\n${lines}\`\`\`\n`)).toBe(
      text.replace(/port: 1(?=,\n}\n$)/, 'port: 2'),
    );
    const keys = `const key = \`\n${key}\n\`;\nconst other = \`\n${key.replace('Qk9', 'Xk9')}\n\`;\nconst a = 1;\n`;
    const lastKey = `const other = \`\n[redacted: private-key]\n\n\n\`;\nconst a = 1;`;
    expect(await answered(keys, block('a.ts', lastKey, lastKey.replace('a = 1', 'a = 2')))).toBe(
      keys.replace('a = 1', 'a = 2'),
    );
  });

  it('leave marks that the file holds itself', async () => {
    const text = `expect(shown).toBe("${mark}");\nconst a = 1;\n`;
    const changed = await answered(text, block('a.ts', text.trimEnd(), text.trimEnd().replace('a = 1', 'a = 2')));
    expect(changed).toBe(text.replace('a = 1', 'a = 2'));
  });
});
