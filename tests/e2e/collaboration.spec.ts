import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { openFile, shownText } from '../support/editor.ts';
import { loseNetwork } from '../support/lost-network.ts';
import { withMeeting } from '../support/meeting.ts';
import { joinSession, makeCode, startSession } from '../support/people.ts';

const meeting = withMeeting({
  '.gitignore': '.env\n',
  '.env': 'SECRET=1\n',
  'src/ferry.ts': 'export const pier = 4;\n',
  'notes.txt': 'one\r\ntwo\r\n',
});

test('two people edit one folder: files, text as it is typed, and what is saved', async () => {
  test.setTimeout(120_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  expect(code).toMatch(/^\w{4}(-\w{4}){4}$/);
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  await expect(ben.page.getByRole('treeitem', { name: 'notes.txt' })).toBeVisible();
  await expect(ben.page.getByRole('treeitem', { name: '.env', exact: true })).toHaveCount(0);
  await expect(ann.page.getByText('2 in session')).toBeVisible();

  await ben.page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await ben.page.locator('.monaco-editor .view-lines').first().click();
  await ben.page.keyboard.press('Control+End');
  await ben.page.keyboard.type('three');
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await expect(ann.page.locator('.view-lines').first()).toContainText('three');
  await ann.page.locator('.monaco-editor .view-lines').first().click();
  await ann.page.keyboard.press('Control+Home');
  await ann.page.keyboard.type('zero ');
  await expect(ben.page.locator('.view-lines').first()).toContainText('zero one');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'notes.txt'), 'utf8'), { timeout: 15_000 })
    .toBe('zero one\r\ntwo\r\nthree');
});

test('three people in three roles: each does what their role allows, and a new role holds at once', async () => {
  test.setTimeout(180_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  await startSession(ann);
  const forCommenters = await makeCode(ann, 'Commenter');
  const forViewers = await makeCode(ann, 'Viewer');
  await expectAccessible(ann.page);
  await ann.page.keyboard.press('Escape');
  const carl = await meeting.people.open('Carl');
  await joinSession(carl, forCommenters);
  const vera = await meeting.people.open('Vera');
  await joinSession(vera, forViewers);
  await expect(ann.page.getByText('3 in session')).toBeVisible({ timeout: 20_000 });

  for (const person of [ann, carl, vera]) await openFile(person.page, 'src/ferry.ts');
  for (const person of [carl, vera]) {
    await person.page.locator('.monaco-editor .view-lines').first().click();
    await person.page.keyboard.type('no');
  }
  const composer = carl.page.getByPlaceholder('Comment, or @mention someone');
  await expect(async () => {
    // Nothing to comment on is here before the text has come from Ann.
    if (!(await composer.isVisible())) await carl.page.keyboard.press('Control+Alt+m');
    await expect(composer).toBeFocused({ timeout: 2000 });
  }).toPass({ timeout: 15_000 });
  await carl.page.keyboard.type('Is it pier 4 on Sundays, too?');
  await carl.page.keyboard.press('Control+Enter');
  for (const person of [ann, vera]) {
    // The comment is on its way: the command finds it once it has arrived.
    await expect(async () => {
      await runCommand(person.page, 'Next comment');
      await expect(person.page.getByText('Is it pier 4 on Sundays, too?').first()).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 15_000 });
  }
  expect(await shownText(ann.page)).not.toContain('no');
  await expect(vera.page.getByPlaceholder('Reply, or @mention someone')).toHaveCount(0);

  await ann.page.getByRole('button', { name: 'Share', exact: true }).click();
  await ann.page.getByRole('button', { name: /^Role of Vera/ }).click();
  await ann.page.getByRole('menuitem', { name: 'Editor' }).click();
  await expect(ann.page.getByRole('button', { name: 'Role of Vera: Editor' })).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(vera.page.getByText('Ann made you an editor')).toBeVisible();
  await expect(async () => {
    await vera.page.locator('.monaco-editor .view-lines').first().click();
    await vera.page.keyboard.press('Control+Home');
    await vera.page.keyboard.type('// Vera\n');
    expect(await shownText(ann.page)).toContain('// Vera');
  }).toPass({ timeout: 15_000 });

  await runCommand(ann.page, 'Remove somebody');
  await ann.page.getByRole('option', { name: /Carl/ }).click();
  await ann.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(carl.page.getByText('The owner has removed you', { exact: false })).toBeVisible({ timeout: 15_000 });
  await expect(ann.page.getByText('2 in session')).toBeVisible();
});

test('following somebody, a restored version, and a code that is revoked', async () => {
  test.setTimeout(180_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  await ann.page.keyboard.press('Escape');
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  await openFile(ann.page, 'notes.txt');
  await runCommand(ann.page, 'Save a version');
  await ann.page.getByRole('dialog').getByRole('textbox').fill('As it was');
  await ann.page.keyboard.press('Enter');

  await runCommand(ben.page, 'Follow a person');
  await ben.page.getByRole('option', { name: /Ann/ }).click();
  await openFile(ann.page, 'src/ferry.ts');
  await ann.page.locator('.monaco-editor .view-lines').first().click();
  await expect(ben.page.getByRole('tab', { name: /ferry.ts/ })).toBeVisible({ timeout: 15_000 });
  await ben.page.keyboard.press('Escape');

  await ann.page.keyboard.press('Control+End');
  await ann.page.keyboard.type('export const late = true;');
  await expect.poll(() => shownText(ben.page)).toContain('late');
  await runCommand(ann.page, 'Show versions');
  await ann.page.getByText('As it was').first().click({ button: 'right' });
  await ann.page
    .getByRole('menuitem', { name: /Restore/ })
    .first()
    .click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect.poll(() => shownText(ben.page), { timeout: 15_000 }).not.toContain('late');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'src/ferry.ts'), 'utf8'), { timeout: 15_000 })
    .toBe('export const pier = 4;\n');

  await ann.page.getByRole('button', { name: 'Share', exact: true }).click();
  await ann.page.getByRole('button', { name: /^Revoke the code/ }).click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(ben.page.getByText('Your code has been revoked', { exact: false })).toBeVisible({ timeout: 15_000 });
  await expect(ann.page.getByText('1 in session')).toBeVisible();
  const carl = await meeting.people.open('Carl');
  await runCommand(carl.page, 'Join a session');
  await carl.page.getByLabel('Session code or link').fill(code);
  await carl.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(carl.page.getByText('This code has been revoked. Ask for a new one.')).toBeVisible({ timeout: 20_000 });
});

