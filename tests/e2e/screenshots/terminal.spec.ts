import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { openTerminal, plainShell, runInTerminal, terminalRows } from '../../support/terminal.ts';

const prompt = String.raw`PS1='\[\e[36m\]~/ferry-times\[\e[0m\] \[\e[90m\]delay-badges\[\e[0m\] \[\e[32m\]$\[\e[0m\] '`;

test('the terminal in three themes', async () => {
  const project = await createFerryProject();
  const home = await realpath(await mkdtemp(join(tmpdir(), 'flashfusion-home-')));
  await writeFile(join(home, '.bashrc'), `${prompt}\n`);
  await writeFile(
    join(project.path, 'package.json'),
    JSON.stringify({ name: 'ferry-times', scripts: { dev: 'node dev.cjs', build: 'node check.cjs' } }),
  );
  await writeFile(
    join(project.path, 'dev.cjs'),
    "console.log('\\x1b[32mready\\x1b[0m in 212 ms, http://localhost:5173/'); setInterval(() => {}, 1000);\n",
  );
  await writeFile(
    join(project.path, 'check.cjs'),
    "console.log('src/departures.ts(20,3): \\x1b[31merror\\x1b[0m TS2322: Type string is not assignable to type number.'); process.exit(2);\n",
  );
  const ide = await launchIde({ folder: project.path, env: plainShell(home) });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await openTerminal(page);
    await runInTerminal(
      page,
      'ls --color=always -1 | head -4; printf "\\e[31mred \\e[33myellow \\e[34mblue \\e[35mmagenta \\e[96mbright cyan \\e[1mbold\\e[0m\\n"; false',
    );
    await expect(terminalRows(page)).toContainText('magenta');
    for (const task of ['dev', 'build']) {
      await page.keyboard.press('Control+Shift+p');
      await page.keyboard.type('run task');
      await page
        .getByRole('option', { name: /Run task/ })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: new RegExp(`^${task}`) }).click();
      await expect(page.getByRole('tab', { name: new RegExp(task) })).toBeVisible();
    }
    await expect(page.getByText('Task build ended with code 2.')).toBeVisible();
    await page.getByRole('tab', { name: /bash/ }).click();
    await page.keyboard.press('Control+Shift+5');
    // The new one has the focus as soon as it is there, not before.
    await expect(page.locator('[data-terminal]').nth(1).locator(':focus')).toHaveCount(1);
    await expect(terminalRows(page, 1)).toContainText('$ ');
    await runInTerminal(page, 'git log --oneline --color | cat');
    await expect(terminalRows(page, 1)).toContainText('Show the board');
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await page.evaluate(() => document.fonts.ready);
      await page.keyboard.press('Control+Shift+e');
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+t');
      await page
        .getByRole('option', { name: { dark: /^Dark/, light: /^Light/, contrast: /^High contrast/ }[theme] })
        .click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.keyboard.press('Control+`');
      await page.screenshot({
        path: join(repositoryRoot, 'docs', 'pictures', `terminal-${theme}.png`),
        animations: 'disabled',
      });
    }
  } finally {
    await ide.close();
    await project.dispose();
    await rm(home, { recursive: true, force: true });
  }
});
