import { z } from 'zod';
import { UserKeybinding } from '../../../contract/model/keybinding.ts';
import {
  defaultSettings,
  type SettingKey,
  Settings,
  type SettingsProblem,
  type SettingsSnapshot,
  settingNotes,
} from '../../../contract/model/settings.ts';
import { t } from '../../../localization/index.ts';

import type { SettingsText, SyntaxProblem } from './settings-text.ts';

type Scope = Exclude<SettingsProblem['scope'], 'keybindings'>;
type Values = Record<string, unknown>;

/** A settings file, or null where there is none. */
export type SettingsSource = SettingsText | null;

/** Keybindings as read, or null where there is no file. */
export type KeybindingsSource = {
  readonly items: readonly { readonly value: unknown; readonly line: number }[];
  readonly problem: SyntaxProblem | undefined;
} | null;

/** Whether a text names a setting that exists. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(Settings.shape, key);
}

/** Why a value does not fit a setting, in words; undefined when it fits. */
export function findValueProblem(key: SettingKey, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const result = Settings.shape[key].safeParse(value);
  return result.success ? undefined : describeExpected(key);
}

/** What counts in a window: the project's values over the user's over the defaults, and all that is wrong in the files. */
export function combineSettings(sources: {
  user: SettingsSource;
  project: SettingsSource;
  keybindings: KeybindingsSource;
  trusted: boolean;
}): SettingsSnapshot {
  const problems: SettingsProblem[] = [];
  const user = acceptValues('user', sources.user, true, problems);
  const project = acceptValues('project', sources.project, sources.trusted, problems);
  const keybindings = acceptKeybindings(sources.keybindings, problems);
  return { effective: { ...defaultSettings, ...user, ...project }, user, project, problems, keybindings };
}

function acceptValues(scope: Scope, source: SettingsSource, trusted: boolean, problems: SettingsProblem[]): Values {
  const values: Values = {};
  if (!source) return values;
  if (source.problem) {
    problems.push({
      scope,
      key: null,
      message: t('{{problem}} What could be read counts.', { problem: describeSyntax(source.problem) }),
    });
  }
  for (const { key, value, line } of source.entries) {
    if (!isSettingKey(key)) {
      problems.push({ scope, key, message: t('Line {{line}}: there is no setting "{{key}}".', { line, key }) });
      continue;
    }
    const wrong = findValueProblem(key, value);
    if (wrong !== undefined) {
      delete values[key];
      problems.push({
        scope,
        key,
        message: t('Line {{line}}: "{{key}}" {{wrong}}. The value is not used.', { line, key, wrong }),
      });
    } else if (settingNotes[key].userOnly && scope === 'project') {
      problems.push({
        scope,
        key,
        message: t('Line {{line}}: "{{key}}" counts only in your own settings.', { line, key }),
      });
    } else if (settingNotes[key].executable && !trusted) {
      problems.push({
        scope,
        key,
        message: t('Line {{line}}: "{{key}}" names a program, so it counts only when this folder is trusted.', {
          line,
          key,
        }),
      });
    } else {
      values[key] = value;
    }
  }
  return values;
}

function acceptKeybindings(source: KeybindingsSource, problems: SettingsProblem[]): SettingsSnapshot['keybindings'] {
  if (!source) return [];
  const problem = (message: string) => problems.push({ scope: 'keybindings', key: null, message });
  if (source.problem) problem(t('{{problem}} What could be read counts.', { problem: describeSyntax(source.problem) }));
  return source.items.flatMap(({ value, line }) => {
    const result = UserKeybinding.safeParse(value);
    if (result.success) return [result.data];
    problem(t('line {{line}} must be an object with "key" and "command". It is not used.', { line }));
    return [];
  });
}

/** A problem of the text with its line, as a sentence. */
export function describeSyntax(problem: SyntaxProblem): string {
  return t('Line {{line}}: {{message}}.', { line: problem.line, message: problem.message });
}

function describeExpected(key: SettingKey): string {
  const schema = z.toJSONSchema(Settings.shape[key], { io: 'input', unrepresentable: 'any' });
  if (key === 'workbench.theme') {
    return t('must be "system", "dark", "light", "contrast", or "user:" and the id of an imported theme');
  }
  if (key === 'cloud.server') {
    return t('must be empty, or an address like "https://cloud.example" (http only on your own network)');
  }
  if (schema.enum)
    return t('must be one of {{choices}}', { choices: schema.enum.map((choice) => JSON.stringify(choice)).join(', ') });
  switch (schema.type) {
    case 'boolean':
      return t('must be true or false');
    case 'string':
      return t('must be text in double quotes');
    case 'integer':
    case 'number':
      return schema.type === 'integer'
        ? t('must be a whole number from {{minimum}} to {{maximum}}', bounds(schema))
        : t('must be a number from {{minimum}} to {{maximum}}', bounds(schema));
    case 'array': {
      const items = schema.items as { type?: string; minimum?: number; maximum?: number } | undefined;
      if (items?.type === 'string') return t('must be a list of texts');
      return items?.minimum === undefined
        ? t('must be a list of whole numbers')
        : t('must be a list of whole numbers from {{minimum}} to {{maximum}}', bounds(items));
    }
    default:
      return t('has a value that does not fit');
  }
}

function bounds({ minimum, maximum }: { minimum?: number | undefined; maximum?: number | undefined }) {
  return { minimum: String(minimum), maximum: String(maximum) };
}
