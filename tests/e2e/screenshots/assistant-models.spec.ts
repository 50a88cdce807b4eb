import { test } from '@playwright/test';
import { runCommand } from '../../support/customize.ts';
import { launchIde } from '../../support/electron.ts';
import { startModelServer } from '../../support/model-server.ts';
import { createProject } from '../../support/projects.ts';
import { pictures } from '../../support/theme-pictures.ts';

test('the first card, the models, the picker, usage and prompt templates, in three themes', async () => {
  test.setTimeout(180_000);
  const server = await startModelServer({
    models: ['qwen3-coder', 'llama-4', 'gpt-oss'],
    title: 'What the ferry does',
  });
  const project = await createProject({ 'ferry.ts': 'export const pier = 4;\n' });
  const env = { FLASHFUSION_MODEL_PORTS: `ollama=${server.port},lmstudio=1,llamacpp=1` };
  const ide = await launchIde({ folder: project.path, env });
  try {
    const page = ide.window;
    await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
    await page.getByRole('treeitem', { name: 'ferry.ts' }).press('Enter');
    await page.keyboard.press('Control+k');
    const card = page.getByRole('region', { name: 'No model is connected' });
    await card.getByRole('button', { name: 'Connect to one on this machine' }).click();
    await card.getByRole('button', { name: 'Connect Ollama' }).waitFor();
    await pictures(page, 'models-first-card');
    await card.getByRole('button', { name: 'Connect Ollama' }).click();
    const model = page.getByRole('complementary', { name: 'Assistant' }).getByRole('button', { name: /^Model: / });
    await model.filter({ hasText: 'qwen3-coder' }).waitFor();
    await model.click();
    await page.getByRole('option', { name: /llama/ }).waitFor();
    await pictures(page, 'models-picker');
    await page.keyboard.press('Escape');
    for (const [question, prompt, completion] of [
      ['What is pier?', 1840, 320],
      ['Where is it used?', 2410, 180],
      ['Name it better', 2960, 540],
    ] as const) {
      server.script({ text: `${question} The number of the pier.`, usage: { prompt, completion } });
      await page.getByLabel('Your message').fill(question);
      await page.keyboard.press('Enter');
      await page.getByText(`${question} The number of the pier.`).waitFor();
    }
    await runCommand(page, 'Manage models');
    await page.getByRole('list', { name: 'On this machine' }).getByText('Connected').waitFor();
    await pictures(page, 'models');
    await runCommand(page, 'Show usage');
    await page.getByRole('radio', { name: 'Tokens' }).click();
    await pictures(page, 'usage');
    await runCommand(page, 'Edit prompt templates');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await page
      .getByRole('textbox', { name: 'Text', exact: true })
      .fill('Explain {{selection}} from {{file}} to {{audience}}.\n\nIts problems:\n{{problems}}\n');
    await pictures(page, 'prompt-templates');
  } finally {
    await ide.close();
    await server.close();
    await project.dispose();
  }
});
