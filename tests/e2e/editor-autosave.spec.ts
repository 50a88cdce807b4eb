import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openFile, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { launchIde } from '../support/electron.ts';
import { createProject } from '../support/projects.ts';

/** Runs a test in a window on a project of two files with these settings. */
async function withSettings(
  settings: Readonly<Record<string, unknown>>,
  work: (window: Page, onDisk: (name: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  const project = await createProject({
    'ferry.txt': 'ferry\n',
    'pier.txt': 'pier\n',
    '.flashfusion/settings.json': JSON.stringify(settings),
  });
  const ide = await launchIde({ folder: project.path });
  try {
    await treeRow(ide.window, 'ferry.txt').waitFor();
    await openFile(ide.window, 'ferry.txt');
    await waitForTextFocus(ide.window);
    await work(ide.window, (name) => readFile(join(project.path, name), 'utf8'));
  } finally {
    await ide.close();
    await project.dispose();
  }
}

test('saves by itself some time after the last change', () =>
  withSettings({ 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 1000 }, async (window, onDisk) => {
    await window.keyboard.type('the ');
    await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt, unsaved');
    expect(await onDisk('ferry.txt')).toBe('ferry\n');
    await expect.poll(() => onDisk('ferry.txt')).toBe('the ferry\n');
    await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt');
  }));

test('saves when the focus leaves the text, for another tab too', () =>
  withSettings({ 'files.autoSave': 'onFocusChange' }, async (window, onDisk) => {
    await window.keyboard.type('the ');
    await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt, unsaved');
    await window.keyboard.press('Control+Shift+e');
    await expect.poll(() => onDisk('ferry.txt')).toBe('the ferry\n');

    await openFile(window, 'pier.txt');
    await waitForTextFocus(window);
    await window.keyboard.type('a ');
    await tab(window, 'ferry.txt').click();
    await expect.poll(() => onDisk('pier.txt')).toBe('a pier\n');
  }));

test('saves nothing by itself when it is off', () =>
  withSettings({ 'files.autoSave': 'off' }, async (window, onDisk) => {
    await window.keyboard.type('the ');
    await openFile(window, 'pier.txt');
    await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt, unsaved');
    expect(await onDisk('ferry.txt')).toBe('ferry\n');
  }));
