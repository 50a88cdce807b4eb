import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { resolveElectronRuntime } from '../../scripts/electron-runtime.ts';
import { launchEnvironment, sandboxArguments } from '../../scripts/launch-environment.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { launchIde } from '../support/electron.ts';
import { createProject } from '../support/projects.ts';

test('a second launch with the same folder focuses the window that has it', async () => {
  const project = await createProject({ 'a.txt': 'a\n' });
  const other = await createProject({ 'b.txt': 'b\n' });
  const ide = await launchIde({ folder: project.path });
  try {
    await ide.window.getByRole('treeitem', { name: 'a.txt' }).waitFor();
    const launchAgain = async (folder: string) => {
      const { executablePath } = await resolveElectronRuntime({ log: () => undefined });
      const second = spawn(executablePath, [repositoryRoot, ...sandboxArguments(), folder], {
        env: { ...launchEnvironment(), FLASHFUSION_USER_DATA: ide.userData },
        stdio: 'ignore',
      });
      const [code] = await once(second, 'exit');
      return code;
    };
    const count = () => ide.app.windows().length;
    expect(await launchAgain(project.path)).toBe(0);
    expect(await launchAgain(`${project.path}/.`)).toBe(0);
    expect(count()).toBe(1);

    const opened = ide.app.waitForEvent('window');
    expect(await launchAgain(other.path)).toBe(0);
    const window = await opened;
    await window.getByRole('treeitem', { name: 'b.txt' }).waitFor();
    expect(count()).toBe(2);

    expect(await launchAgain(`${other.path}/b.txt:1`)).toBe(0);
    await expect(window.getByRole('tab', { name: /b\.txt/ })).toBeVisible();
    expect(count()).toBe(2);
  } finally {
    await ide.close();
    await project.dispose();
    await other.dispose();
  }
});

test('a link to a session asks before it joins: in the window that is there, and in a new one where there is none', async () => {
  const link = 'flashfusion://join/0123-4567-89AB-CDEF-GHJK?server=https%3A%2F%2Fcloud.example';
  const started = await launchIde({ args: [link] });
  try {
    const field = started.window.getByLabel('Session code or link');
    await expect(field).toHaveValue(/0123-4567-89AB-CDEF-GHJK.*cloud\.example/);
    await started.window.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
    const { executablePath } = await resolveElectronRuntime({ log: () => undefined });
    const open = async (text: string) => {
      const second = spawn(executablePath, [repositoryRoot, ...sandboxArguments(), text], {
        env: { ...launchEnvironment(), FLASHFUSION_USER_DATA: started.userData },
        stdio: 'ignore',
      });
      await once(second, 'exit');
    };
    await open('flashfusion://join/0123-4567-89AB-CDEF-GHJK?server=file:///etc/passwd');
    await open(link);
    await expect(field).toHaveValue(/0123-4567-89AB-CDEF-GHJK.*cloud\.example/);
    expect(started.app.windows()).toHaveLength(1);
  } finally {
    await started.close();
  }
});

test('windows come back with their projects and sizes', async () => {
  const project = await createProject({ 'a.txt': 'a\n', 'deep/er/c.txt': 'c\n' });
  const userData = await mkdtemp(join(tmpdir(), 'flashfusion-windows-'));
  let ide = await launchIde({ folder: project.path, userData });
  try {
    await ide.window.getByRole('treeitem', { name: 'deep' }).click();
    await ide.window.getByRole('treeitem', { name: 'a.txt' }).dblclick();
    await ide.window.getByRole('tab', { name: /a\.txt/ }).waitFor();
    await ide.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1100, 700));
    await expect.poll(() => ide.window.evaluate(() => innerWidth)).toBe(1100);
    await ide.close();

    ide = await launchIde({ userData });
    await ide.window.getByRole('treeitem', { name: 'a.txt' }).waitFor();
    await ide.window.getByRole('treeitem', { name: 'er' }).waitFor();
    await ide.window.getByRole('tab', { name: /a\.txt/ }).waitFor();
    expect(await ide.window.evaluate(() => [innerWidth, innerHeight])).toEqual([1100, 700]);
  } finally {
    await ide.close();
    await project.dispose();
    await rm(userData, { recursive: true, force: true });
  }
});
