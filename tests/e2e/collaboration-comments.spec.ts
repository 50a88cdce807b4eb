import { expect, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { openFile, treeRow, waitForTextFocus } from '../support/editor.ts';
import { withMeeting } from '../support/meeting.ts';
import { joinSession, type PersonAtWork, startSession } from '../support/people.ts';

const lines = Array.from({ length: 30 }, (_, index) => `export const pier${index + 1} = ${index + 1};\n`);
const meeting = withMeeting({ 'src/ferry.ts': lines.join(''), 'README.md': '# Ferries\n' });
let ann: PersonAtWork;
let ben: PersonAtWork;

test.describe.configure({ timeout: 120_000 });
test.beforeEach(async () => {
  ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  await ann.page.keyboard.press('Escape');
  ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
});

test('a place is commented on, answered, resolved and found again, by keys alone', async () => {
  await openFile(ben.page, 'src/ferry.ts');
  await waitForTextFocus(ben.page);
  await ben.page.keyboard.press('Control+Home');
  await ben.page.keyboard.press('Shift+End');
  await ben.page.keyboard.press('Control+Alt+m');
  const begun = ben.page.getByRole('region', { name: 'Comments, Line 1' });
  await expect(begun.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();

  // What is begun is there again after the place was closed.
  await ben.page.keyboard.type('Why `pier1`, @an');
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Escape');
  await expect(begun).toHaveCount(0);
  await waitForTextFocus(ben.page);
  await ben.page.keyboard.press('Control+Alt+m');
  await expect(begun.getByRole('textbox', { name: 'Comment', exact: true })).toHaveValue('Why `pier1`, @an');
  await begun.getByRole('textbox', { name: 'Comment', exact: true }).press('End');
  await expect(ben.page.getByRole('option', { name: 'Ann' })).toBeVisible();
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('?');
  await expect(begun.getByRole('textbox', { name: 'Comment', exact: true })).toHaveValue('Why `pier1`, @Ann ?');
  await ben.page.keyboard.press('Control+Enter');
  const atBens = ben.page.getByRole('region', { name: 'Comments, Line 1' });
  await expect(atBens.getByRole('listitem')).toContainText('Why pier1, @Ann ?');
  await expect(atBens.getByRole('textbox', { name: 'Reply' })).toBeFocused();

  const notice = ann.page.getByRole('status').filter({ hasText: 'Ben mentioned you in src/ferry.ts' });
  await notice.getByRole('button', { name: 'Show' }).click();
  const atAnns = ann.page.getByRole('region', { name: 'Comments, Line 1' });
  await expect(atAnns.getByRole('listitem')).toContainText('Why pier1, @Ann ?');
  await expect(atAnns.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await ann.page.keyboard.type('It is the first.');
  await ann.page.keyboard.press('Control+Enter');
  await expect(atBens.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(ann.page);

  // It moves with its text.
  await ann.page.keyboard.press('Escape');
  await waitForTextFocus(ann.page);
  await ann.page.keyboard.press('Control+Home');
  await ann.page.keyboard.type('// Piers\n');
  await expect(ben.page.getByRole('region', { name: 'Comments, Line 2' })).toBeVisible();
  await ann.page.keyboard.press('Control+End');
  await ann.page.keyboard.press('Alt+F9');
  await expect(ann.page.getByRole('region', { name: 'Comments, Line 2' })).toBeVisible();
  await ann.page.getByRole('button', { name: 'Resolve' }).click();
  await expect(ben.page.getByText('resolved by Ann, just now, 2 comments')).toBeVisible();
  await ann.page.getByRole('button', { name: 'Reopen' }).click();
  await expect(ben.page.getByText('open, 2 comments')).toBeVisible();
});

test('the panel lists comments, says which are outdated, and the owner may delete them', async () => {
  await openFile(ben.page, 'src/ferry.ts');
  await waitForTextFocus(ben.page);
  await runCommand(ben.page, 'Show comments');
  await expect(ben.page.getByText('No comments yet.')).toBeVisible();
  await openFile(ben.page, 'src/ferry.ts');
  await waitForTextFocus(ben.page);
  for (const [line, text] of [
    ['5', 'fifth'],
    ['9', 'ninth'],
  ] as const) {
    await ben.page.keyboard.press('Control+g');
    await ben.page.keyboard.type(line);
    await ben.page.keyboard.press('Enter');
    await waitForTextFocus(ben.page);
    await ben.page.keyboard.press('Control+Alt+m');
    await expect(ben.page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
    await ben.page.keyboard.type(text);
    await ben.page.keyboard.press('Control+Enter');
    await expect(ben.page.getByRole('textbox', { name: 'Reply' }).first()).toBeFocused();
    await ben.page.keyboard.press('Escape');
    await waitForTextFocus(ben.page);
  }
  await runCommand(ann.page, 'Show comments');
  const list = ann.page.getByRole('listbox', { name: 'Comments' });
  await expect(list.getByRole('option')).toHaveCount(2);
  await expect(ann.page.getByRole('tab', { name: /^Comments ?2$/ })).toBeVisible();
  await expect(list).toBeFocused();
  await ann.page.keyboard.press('ArrowDown');
  await expect(ann.page.getByRole('tab', { name: /^Comments ?1$/ })).toBeVisible();
  await expectAccessible(ann.page);
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('region', { name: 'Comments, Line 5' })).toBeVisible();
  await expect(ann.page.locator('.comment-mark')).toHaveCount(2);

  await ben.page.keyboard.press('Control+a');
  await ben.page.keyboard.press('Delete');
  await expect(list.getByText('outdated')).toHaveCount(2);
  await list.getByRole('option').filter({ hasText: 'ninth' }).click();
  await expect(ann.page.locator('.comment-quote')).toHaveText('export const pier9 = 9;');
  await ann.page.getByRole('listitem').filter({ hasText: 'ninth' }).hover();
  await ann.page.getByRole('button', { name: 'More about the comment of Ben' }).click();
  await ann.page.getByRole('menuitem', { name: 'Delete comment' }).click();
  await ann.page.getByRole('button', { name: 'Delete comment' }).click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await runCommand(ann.page, 'Export comments as Markdown');
  await expect(ann.page.locator('.view-lines').first()).toContainText('Comments of');
});

test('the chat tells of mentions, and the activity of what was done', async () => {
  await runCommand(ann.page, 'Show chat');
  await expect(ann.page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await ann.page.keyboard.type('Hello @Ben');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('article')).toHaveText([/Hello @Ben/]);
  const notice = ben.page.getByRole('status').filter({ hasText: 'Ann mentioned you in the chat' });
  await notice.getByRole('button', { name: 'Show' }).click();
  await expect(ben.page.getByRole('article')).toContainText('Hello @Ben');
  await ben.page.keyboard.type('one');
  await ben.page.keyboard.press('Shift+Enter');
  await ben.page.keyboard.type('two');
  await ben.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('article')).toHaveCount(2);
  await expectAccessible(ann.page);
  await ben.page.getByRole('article').nth(1).hover();
  await ben.page.getByRole('button', { name: 'More about this message' }).click();
  await ben.page.getByRole('menuitem', { name: 'Delete message' }).click();
  await expect(ann.page.getByRole('article')).toHaveCount(1);

  await openFile(ben.page, 'src/ferry.ts');
  await waitForTextFocus(ben.page);
  await ben.page.keyboard.type('// Ben was here\n');
  await runCommand(ann.page, 'Show activity');
  const activity = ann.page.getByRole('listbox', { name: 'Activity' });
  await expect(activity.getByRole('option').first()).toContainText('Ben edited src/ferry.ts');
  await expect(activity).toContainText('Ben joined');
  await expectAccessible(ann.page);
});

test('what was said stays to be read and exported after the session has ended', async () => {
  await openFile(ben.page, 'src/ferry.ts');
  await waitForTextFocus(ben.page);
  await ben.page.keyboard.press('Control+Alt+m');
  await expect(ben.page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
  await ben.page.keyboard.type('Why this one?');
  await ben.page.keyboard.press('Control+Enter');
  await expect(ben.page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await runCommand(ben.page, 'Show chat');
  await expect(ben.page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await ben.page.keyboard.type('See the comment');
  await ben.page.keyboard.press('Enter');
  await runCommand(ann.page, 'Show chat');
  await expect(ann.page.getByText('See the comment').first()).toBeVisible();

  await runCommand(ann.page, 'End the session for everybody');
  await ann.page.getByRole('button', { name: 'End session' }).click();
  await expect(ben.page.getByText('You are not in', { exact: false })).toBeVisible({ timeout: 15_000 });
  for (const person of [ann, ben]) {
    await runCommand(person.page, 'Show chat');
    await expect(person.page.getByRole('article')).toContainText('See the comment');
    await expect(person.page.getByText('This session is over. What was said in it can be read.')).toBeVisible();
  }
  // From what is kept, too.
  await ben.page.reload();
  await expect(ben.page.getByText('This session is over. What was said in it can be read.')).toBeVisible();
  await expect(treeRow(ben.page, 'src')).toBeVisible();
  await runCommand(ben.page, 'Show comments');
  await ben.page.getByRole('option').filter({ hasText: 'Why this one?' }).click();
  await expect(ben.page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await expectAccessible(ben.page);
  await runCommand(ben.page, 'Export comments as Markdown');
  await expect(ben.page.locator('.view-lines').last()).toContainText('Why this one?');
});
