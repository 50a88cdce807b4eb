import type { SecretLintRulePresetCreator } from '@secretlint/types';
import type { SecretRange } from './secret-patterns.ts';

/** A comment in a file must not decide that its secrets are sent. */
const switchedOff = '@secretlint/secretlint-rule-filter-comments';

type Search = (text: string) => Promise<SecretRange[]>;
let search: Promise<Search> | undefined;

/** Where the rules that Secretlint recommends find secrets. They are loaded with the first question. */
export async function findBySecretlint(text: string): Promise<SecretRange[]> {
  search ??= load();
  return (await search)(text);
}

async function load(): Promise<Search> {
  const [{ lintSource }, { creator, rules }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It keeps every mark of every search for good and goes through all of them at the next: nobody reads them here.
  secretLintProfiler.mark = () => {};
  const preset: SecretLintRulePresetCreator = {
    ...creator,
    create(context) {
      for (const rule of rules) {
        if (rule.meta.id !== switchedOff) context.registerRule(rule);
      }
    },
  };
  return async (text) => {
    const { messages } = await lintSource({
      source: { content: text, filePath: '/text', contentType: 'text' },
      options: { config: { rules: [{ id: preset.meta.id, rule: preset, options: {} }] }, noPhysicFilePath: true },
    });
    return messages.map(({ range: [start, end] }) => ({ start, end, what: 'secret' }));
  };
}
