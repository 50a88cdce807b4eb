import { describe, expect, it } from 'vitest';
import { type Command, createCommandRegistry, createContextKeys } from '../../../../src-renderer/app/commands.ts';

const command = (id: string, run: Command['run'] = () => {}): Command => ({ id, title: id, category: 'Test', run });

describe('command registry', () => {
  it('runs commands with their argument', async () => {
    const failures: unknown[] = [];
    const registry = createCommandRegistry((id, error) => failures.push([id, error]));
    const seen: unknown[] = [];
    registry.register(command('take', (argument) => void seen.push(argument)));
    await registry.run('take', 7);
    expect(seen).toEqual([7]);
    expect(failures).toEqual([]);
  });

  it('refuses an id twice', () => {
    const registry = createCommandRegistry(() => {});
    registry.register(command('one'));
    expect(() => registry.register(command('one'))).toThrow('command one is registered twice');
  });

  it('forgets commands that are disposed of, and tells those who listen', () => {
    const registry = createCommandRegistry(() => {});
    let told = 0;
    const stop = registry.subscribe(() => {
      told += 1;
    });
    const registration = registry.register(command('one'), command('two'));
    expect([...registry.getState().keys()]).toEqual(['one', 'two']);
    registration.dispose();
    expect(registry.getState().size).toBe(0);
    expect(told).toBe(2);
    stop();
  });

  it('turns unknown ids, throws and rejections into reported failures', async () => {
    const failures: [string, string][] = [];
    const registry = createCommandRegistry((id, error) => failures.push([id, String(error)]));
    registry.register(
      command('throws', () => {
        throw new Error('no');
      }),
      command('rejects', () => Promise.reject(new Error('never'))),
    );
    await registry.run('missing');
    await registry.run('throws');
    await registry.run('rejects');
    expect(failures).toEqual([
      ['missing', 'Error: There is no command "missing".'],
      ['throws', 'Error: no'],
      ['rejects', 'Error: never'],
    ]);
  });
});

describe('context keys', () => {
  it('tells of changes only', () => {
    const keys = createContextKeys();
    let told = 0;
    const stop = keys.subscribe(() => {
      told += 1;
    });
    keys.set('editorFocus', true);
    keys.set('editorFocus', true);
    keys.set('page', 'settings');
    expect(told).toBe(2);
    expect(keys.getState()).toEqual({ editorFocus: true, page: 'settings' });
    stop();
  });
});
