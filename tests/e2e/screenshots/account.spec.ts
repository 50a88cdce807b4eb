import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createProject } from '../../support/projects.ts';

test('the sign-in with its code', async () => {
  test.setTimeout(120_000);
  const project = await createProject({ 'ferry.ts': 'export const pier = 4;\n' });
  const ide = await launchIde({ folder: project.path });
  try {
    const page = ide.window;
    await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign in…' }).click();
    await expect(page.getByRole('dialog', { name: 'Go on in your browser' })).toBeVisible({ timeout: 60_000 });
    await page.screenshot({
      path: join(repositoryRoot, 'docs', 'pictures', 'account-dark.png'),
      animations: 'disabled',
    });
  } finally {
    await ide.close();
    await project.dispose();
  }
});
