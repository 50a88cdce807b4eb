import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, createCommandRegistry, createContextKeys } from '../../../../src-renderer/app/commands.ts';
import {
  chordMessage,
  createKeybindings,
  findKeybinding,
  type Keybindings,
  resolveKeybindings,
} from '../../../../src-renderer/app/keybindings.ts';
import type { KeyPress } from '../../../../src-renderer/app/keystrokes.ts';

const command = (id: string, keys: readonly string[], when?: string): Command => ({
  id,
  title: id,
  category: 'Test',
  keys,
  ...(when === undefined ? {} : { when }),
  run() {},
});

const press = (stroke: string): KeyPress => {
  const parts = stroke.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key,
    code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
    ctrlKey: parts.includes('ctrl'),
    shiftKey: parts.includes('shift'),
    altKey: parts.includes('alt'),
    metaKey: false,
  };
};

describe('resolving keybindings', () => {
  const commands = [command('save', ['Ctrl+S']), command('search', ['Ctrl+F'], '!editorFocus')];

  it('puts the user behind the defaults, and the last one wins', () => {
    const bindings = resolveKeybindings(commands, [
      { key: 'ctrl+s', command: 'search' },
      { key: 'ctrl+s', command: 'send', when: 'mailOpen' },
    ]);
    expect(findKeybinding(bindings, 'ctrl+s', {})?.command).toBe('search');
    expect(findKeybinding(bindings, 'ctrl+s', { mailOpen: true })?.command).toBe('send');
  });

  it('removes a binding with a minus, and only that one', () => {
    const bindings = resolveKeybindings([command('find', ['Ctrl+F', 'F3'])], [{ key: 'Ctrl+F', command: '-find' }]);
    expect(bindings.map(({ keys }) => keys)).toEqual(['f3']);
  });

  it('removes them all when no keys are named', () => {
    expect(resolveKeybindings([command('find', ['Ctrl+F', 'F3'])], [{ key: '', command: '-find' }])).toEqual([]);
  });

  it('looks at the clause', () => {
    const bindings = resolveKeybindings(commands, []);
    expect(findKeybinding(bindings, 'ctrl+f', { editorFocus: true })).toBeUndefined();
    expect(findKeybinding(bindings, 'ctrl+f', {})?.command).toBe('search');
  });
});

