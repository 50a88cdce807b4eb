import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { testBrowser } from '../support/browser.ts';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let ide: LaunchedIde;
let page: Page;

test.beforeEach(async () => {
  project = await createProject({ 'ferry.ts': 'export const pier = 4;\n' });
  ide = await launchIde({ folder: project.path, env: { BROWSER: '/bin/true', FLASHFUSION_PASSPHRASE: 'tests only' } });
  page = ide.window;
  await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

const accountButton = () => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: /^Account/ });

test('signing up on the page and approving the code there signs the IDE in; sessions are listed; signing out', async () => {
  test.setTimeout(120_000);
  await accountButton().click();
  await expect(page.getByText('Not signed in')).toBeVisible();
  await page.getByRole('menuitem', { name: 'Sign in…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go on in your browser' });
  await dialog.waitFor({ timeout: 60_000 });
  const code = (await dialog.getByLabel('Code').textContent()) ?? '';
  expect(code).toMatch(/^\w{4}-\w{4}$/);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  const link = await ide.readClipboard();
  expect(link).toContain('/device?user_code=');

  // Without script, as the page must work too.
  const context = await (await testBrowser()).newContext({ javaScriptEnabled: false });
  const browser = await context.newPage();
  const checkPage = async () => {
    const scripted = await (await testBrowser()).newContext({ storageState: await context.storageState() });
    const twin = await scripted.newPage();
    await twin.goto(browser.url());
    for (const colorScheme of ['light', 'dark'] as const) {
      await twin.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: twin }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
    await scripted.close();
  };
  await browser.goto(link);
  await expect(browser).toHaveTitle('Sign in – FlashFusion');
  await checkPage();
  await browser.getByLabel('E-mail address').fill('ada@example.com');
  await browser.getByLabel('Password').fill('not there yet at all');
  await browser.getByRole('button', { name: 'Sign in' }).click();
  await expect(browser.getByRole('alert')).toContainText('do not belong together');
  await browser.getByRole('link', { name: 'Create one' }).click();
  await checkPage();
  await browser.getByLabel('Name').fill('Ada <Quay>');
  await browser.getByLabel('E-mail address').fill('ada@example.com');
  await browser.getByLabel('Password').fill('a long enough phrase');
  await browser.getByRole('button', { name: 'Create account' }).click();
  await expect(browser.getByText(code)).toBeVisible();
  await expect(browser.getByText('Ada <Quay>')).toBeVisible();
  await checkPage();
  await browser.getByRole('button', { name: 'Let it in' }).click();
  await expect(browser).toHaveTitle('FlashFusion is signed in – FlashFusion');

  await expect(dialog).toBeHidden({ timeout: 20_000 });
  await expect(accountButton()).toHaveAccessibleName('Account: Ada <Quay>');
  await accountButton().click();
  await page.getByRole('menuitem', { name: 'Where you are signed in…' }).click();
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText('This desktop');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'End Chrome' }).click();
  await expect(sessions).toHaveCount(1);
  await page.keyboard.press('Escape');
  await browser.goto(new URL('/device', link).href);
  await expect(browser).toHaveTitle('Sign in – FlashFusion');
  await context.close();

  await runCommand(page, 'Sign out');
  await expect(accountButton()).toHaveAccessibleName('Account');
});
