import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../contract/model/settings.ts';
import { editorOptions, textOptions } from '../../../../src-renderer/monaco/editor-options.ts';

const noToggles = { wordWrap: null, minimap: null, stickyScroll: null };
const plain = { large: false, longLines: false, readOnly: null };

describe('editor options', () => {
  it('follow the settings', () => {
    const settings = {
      ...defaultSettings,
      'editor.fontSize': 26,
      'editor.wordWrap': 'on',
      'editor.minimap': true,
    } as const;
    expect(editorOptions(settings, noToggles, 'Code Face')).toMatchObject({
      fontFamily: 'Code Face',
      fontSize: 26,
      lineHeight: 40,
      wordWrap: 'on',
      minimap: { enabled: true },
      bracketPairColorization: { enabled: false },
    });
    expect(editorOptions({ ...settings, 'editor.fontFamily': 'Mine' }, noToggles, 'Code Face').fontFamily).toBe('Mine');
  });

  it('give way to what was toggled in this window', () => {
    const toggles = { wordWrap: true, minimap: true, stickyScroll: false };
    expect(textOptions(plain, defaultSettings, toggles)).toMatchObject({
      wordWrap: 'on',
      minimap: { enabled: true },
      stickyScroll: { enabled: false },
    });
  });

  it.each([{ large: true }, { longLines: true }])('switch off what takes long for %j', (text) => {
    const toggles = { wordWrap: true, minimap: true, stickyScroll: true };
    expect(textOptions({ ...plain, ...text }, defaultSettings, toggles)).toMatchObject({
      folding: false,
      links: false,
      matchBrackets: 'never',
      occurrencesHighlight: 'off',
      wordWrap: 'off',
      minimap: { enabled: false },
      stickyScroll: { enabled: false },
    });
  });

  it('say why a text cannot be changed', () => {
    expect(textOptions({ ...plain, readOnly: 'Not valid UTF-8.' }, defaultSettings, noToggles)).toMatchObject({
      readOnly: true,
      readOnlyMessage: { value: 'Not valid UTF-8.' },
    });
  });
});
