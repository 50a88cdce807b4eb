import { expect, test } from '@playwright/test';
import { launchIde } from '../../support/electron.ts';
import { createProject } from '../../support/projects.ts';
import { pictures } from '../../support/theme-pictures.ts';

test('the account’s menu and the sign-in with its code, in three themes', async () => {
  test.setTimeout(120_000);
  const project = await createProject({ 'ferry.ts': 'export const pier = 4;\n' });
  const ide = await launchIde({ folder: project.path });
  try {
    const page = ide.window;
    await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign in…' }).waitFor();
    await pictures(page, 'account-menu');
    await page.getByRole('menuitem', { name: 'Sign in…' }).click();
    await expect(page.getByRole('dialog', { name: 'Go on in your browser' })).toBeVisible({ timeout: 60_000 });
    await pictures(page, 'account');
  } finally {
    await ide.close();
    await project.dispose();
  }
});
