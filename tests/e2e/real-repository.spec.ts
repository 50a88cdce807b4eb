import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../scripts/repository.ts';
import { isUnsaved, openFile, shownText, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { runGit } from '../support/git-repository.ts';
import { previewedPage, previewPane, previewPort, showPreview } from '../support/preview.ts';
import type { TemporaryProject } from '../support/projects.ts';
import { isTaken } from '../support/taken-port.ts';
import { contested, makeZodRepository } from '../support/zod-repository.ts';

let project: TemporaryProject;
let ide: LaunchedIde;
let page: Page;

test.beforeEach(async () => {
  project = makeZodRepository();
  ide = await launchIde({ folder: project.path });
  page = ide.window;
  await page.getByRole('button', { name: 'Trust this folder' }).first().click();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

const git = (...args: string[]) => runGit(project.path, ...args);

/** What the compiler says of the whole project; nothing when all is well. */
async function typeCheck(): Promise<string> {
  const tsc = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', project.path, '--pretty', 'false']).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test('the sources of zod: a rename across 60 files still checks', async () => {
  const util = 'src/v4/core/util.ts';
  const lines = readFileSync(join(project.path, util), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.startsWith('export function joinValues')) + 1;
  // The compiler and the language server leave the tests out.
  const named = (name: string) =>
    git('grep', '--files-with-matches', '--word-regexp', name, '--', 'src', ':!*/tests/*').trim().split('\n');
  const users = named('joinValues');
  expect(users.length).toBeGreaterThan(50);
  await openFile(page, util);
  await waitForTextFocus(page);
  await expect(page.getByRole('button', { name: /^TypeScript [\d.]+ is ready$/ })).toBeVisible();
  await page.keyboard.press('Control+G');
  await page.keyboard.type(`${line}:18`);
  await page.keyboard.press('Enter');
  await waitForTextFocus(page);
  await page.keyboard.press('F2');
  const field = page.locator('.rename-box input');
  await expect(field).toBeVisible();
  await field.fill('joinLiterals');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Rename joinValues to joinLiterals' });
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => isUnsaved(page, util)).toBe(true);
  await page.keyboard.press('Control+s');
  await expect.poll(() => git('diff', '--name-only').trim().split('\n')).toEqual(users);
  expect(named('joinLiterals')).toEqual(users);
  expect(await typeCheck()).toBe('');
});

test('the sources of zod: a merge conflict is solved and committed', async () => {
  expect(() => git('merge', '--quiet', 'ids')).toThrow();
  await openFile(page, contested);
  await expect(page.getByText('regexes.ts has 1 conflict.')).toBeVisible();
  await page.getByRole('button', { name: 'Solve in the merge editor' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('1 conflict left');
  await result.getByRole('button', { name: 'Accept incoming' }).click();
  await expect(result).toContainText('No conflicts left');
  await result.getByRole('button', { name: 'Complete merge' }).click();
  await expect.poll(() => git('ls-files', '--unmerged')).toBe('');
  await page.getByRole('button', { name: /^Source control/ }).click();
  await page.getByRole('textbox', { name: 'Commit message' }).focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.scm-empty').getByText('No changes', { exact: true })).toBeVisible();
  expect(git('log', '-1', '--format=%s %P').trim().split(' ').slice(-2)).toEqual([
    git('rev-parse', 'main~1').trim(),
    git('rev-parse', 'ids').trim(),
  ]);
  expect(git('show', `HEAD:${contested}`)).toBe(git('show', `ids:${contested}`));
});

test('the sources of zod: over 1,000 matches replaced and taken back byte for byte, a dev server that follows edits', async () => {
  const ids = git('ls-files', '--stage');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const search = page.getByRole('textbox', { name: 'Search', exact: true });
  await search.fill('input');
  await page.keyboard.press('Enter');
  const status = page.locator('.search-status [role="status"]');
  const hits = git('grep', '--only-matching', '--ignore-case', 'input').trim().split('\n');
  const inFiles = new Set(hits.map((hit) => hit.slice(0, hit.indexOf(':')))).size;
  expect(hits.length).toBeGreaterThan(1000);
  const matches = hits.length.toLocaleString('en');
  await expect(status).toHaveText(`${matches} results in ${inFiles} files`);
  await page.keyboard.press('Control+Shift+h');
  await page.getByRole('textbox', { name: 'Replace', exact: true }).fill('entry');
  await page.keyboard.press('Control+Alt+Enter');
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Replace all', exact: true })
    .click();
  await expect(page.getByText(`${matches} matches in ${inFiles} files replaced`)).toBeVisible();
  expect(git('diff', '--name-only').trim().split('\n')).toHaveLength(inFiles);
  expect(() => git('grep', '--quiet', '--ignore-case', 'input')).toThrow();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText(`${inFiles} files are as before the replace`)).toBeVisible();
  git('add', '--all');
  expect(git('ls-files', '--stage')).toBe(ids);

  await showPreview(page);
  const shown = previewedPage(page);
  await expect(shown.getByRole('heading', { name: 'FERRY' })).toBeVisible({ timeout: 30_000 });
  const port = await previewPort(page);
  expect(await isTaken(port)).toBe(true);
  await page.getByRole('button', { name: 'Explorer', exact: true }).click();
  await openFile(page, 'word.ts');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.type("export const word = 'harbour';");
  await expect.poll(() => shownText(page)).toContain('harbour');
  await page.keyboard.press('Control+s');
  await expect(shown.getByRole('heading', { name: 'HARBOUR' })).toBeVisible();
  await previewPane(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Stop', exact: true }).click();
  await expect(previewPane(page).getByText('The preview is not running')).toBeVisible();
  expect(await isTaken(port)).toBe(false);
});