describe('pressing keys', () => {
  let ran: string[];
  let editorChords: string[];
  let keybindings: Keybindings;
  let contextKeys: ReturnType<typeof createContextKeys>;

  beforeEach(() => {
    vi.useFakeTimers();
    ran = [];
    editorChords = [];
    contextKeys = createContextKeys();
    const commands = createCommandRegistry((id, error) => {
      throw new Error(`${id}: ${error}`);
    });
    const record = (id: string, keys: readonly string[], when?: string): Command => ({
      ...command(id, keys, when),
      run: () => void ran.push(id),
    });
    commands.register(
      record('save', ['Ctrl+S']),
      record('shortcuts', ['Ctrl+K Ctrl+S']),
      record('zen', ['Ctrl+K Z']),
      record('assistant', ['Ctrl+K'], '!noAssistant'),
      record('remove', ['Delete'], 'treeFocus'),
      record('palette', ['F1', 'Ctrl+Shift+P']),
    );
    keybindings = createKeybindings({
      commands,
      contextKeys,
      runEditorAction: () => false,
      runEditorChord: (keys) => {
        if (keys !== 'ctrl+k ctrl+c') return false;
        editorChords.push(keys);
        return true;
      },
    });
  });

  afterEach(() => {
    keybindings.dispose();
    vi.useRealTimers();
  });

  it('runs a command and uses the press up', () => {
    expect(keybindings.press(press('ctrl+s'), 'elsewhere')).toBe(true);
    expect(ran).toEqual(['save']);
  });

  it('leaves keys alone that nobody has bound', () => {
    expect(keybindings.press(press('ctrl+j'), 'elsewhere')).toBe(false);
    expect(keybindings.press(press('a'), 'elsewhere')).toBe(false);
  });

  it('waits for the second key of a chord, and says so', () => {
    expect(keybindings.press(press('ctrl+k'), 'elsewhere')).toBe(true);
    expect(chordMessage(keybindings.state.getState())).toBe('Ctrl K was pressed, waiting for the next key');
    expect(keybindings.press({ ...press('Control'), ctrlKey: true }, 'elsewhere')).toBe(false);
    expect(keybindings.press(press('ctrl+s'), 'elsewhere')).toBe(true);
    expect(ran).toEqual(['shortcuts']);
    expect(chordMessage(keybindings.state.getState())).toBeNull();
  });

  it('takes a plain second key', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    keybindings.press(press('z'), 'elsewhere');
    expect(ran).toEqual(['zen']);
  });

  it('uses up a second key that leads nowhere, and says which', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    expect(keybindings.press(press('ctrl+j'), 'elsewhere')).toBe(true);
    expect(chordMessage(keybindings.state.getState())).toBe('Ctrl K Ctrl J is not a command');
    vi.advanceTimersByTime(2500);
    expect(chordMessage(keybindings.state.getState())).toBeNull();
    expect(ran).toEqual([]);
  });

  it('hands chords that only the editor knows to the editor', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    expect(keybindings.press(press('ctrl+c'), 'elsewhere')).toBe(true);
    expect(editorChords).toEqual(['ctrl+k ctrl+c']);
  });

  it('runs the command of keys that begin chords when the second key does not come, and still takes one with a modifier', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    vi.advanceTimersByTime(599);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['assistant']);
    keybindings.press(press('ctrl+s'), 'text');
    expect(ran).toEqual(['assistant', 'shortcuts']);
  });

  it('runs that command soon after Ctrl was let go, unless a plain second key comes', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    keybindings.release();
    vi.advanceTimersByTime(199);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['assistant']);
    expect(chordMessage(keybindings.state.getState())).toBeNull();
    expect(keybindings.press(press('z'), 'text')).toBe(false);
    keybindings.press(press('ctrl+k'), 'elsewhere');
    keybindings.release();
    keybindings.press(press('z'), 'elsewhere');
    vi.advanceTimersByTime(1000);
    expect(ran).toEqual(['assistant', 'zen']);
  });

  it('ends the wait when Ctrl is let go after the command has run', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    vi.advanceTimersByTime(600);
    keybindings.release();
    expect(keybindings.press(press('ctrl+s'), 'text')).toBe(true);
    expect(ran).toEqual(['assistant', 'save']);
  });

  it('waits for a chord as long as it takes where its first keys are no command', () => {
    contextKeys.set('noAssistant', true);
    keybindings.press(press('ctrl+k'), 'elsewhere');
    keybindings.release();
    vi.advanceTimersByTime(5000);
    expect(keybindings.press(press('z'), 'elsewhere')).toBe(true);
    expect(ran).toEqual(['zen']);
  });

  it('takes the keys at once for a command that a user has bound to them', () => {
    keybindings.setUserKeybindings([{ key: 'ctrl+k', command: 'save' }]);
    expect(keybindings.press(press('ctrl+k'), 'elsewhere')).toBe(true);
    expect(ran).toEqual(['save']);
  });

  it('takes plain keys as typing once the wait has led elsewhere', () => {
    keybindings.press(press('ctrl+k'), 'elsewhere');
    vi.advanceTimersByTime(600);
    expect(keybindings.press(press('z'), 'text')).toBe(false);
    expect(ran).toEqual(['assistant']);
    expect(keybindings.press(press('ctrl+s'), 'text')).toBe(true);
    expect(ran).toEqual(['assistant', 'save']);
  });

  it('leaves typing in a text field alone, and not its function keys', () => {
    contextKeys.set('treeFocus', true);
    expect(keybindings.press(press('Delete'), 'text')).toBe(false);
    expect(keybindings.press(press('F1'), 'text')).toBe(true);
    expect(keybindings.press(press('Delete'), 'elsewhere')).toBe(true);
    expect(ran).toEqual(['palette', 'remove']);
  });

  it('shows the keys as they were written, the first of several, and the user’s before those', () => {
    expect(keybindings.keysOf('palette')).toBe('F1');
    expect(keybindings.keysOf('shortcuts')).toBe('Ctrl+K Ctrl+S');
    expect(keybindings.keysOf('none')).toBeNull();
    keybindings.setUserKeybindings([{ key: 'alt+p', command: 'palette' }]);
    expect(keybindings.keysOf('palette')).toBe('alt+p');
    keybindings.setUserKeybindings([{ key: 'ctrl+s', command: '-save' }]);
    expect(keybindings.keysOf('save')).toBeNull();
    expect(keybindings.press(press('ctrl+s'), 'elsewhere')).toBe(false);
  });
});
