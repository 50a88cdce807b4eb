import { expect, type Locator, type Page } from '@playwright/test';

/** Connects a server by its address, as a person does, of which `model` answers from then on: the only one, or the one that is chosen. */
export async function connectModel(page: Page, baseUrl: string, model = 'test-model', choose = false): Promise<void> {
  await openAssistant(page);
  await page.getByRole('button', { name: /^Add a key/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect a model' });
  await dialog.getByRole('radio', { name: 'Another server' }).or(dialog.getByText('Another server')).first().click();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(baseUrl);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  if (choose) {
    await page
      .getByRole('option', { name: new RegExp(`^${model}\\b`) })
      .first()
      .click();
  }
  await expect(page.getByRole('button', { name: new RegExp(`^Model: ${model}`) })).toBeVisible();
}

/** Opens the panel with its own key. */
export async function openAssistant(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(composer(page)).toBeFocused();
}

export function composer(page: Page): Locator {
  return page.locator('[data-assistant-composer]');
}

/** The messages that are shown, first one first. */
export function turns(page: Page): Locator {
  return page.locator('.assistant-turn');
}

/** Sends a message from the composer. */
export async function ask(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Resolves once the model has said all. */
export async function answered(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
}

/** An answer of one SEARCH/REPLACE edit for each of these changes. */
export function editAnswer(edits: readonly { path: string; search: string; replace: string }[]): string {
  const blocks = edits.map(
    ({ path, search, replace }) =>
      `${path}\n\`\`\`ts\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``,
  );
  return ['I changed what you asked for.', ...blocks].join('\n\n');
}
