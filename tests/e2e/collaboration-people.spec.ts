import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { withMeeting } from '../support/meeting.ts';
import { joinSession, startSession } from '../support/people.ts';

const lines = Array.from({ length: 120 }, (_, line) => `export const pier${line + 1} = ${line + 1};`);
const path = 'src/ferry.ts';

const meeting = withMeeting({ [path]: `${lines.join('\n')}\n`, 'README.md': '# Ferries\n' });

const cursorPlace = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /^Ln \d/ });

/** Runs a command that asks whom it is about, and answers that. */
async function runAbout(page: Page, command: string, ...answers: readonly string[]): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(command);
  await page.getByRole('option', { name: command }).first().click();
  for (const answer of answers) await page.getByRole('option', { name: answer }).first().click();
}

test('people see each other in a file, follow, take back their own, and are told why they may not write', async () => {
  test.setTimeout(180_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  await ann.page.keyboard.press('Escape');
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  await expect(ann.page.getByText('2 in session')).toBeVisible();
  for (const { page } of [ann, ben]) {
    await openFile(page, path);
    await waitForTextFocus(page);
  }

  // Where Ben is, in Ann's text, tree and tab.
  await ben.page.keyboard.press('Control+Home');
  await ben.page.keyboard.press('ArrowDown');
  await ben.page.keyboard.press('End');
  await expect(ann.page.locator('.person-caret')).toHaveCount(1);
  await expect(ann.page.locator('.person-name')).toHaveText('Ben');
  await expect(treeRow(ann.page, path)).toHaveAccessibleName(/in view of Ben/);
  await expect(tab(ann.page, path)).toHaveAccessibleName(/in view of Ben/);

  // Each takes back their own.
  await ann.page.keyboard.press('Control+Home');
  await ann.page.keyboard.type('// Ann');
  await ann.page.keyboard.press('Enter');
  await ben.page.keyboard.type(' // Ben');
  await expect(ann.page.getByText('Ben is typing')).toBeVisible();
  await expect
    .poll(() => shownText(ann.page))
    .toContain('// Ann\nexport const pier1 = 1;\nexport const pier2 = 2; // Ben');
  // What Ben writes stays where it was before his eyes, with a line more above it.
  await expect(cursorPlace(ben.page)).toHaveText(/^Ln 3,/);
  if (process.env.FLASHFUSION_PICTURES) {
    await mkdir(process.env.FLASHFUSION_PICTURES, { recursive: true });
    await ben.page.keyboard.press('Shift+Home');
    await expect(ann.page.locator('.person-selection')).toHaveCount(1);
    await ann.page.screenshot({ path: join(process.env.FLASHFUSION_PICTURES, 'people.png') });
    await ben.page.keyboard.press('End');
  }
  for (let step = 0; step < 4; step += 1) await ben.page.keyboard.press('Control+Z');
  await expect.poll(() => shownText(ann.page)).toContain('// Ann\nexport const pier1 = 1;\nexport const pier2 = 2;\n');
  for (let step = 0; step < 4; step += 1) await ben.page.keyboard.press('Control+Shift+Z');
  await expect.poll(() => shownText(ann.page)).toContain('pier2 = 2; // Ben');
  for (let step = 0; step < 4; step += 1) await ann.page.keyboard.press('Control+Z');
  await expect(cursorPlace(ben.page)).toHaveText(/^Ln 2,/);
  await expect.poll(() => shownText(ben.page)).not.toContain('Ann');
  expect(await shownText(ben.page)).toContain('pier2 = 2; // Ben');

  // Ann goes where Ben goes, and Ben knows.
  await runAbout(ann.page, 'Follow a person', 'Ben');
  await expect(ann.page.locator('.following-label')).toHaveText('Following Ben. Esc stops');
  await expect(ben.page.getByText('Ann follows you')).toBeVisible();
  await ben.page.keyboard.press('Control+End');
  await expect.poll(() => shownText(ann.page)).toContain('pier120 = 120;');
  if (process.env.FLASHFUSION_PICTURES) {
    await ann.page.screenshot({ path: join(process.env.FLASHFUSION_PICTURES, 'following.png') });
    await ben.page.screenshot({ path: join(process.env.FLASHFUSION_PICTURES, 'followed.png') });
  }
  await openFile(ben.page, 'README.md');
  await expect(tab(ann.page, 'README.md')).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.locator('.following-label')).toHaveCount(0);
  await expect(ben.page.getByText('Ann follows you')).toHaveCount(0);
  await runAbout(ann.page, 'Go to a person', 'Ben');

  // Ben may read from now on.
  await runAbout(ann.page, 'Give somebody another role', 'Ben', 'Viewer');
  await waitForTextFocus(ben.page);
  const reason = 'You can read this session, not change it. Ask Ann to make you an editor.';
  await expect(async () => {
    await ben.page.keyboard.type('x');
    await expect(ben.page.getByRole('tabpanel').getByText(reason)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  if (process.env.FLASHFUSION_PICTURES) {
    await ben.page.screenshot({ path: join(process.env.FLASHFUSION_PICTURES, 'reader.png') });
  }
  const before = await shownText(ben.page);
  await ben.page.keyboard.type('yz');
  expect(await shownText(ben.page)).toBe(before);
});
