import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findProgram } from '../../../scripts/find-program.ts';
import { existingFolder } from '../../../scripts/folder-argument.ts';
import { launchEnvironment } from '../../../scripts/launch-environment.ts';
import { descendantsOf, killProcesses, stillRunning } from '../../../scripts/process-tree.ts';
import { runCommand } from '../../../scripts/run-command.ts';
import { parseMissingLibraries } from '../../../scripts/system-libraries.ts';
import { hasDisplay } from '../../../scripts/virtual-display.ts';

describe('parseMissingLibraries', () => {
  it('names each library that ldd could not find, once', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd2b5f2000)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0c1a000000)',
      '\tlibasound.so.2 => not found',
      '\tlibgtk-3.so.0 => not found',
    ].join('\n');
    expect(parseMissingLibraries(output)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
  });
});

describe('runCommand', () => {
  it('returns exit code and output', async () => {
    const result = await runCommand(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(3)']);
    expect(result).toEqual({ code: 3, stdout: '1\n', stderr: '2\n', timedOut: false });
  });

  it('ends a command that takes too long', async () => {
    const result = await runCommand(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 200 });
    expect(result).toMatchObject({ code: 1, timedOut: true });
  });

  it('ends what it runs when the script is ended, and the script after it', async () => {
    const module = join(import.meta.dirname, '../../../scripts/run-command.ts');
    const script = `const { runCommand } = await import(${JSON.stringify(module)});
      await runCommand(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], { output: 'inherit' });
      console.log('went on');`;
    const running = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void running.kill('SIGKILL'));
    let output = '';
    running.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await once(running.stdout, 'data');
    const inner = Number.parseInt(output, 10);
    running.kill('SIGTERM');
    expect(await once(running, 'close')).toEqual([143, null]);
    expect(output.trim()).toBe(String(inner));
    expect(() => process.kill(inner, 0)).toThrow('ESRCH');
  });

  it('reports a program that does not exist', async () => {
    const result = await runCommand('flashfusion-no-such-program', []);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('ENOENT');
  });
});

describe('findProgram', () => {
  it('finds what can be run, and nothing else', () => {
    expect(findProgram('sh')).toMatch(/\/sh$/);
    expect(findProgram('flashfusion-no-such-program')).toBeUndefined();
    expect(findProgram('sh', '')).toBeUndefined();
  });
});

describe('existingFolder', () => {
  it('takes a relative path from where the command was typed', () => {
    const parent = mkdtempSync(join(tmpdir(), 'flashfusion-folder-'));
    onTestFinished(() => rmSync(parent, { recursive: true }));
    expect(existingFolder('.', { INIT_CWD: parent })).toBe(parent);
    expect(() => existingFolder('missing', { INIT_CWD: parent })).toThrow(
      `There is no folder ${join(parent, 'missing')}.`,
    );
  });
});

describe('launchEnvironment', () => {
  it('names our Node for Core and never makes Electron a plain Node', () => {
    const environment = launchEnvironment({ HOME: '/home/me', ELECTRON_RUN_AS_NODE: '1', EMPTY: undefined });
    expect(environment).toEqual({ HOME: '/home/me', FLASHFUSION_NODE: expect.stringMatching(/node_modules.+node/) });
  });
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('takes an X or a Wayland display for one', () => {
    expect(hasDisplay({})).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  });

  it('finds and ends the children of a process, and theirs', async () => {
    const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', grandchild], { stdio: ['ignore', 'pipe', 'ignore'] });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    const below = descendantsOf(process.pid).filter((entry) => entry.command.includes('setInterval'));
    expect(below).toHaveLength(2);
    expect(descendantsOf(child.pid ?? -1)).toHaveLength(1);

    killProcesses(below);
    await exited;
    await expect.poll(() => stillRunning(below)).toEqual([]);
  });
});