test('the waiting room: nobody sees a file before the owner has let them in', async () => {
  test.setTimeout(120_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  await startSession(ann);
  await ann.page.getByRole('switch', { name: 'Waiting room' }).click();
  await ann.page.getByRole('button', { name: 'Make a code' }).click();
  const code = (await ann.page.getByRole('status', { name: 'Session code' }).textContent()) ?? '';
  const gus = await meeting.people.open('Gus');
  await runCommand(gus.page, 'Join a session');
  await gus.page.getByLabel('Session code or link').fill(code);
  await gus.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(gus.page.getByText('You wait until the owner lets you in.')).toBeVisible({ timeout: 20_000 });
  // Ann goes on with something else meanwhile.
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByRole('button', { name: /1 person waits to be let in/ })).toBeVisible();
  await runCommand(ann.page, 'Show the session');
  await expect(ann.page.getByRole('region', { name: 'Waiting to join' }).getByText('Gus')).toBeVisible();
  await expectAccessible(ann.page);
  const notice = ann.page.getByRole('status').filter({ hasText: 'Gus waits to be let in' });
  await notice.getByRole('button', { name: 'Admit' }).click();
  await expect(gus.page.getByText('2 in session')).toBeVisible({ timeout: 20_000 });
  await expect(gus.page.getByRole('treeitem', { name: 'notes.txt' })).toBeVisible();
});

test('what is wrong with a code is said where it is typed', async () => {
  const ben = await meeting.people.open('Ben', meeting.project.path);
  await runCommand(ben.page, 'Join a session');
  const field = ben.page.getByLabel('Session code or link');
  for (const [typed, said] of [
    ['ABCD', 'A code has five groups of four letters and digits.'],
    ['7KQ2-M4XD-9RTW-B3HN-2F6D', 'Something in the code is mistyped. Look at it once more.'],
  ] as const) {
    await field.fill(typed);
    await ben.page.keyboard.press('Enter');
    await expect(ben.page.getByRole('dialog').getByRole('alert')).toHaveText(said);
  }
  await expectAccessible(ben.page);
  await ben.page.keyboard.press('Escape');
  await expect(field).toBeHidden();
});

test('who loads their window anew is back in the session, with what was typed meanwhile', async () => {
  test.setTimeout(120_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  await ann.page.keyboard.press('Escape');
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  await openFile(ann.page, 'src/ferry.ts');
  await openFile(ben.page, 'src/ferry.ts');
  await ben.page.reload();
  await ann.page.locator('.monaco-editor .view-lines').first().click();
  await ann.page.keyboard.press('Control+End');
  await ann.page.keyboard.type('// meanwhile');
  await expect(ben.page.getByText('2 in session')).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => shownText(ben.page), { timeout: 20_000 }).toContain('// meanwhile');
  await ann.page.reload();
  await expect(ann.page.getByText('2 in session')).toBeVisible({ timeout: 30_000 });
  await ben.page.locator('.monaco-editor .view-lines').first().click();
  await ben.page.keyboard.press('Control+End');
  await ben.page.keyboard.type(' and after');
  await expect.poll(() => shownText(ann.page), { timeout: 20_000 }).toContain('// meanwhile and after');
});

test('a lost network: both go on, and what they did apart is merged when it is back', async () => {
  test.setTimeout(180_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  await ann.page.keyboard.press('Escape');
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  for (const person of [ann, ben]) {
    await openFile(person.page, 'src/ferry.ts');
    await person.page.locator('.monaco-editor .view-lines').first().click();
  }
  const lost = await loseNetwork();
  try {
    await ben.page.keyboard.press('Control+End');
    await ben.page.keyboard.type('// Ben, alone\n');
    await ann.page.keyboard.press('Control+Home');
    await ann.page.keyboard.type('// Ann, alone\n');
    await expect(ben.page.getByText(/changes? waits?/)).toBeVisible({ timeout: 30_000 });
    expect(await shownText(ann.page)).not.toContain('Ben, alone');
    await expect(ann.page.getByText('1 in session')).toBeVisible({ timeout: 60_000 });
    await ben.page.keyboard.type('// Ben, still alone\n');
  } finally {
    await lost.restore();
  }
  const whole = '// Ann, alone\nexport const pier = 4;\n// Ben, alone\n// Ben, still alone\n';
  for (const person of [ann, ben]) {
    await expect(person.page.getByText('2 in session')).toBeVisible({ timeout: 60_000 });
    // What comes in above leaves the view where it is.
    await person.page.keyboard.press('Control+Home');
    await expect.poll(() => shownText(person.page), { timeout: 20_000 }).toBe(whole);
  }
});
