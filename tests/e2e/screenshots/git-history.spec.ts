import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { openFile, treeRow } from '../../support/editor.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { settledColours } from '../../support/settled-colours.ts';

const themes = ['dark', 'light', 'contrast'] as const;

async function pictures(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const theme of themes) {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+t');
    await page
      .getByRole('option', { name: { dark: /^Dark/, light: /^Light/, contrast: /^High contrast/ }[theme] })
      .click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await settledColours(page);
    await page.screenshot({
      path: join(repositoryRoot, 'docs', 'pictures', `${name}-${theme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  }
}

/** Some months of work on the ferry board, with a branch that was merged, one that was not, and changes that wait. */
function makeHistory(folder: string): void {
  let at = Date.parse('2026-06-01T09:00:00Z');
  const git = (who: 'Mira Okafor' | 'Jonas Lind', ...args: string[]) => {
    at += 5 * 60 * 60 * 1000;
    const date = new Date(at).toISOString();
    const email = `${who.split(' ')[0]?.toLowerCase()}@example.com`;
    execFileSync('git', args, {
      cwd: folder,
      stdio: 'pipe',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: who,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: who,
        GIT_COMMITTER_EMAIL: email,
        GIT_COMMITTER_DATE: date,
      },
    });
  };
  const path = join(folder, 'src', 'departures.ts');
  const edit = (from: string, to: string) => {
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  const commit = (who: 'Mira Okafor' | 'Jonas Lind', message: string) => git(who, 'commit', '--all', '-m', message);
  git('Mira Okafor', 'commit', '--amend', '--no-edit', '--reset-author');
  edit('limit = 6', 'limit = 8');
  commit('Jonas Lind', 'Show eight departures, the hall has room');
  git('Mira Okafor', 'tag', 'v0.2.0');
  git('Mira Okafor', 'checkout', '-b', 'late-badge');
  edit('const LATE_AFTER = 5;', 'const LATE_AFTER = 4;');
  commit('Mira Okafor', 'Call four minutes late');
  writeFileSync(join(folder, 'src', 'board', 'late.css'), '.late { color: tomato; }\n');
  git('Mira Okafor', 'add', '--all');
  commit('Mira Okafor', 'Give late ferries their colour');
  git('Jonas Lind', 'checkout', 'delay-badges');
  writeFileSync(join(folder, 'README.md'), '# Ferry times\n\nThe next eight ferries, readable from across the hall.\n');
  commit('Jonas Lind', 'Say eight in the readme too');
  git('Jonas Lind', 'merge', '--no-ff', '-m', 'Merge branch late-badge', 'late-badge');
  git('Mira Okafor', 'checkout', '-b', 'map', 'HEAD~1');
  writeFileSync(join(folder, 'src', 'map', 'map.ts'), 'export const piers = [4, 5];\n');
  commit('Mira Okafor', 'Draw the piers');
  git('Jonas Lind', 'checkout', 'delay-badges');
  edit('soonest first. Times', 'soonest first, cancelled ones left out. Times');
  commit('Jonas Lind', 'Leave out cancelled ferries\n\nThe service sends them with a delay of -1.');
  edit(
    '    .filter((departure) => minutesUntil(departure, clock) >= 0)\n',
    '    .filter((departure) => minutesUntil(departure, clock) >= -1)\n',
  );
  edit('/** Whole minutes until the ferry leaves, its delay included. */\n', '');
  edit('const LATE_AFTER = 4;\n', 'const LATE_AFTER = 4;\nconst VERY_LATE_AFTER = 20;\n');
}

test('git in the editor and the log, in three themes', async () => {
  const project = await createFerryProject();
  makeHistory(project.path);
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await openFile(page, 'src/departures.ts');
    await expect(page.locator('.git-gutter').first()).toBeVisible();
    await page.locator('.git-gutter-modified').click();
    await expect(page.getByRole('region', { name: /^Change 1/ })).toBeVisible();
    await pictures(page, 'git-change');
    await page.locator('.git-peek').getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('Compare with what is staged');
    await page.getByRole('option').first().click();
    await expect(page.getByRole('toolbar', { name: 'Comparison' })).toContainText('3 changes');
    await pictures(page, 'git-comparison');
    await page.keyboard.press('Control+w');
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('Git log');
    await page.getByRole('option').first().click();
    await page.getByRole('option', { name: /Give late ferries/ }).click();
    await expect(page.getByRole('region', { name: 'Commit', exact: true })).toContainText('late.css');
    await pictures(page, 'git-log');
  } finally {
    await ide.close();
    await project.dispose();
  }
});

test('the merge editor, in three themes', async () => {
  const project = await createFerryProject();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Mira Okafor', '-c', 'user.email=mira@example.com', ...args], {
      cwd: project.path,
      stdio: 'pipe',
    });
  const path = join(project.path, 'src', 'departures.ts');
  const before = readFileSync(path, 'utf8');
  const edit = (limit: string, late: string) =>
    writeFileSync(path, before.replace('limit = 6', limit).replace('LATE_AFTER = 5', late));
  git('checkout', '-b', 'late-badge');
  edit('limit = 10', 'LATE_AFTER = 3');
  git('commit', '--all', '-m', 'Ten departures');
  git('checkout', 'delay-badges');
  edit('limit = 8', 'LATE_AFTER = 4');
  git('commit', '--all', '-m', 'Eight departures');
  try {
    git('merge', 'late-badge');
  } catch {
    // It stops at the conflict.
  }
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await expect(treeRow(page, 'src')).toBeVisible();
    await openFile(page, 'src/departures.ts');
    await expect(page.getByText('departures.ts has 2 conflicts.')).toBeVisible();
    await pictures(page, 'git-conflict');
    await page.getByRole('button', { name: 'Solve in the merge editor' }).click();
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('2 conflicts left');
    await pictures(page, 'git-merge');
  } finally {
    await ide.close();
    await project.dispose();
  }
});
