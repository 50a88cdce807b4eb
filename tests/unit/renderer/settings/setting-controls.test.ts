import { describe, expect, it } from 'vitest';
import { settingProblem, settingRows } from '../../../../src-renderer/features/settings/setting-controls.ts';

const control = (key: string) => settingRows.find((row) => row.key === key)?.control;

describe('settings as controls', () => {
  it('has a row for each, with its default', () => {
    expect(settingRows.length).toBeGreaterThan(20);
    expect(settingRows.every(({ initial, note }) => initial !== undefined && note.title !== '')).toBe(true);
  });

  it('chooses the control by the type', () => {
    expect(control('editor.minimap')).toEqual({ kind: 'switch' });
    expect(control('editor.fontFamily')).toEqual({ kind: 'text', placeholder: 'JetBrains Mono' });
    expect(control('languages.servers')).toEqual({ kind: 'file' });
    expect(control('editor.tabSize')).toEqual({
      kind: 'number',
      minimum: 1,
      maximum: 16,
      whole: true,
      unit: undefined,
    });
    expect(control('files.autoSave')).toEqual({
      kind: 'choice',
      options: [
        { value: 'off', label: 'Off' },
        { value: 'afterDelay', label: 'After delay' },
        { value: 'onFocusChange', label: 'On focus change' },
      ],
    });
  });

  it('says what is wrong with a value', () => {
    expect(settingProblem('editor.tabSize', 4)).toBeNull();
    expect(settingProblem('editor.tabSize', 40)).toBe('Give a whole number from 1 to 16.');
    expect(settingProblem('editor.fontSize', Number.NaN)).toBe('Give a number from 6 to 60.');
    expect(settingProblem('files.autoSave', 'sometimes')).not.toBeNull();
  });
});
