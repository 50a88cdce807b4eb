import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';

test('the workbench and its settings in German', async () => {
  const project = await createFerryProject();
  const userData = await mkdtemp(join(tmpdir(), 'flashfusion-language-'));
  await mkdir(join(userData, 'user'), { recursive: true });
  await writeFile(join(userData, 'user', 'settings.json'), '{ "workbench.language": "de" }\n');
  const ide = await launchIde({ folder: project.path, userData });
  const { window: page } = ide;
  const picture = (name: string) =>
    page.screenshot({
      path: join(repositoryRoot, 'docs', 'pictures', `${name}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  try {
    await page.getByRole('treeitem', { name: 'src' }).waitFor();
    await page.getByRole('button', { name: 'Konto', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Anmelden…' }).waitFor();
    await picture('german-workbench');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+,');
    await page.getByLabel('Einstellungen durchsuchen').waitFor();
    await picture('german-settings');
    await page.keyboard.press('Control+Shift+g');
    await page.keyboard.press('Control+Shift+p');
    await page.getByRole('combobox').fill('git');
    await page.getByRole('option').first().waitFor();
    await picture('german-palette');
  } finally {
    await ide.close();
    await project.dispose();
    await rm(userData, { recursive: true, force: true });
  }
});
