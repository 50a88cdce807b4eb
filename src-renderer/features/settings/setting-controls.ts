import { formatNumber, languageNames, t, translated } from '../../localize.ts';
// Comes first: it must hold before the schema is used.
import './without-eval.ts';
import { z } from 'zod';
import {
  defaultSettings,
  type SettingKey,
  type SettingNote,
  Settings,
  settingNotes,
} from '../../../contract/model/settings.ts';

/** How a setting is changed. */
export type SettingControl =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | {
      readonly kind: 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly whole: boolean;
      readonly unit: string | undefined;
    }
  /** Too much for a control: it is written in the file. */
  | { readonly kind: 'file' }
  | { readonly kind: 'text'; readonly placeholder: string | undefined }
  | { readonly kind: 'list'; readonly numbers: boolean }
  | { readonly kind: 'theme' };

/** A setting with everything that its row shows. */
export interface SettingRow {
  readonly key: SettingKey;
  readonly note: SettingNote;
  readonly control: SettingControl;
  readonly initial: unknown;
}

const optionLabels: Readonly<Record<string, string>> = {
  ...languageNames,
  lf: 'LF',
  crlf: 'CRLF',
  contrast: t('High contrast'),
};

const units: Partial<Readonly<Record<SettingKey, string>>> = {
  'editor.fontSize': 'px',
  'files.autoSaveDelay': 'ms',
  'files.largeFileMegabytes': 'MB',
  'terminal.fontSize': 'px',
  'terminal.scrollback': t('lines'),
  'assistant.dailyCap': 'US$',
};
const placeholders: Partial<Readonly<Record<SettingKey, string>>> = {
  'editor.fontFamily': 'JetBrains Mono',
  'terminal.fontFamily': 'JetBrains Mono',
  'terminal.shell': t('Shell of your account'),
  'cloud.server': t('On this machine'),
};

/** What the contract says in English, with its English beside it for the search. */
function inLanguage(note: SettingNote): SettingNote {
  return { ...note, title: translated(note.title), description: translated(note.description) };
}

const schema = z.toJSONSchema(Settings, { io: 'input' }).properties ?? {};

/** Every setting, in the order of the schema. */
export const settingRows: readonly SettingRow[] = (Object.keys(settingNotes) as SettingKey[]).map((key) => ({
  key,
  note: inLanguage(settingNotes[key]),
  control: controlOf(key, schema[key]),
  initial: defaultSettings[key],
}));

/** What is wrong with a value, in words; null when the setting takes it. */
export function settingProblem(key: SettingKey, value: unknown): string | null {
  const result = Settings.shape[key].safeParse(value);
  if (result.success) return null;
  const row = settingRows.find((candidate) => candidate.key === key);
  if (row?.control.kind === 'number') {
    const { minimum, maximum, whole } = row.control;
    return whole
      ? t('Give a whole number from {{minimum}} to {{maximum}}.', {
          minimum: formatNumber(minimum),
          maximum: formatNumber(maximum),
        })
      : t('Give a number from {{minimum}} to {{maximum}}.', {
          minimum: formatNumber(minimum),
          maximum: formatNumber(maximum),
        });
  }
  if (row?.control.kind === 'list' && row.control.numbers) {
    const { items } = schema[key] as { items?: { minimum?: number; maximum?: number } };
    return t('Give whole numbers from {{minimum}} to {{maximum}}.', {
      minimum: items?.minimum ?? '',
      maximum: items?.maximum ?? '',
    });
  }
  const message = result.error.issues[0]?.message;
  return message === undefined ? t('That value does not fit.') : translated(message);
}

function controlOf(key: SettingKey, property: unknown): SettingControl {
  const {
    type,
    enum: values,
    minimum,
    maximum,
    items,
  } = (property ?? {}) as {
    type?: string;
    enum?: readonly string[];
    minimum?: number;
    maximum?: number;
    items?: { readonly type?: string };
  };
  if (key === 'workbench.theme') return { kind: 'theme' };
  if (type === 'array') {
    return items?.type === 'object' ? { kind: 'file' } : { kind: 'list', numbers: items?.type !== 'string' };
  }
  if (values) return { kind: 'choice', options: values.map((value) => ({ value, label: optionLabel(value) })) };
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'number' || type === 'integer') {
    return {
      kind: 'number',
      minimum: minimum ?? 0,
      maximum: maximum ?? Number.MAX_SAFE_INTEGER,
      whole: type === 'integer',
      unit: units[key],
    };
  }
  return { kind: 'text', placeholder: placeholders[key] };
}

function optionLabel(value: string): string {
  const words = value.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return optionLabels[value] ?? translated(words.charAt(0).toUpperCase() + words.slice(1));
}
