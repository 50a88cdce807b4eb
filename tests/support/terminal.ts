import { expect, type Locator, type Page } from '@playwright/test';

/** Environment for an IDE whose terminals run bash without anybody's start-up files. */
export function plainShell(home: string): Record<string, string> {
  // npm would ask the registry for news of itself, and print them below what a task says.
  return { SHELL: '/bin/bash', HOME: home, PS1: '$ ', NPM_CONFIG_UPDATE_NOTIFIER: 'false' };
}

/** The rows of text of a terminal on screen; the current one without a place among those beside it. */
export function terminalRows(page: Page, place = 0): Locator {
  return page.locator('[data-terminal]').nth(place).locator('.xterm-rows');
}

/** Opens a terminal by its keys and waits until its shell asks for a command. */
export async function openTerminal(page: Page): Promise<void> {
  await page.keyboard.press('Control+`');
  await expect(terminalRows(page)).toContainText(/[$#] /);
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-terminal]') !== null)).toBe(true);
}

/** Types a command into whatever has the focus. */
export async function runInTerminal(page: Page, line: string): Promise<void> {
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}
