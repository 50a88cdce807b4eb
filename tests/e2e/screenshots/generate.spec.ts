import { expect, test } from '@playwright/test';
import { runCommand } from '../../support/customize.ts';
import { launchIde } from '../../support/electron.ts';
import { boardFiles, filesAnswer, planOf } from '../../support/generated-project.ts';
import { startModelServer } from '../../support/model-server.ts';
import { pictures } from '../../support/theme-pictures.ts';

test('a prompt, its plan, and the project as it is written, in three themes', async () => {
  test.setTimeout(180_000);
  const server = await startModelServer({ models: ['qwen3-coder'] });
  const ide = await launchIde({ env: { FLASHFUSION_MODEL_PORTS: 'ollama=1,lmstudio=1,llamacpp=1' } });
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  try {
    const page = ide.window;
    await page.getByRole('treeitem', { name: 'package.json' }).waitFor();
    await page.locator('.editor-area .view-lines').first().waitFor();
    await runCommand(page, 'Close folder');
    await page.getByRole('heading', { name: 'FlashFusion' }).waitFor();
    await runCommand(page, 'Manage models');
    await page.getByRole('button', { name: 'Add an address' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect a model' });
    await dialog.getByLabel('Address').fill(server.baseUrl);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Describe what you want to build/ }).click();
    await pictures(page, 'generate-prompt');
    await page
      .getByRole('textbox', { name: 'What do you want to build?' })
      .fill('A departure board for our ferry pier: next six ferries, delays in minutes, readable from across the hall');
    server.script(
      { text: JSON.stringify(planOf(boardFiles)) },
      { text: filesAnswer(boardFiles), pieces: 20, holdAfter: { pieces: 36, until } },
    );
    await page.getByRole('button', { name: 'Make a plan' }).click();
    await page.getByRole('heading', { name: 'What gets built' }).waitFor();
    await pictures(page, 'generate-plan');
    await page.getByRole('button', { name: 'Write the project' }).click();
    await expect(page.getByRole('treeitem', { name: /^departures\.js.*done$/ })).toBeVisible();
    await expect(page.locator('.generate-code .view-lines')).toContainText('import');
    await pictures(page, 'generate-run');
    release();
    await expect(page.getByText('Every file parses, passed')).toBeVisible({ timeout: 20_000 });
    await page.getByRole('radio', { name: 'Preview' }).click();
    await expect(page.frameLocator('.generate-preview').getByText('14:20 Vaxholm')).toBeVisible();
    await pictures(page, 'generate-preview');
  } finally {
    release();
    await ide.close();
    await server.close();
  }
});
