import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { expect, type Page, test } from '@playwright/test';
import { answered, ask, composer, connectModel, editAnswer, openAssistant, turns } from '../support/assistant-panel.ts';
import { axe } from '../support/axe.ts';
import { openFile, shownText } from '../support/editor.ts';
import { launchIde } from '../support/electron.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { settledColours } from '../support/settled-colours.ts';

const files = {
  // Far enough apart that two changes of it are two hunks.
  'src/board.ts': `export const rows = 6;\n${'\n// kept as it is\n'.repeat(5)}\nexport function title() {\n  return "Ferries";\n}\n`,
  'src/pier.ts': 'export const pier = 4;\n\nexport const name = "North";\n',
  'README.md': '# Ferries\n',
};

interface Stage {
  readonly page: Page;
  readonly project: TemporaryProject;
  readonly server: ModelServer;
}

async function withModel(work: (stage: Stage) => Promise<void>): Promise<void> {
  const project = await createProject(files);
  const server = await startModelServer({ title: 'About ferries' });
  const ide = await launchIde({ folder: project.path });
  const page = ide.window;
  try {
    await page.getByRole('tree', { name: 'Files' }).getByRole('treeitem').first().waitFor();
    await connectModel(page, server.baseUrl);
    await work({ page, project, server });
  } finally {
    await ide.close();
    await server.close();
    await project.dispose();
  }
}

test('asks, streams, stops and continues', async () => {
  await withModel(async ({ page, server }) => {
    let goOn = () => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    server.script({ text: 'The board shows **six** ferries at a time.', pieces: 4, holdAfter: { pieces: 3, until } });
    await ask(page, 'What does the board show?');
    await expect(turns(page).nth(1)).toContainText('The board');
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await answered(page);
    goOn();
    await expect(turns(page).nth(1)).toContainText('Stopped');
    server.script({ text: ' Six of them.' });
    await turns(page).nth(1).getByRole('button', { name: 'Continue' }).click();
    await expect(turns(page).nth(1)).toContainText('Six of them.');
    await answered(page);
    await expect(page.getByRole('heading', { name: 'About ferries' })).toBeVisible();
    await expect(composer(page)).toHaveValue('');
  });
});

test('renders Markdown as text of the page, and nothing of it as markup', async () => {
  await withModel(async ({ page, server }) => {
    const text =
      '## Steps\n\n1. *Open* `board.ts`\n2. <img src=x onerror="document.title=\'owned\'">\n\n![a picture](http://127.0.0.1:9/pixel.png)\n\n```ts\nconst answer = 42;\n```\n\n[docs](https://example.org/docs)';
    server.script({ text });
    await ask(page, 'How?');
    await answered(page);
    const answer = turns(page).nth(1);
    await expect(answer.getByRole('heading', { name: 'Steps' })).toBeVisible();
    await expect(answer.locator('img')).toHaveCount(0);
    await expect(answer).toContainText('Image: a picture');
    await expect(answer).toContainText('<img src=x');
    await expect(answer.locator('pre span[class^="mtk"]').first()).toBeVisible();
    await answer.getByRole('link', { name: 'docs' }).click();
    await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toContainText('https://example.org/docs');
    await page.keyboard.press('Escape');
    await openFile(page, 'README.md');
    await answer.getByRole('button', { name: 'Insert at the cursor' }).click();
    await expect.poll(() => shownText(page)).toContain('const answer = 42;');
  });
});

test('reviews hunks: keeps two, undoes one, then undoes the whole turn', async () => {
  await withModel(async ({ page, project, server }) => {
    const read = (path: string) => readFile(join(project.path, path), 'utf8');
    server.script({
      text: editAnswer([
        { path: 'src/board.ts', search: 'export const rows = 6;', replace: 'export const rows = 8;' },
        { path: 'src/board.ts', search: '  return "Ferries";', replace: '  return "Departures";' },
        { path: 'src/pier.ts', search: 'export const pier = 4;', replace: 'export const pier = 5;' },
      ]),
    });
    await ask(page, 'Change three things');
    await answered(page);
    const hunks = page.locator('[data-hunk]');
    await expect(hunks).toHaveCount(3);
    await expect(page.getByText('3 of 3 hunks left')).toBeVisible();
    await expect(turns(page).nth(1)).not.toContainText('SEARCH');
    await hunks.nth(0).focus();
    await page.keyboard.press('y');
    await expect(page.getByText('2 of 3 hunks left')).toBeVisible();
    await expect.poll(() => read('src/board.ts')).toContain('rows = 8');
    await page.keyboard.press('ArrowDown');
    await expect(hunks.nth(1)).toBeFocused();
    await page.keyboard.press('n');
    await expect(page.getByText('1 of 3 hunks left')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('hunks left')).toHaveCount(0);
    await expect.poll(() => read('src/pier.ts')).toContain('pier = 5');
    expect(await read('src/board.ts')).toBe(files['src/board.ts'].replace('rows = 6', 'rows = 8'));
    await turns(page).nth(1).getByRole('button', { name: 'More of this answer' }).click();
    await page.getByRole('menuitem', { name: 'Undo this turn, files and chat' }).click();
    await expect.poll(() => read('src/board.ts')).toBe(files['src/board.ts']);
    await expect.poll(() => read('src/pier.ts')).toBe(files['src/pier.ts']);
    await expect(composer(page)).toHaveValue('Change three things');
    await expect(turns(page)).toHaveCount(0);
  });
});

test('edits an earlier message as a branch, and switches between branches', async () => {
  await withModel(async ({ page, server }) => {
    server.script({ text: 'First answer.' }, { text: 'Second answer.' }, { text: 'Another answer.' });
    await ask(page, 'First question');
    await answered(page);
    await expect(turns(page).nth(1)).toContainText('First answer.');
    await ask(page, 'Second question');
    await expect(turns(page).nth(3)).toContainText('Second answer.');
    await answered(page);
    await turns(page).nth(0).getByRole('button', { name: 'Edit and ask again' }).click();
    const field = page.getByRole('textbox', { name: 'Your message, changed' });
    await expect(field).toBeFocused();
    await field.fill('Other question');
    await field.press('Enter');
    await expect(turns(page).nth(1)).toContainText('Another answer.');
    await answered(page);
    await expect(turns(page)).toHaveCount(2);
    await expect(turns(page).nth(0)).toContainText('2/2');
    await turns(page).nth(0).getByRole('button', { name: 'Branch before' }).click();
    await expect(turns(page)).toHaveCount(4);
    await expect(turns(page).nth(3)).toContainText('Second answer.');
    await expect(turns(page).nth(0)).toContainText('1/2');
  });
});

test('says what went wrong where the answer would be, with what to do', async () => {
  await withModel(async ({ page, server }) => {
    server.script({ error: { status: 401 } });
    await ask(page, 'Hello');
    await expect(turns(page).nth(1).getByRole('alert')).toBeVisible();
    await expect(turns(page).nth(1).getByRole('button', { name: 'Change the key' })).toBeVisible();
    server.script({ error: { status: 429, headers: { 'retry-after': '30' } } });
    await turns(page).nth(1).getByRole('button', { name: 'Try again' }).click();
    await expect(
      turns(page)
        .nth(1)
        .getByRole('button', { name: /Try again in \d+ s/ }),
    ).toBeDisabled();
    server.script({ text: 'Half of an answer that is cut', pieces: 5, cutAfter: 3 });
    await page.getByRole('button', { name: 'New conversation' }).click();
    await ask(page, 'Again');
    const answer = turns(page).nth(1);
    await expect(answer.getByRole('alert')).toBeVisible();
    await expect(answer).toContainText('Half of an');
    server.script({ text: ' and goes on.' });
    await answer.getByRole('button', { name: 'Continue' }).click();
    await expect(answer).toContainText('and goes on.');
    await answered(page);
    await expect(answer.getByRole('alert')).toHaveCount(0);
  });
});

test('works with the keyboard alone, and shows what would be sent', async () => {
  await withModel(async ({ page, server }) => {
    await openFile(page, 'src/board.ts');
    await openAssistant(page);
    await page.keyboard.type('Look at @pie');
    const options = page.getByRole('option');
    await expect(options.filter({ hasText: 'pier.ts' }).first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue('Look at @pier.ts ');
    await expect(page.getByRole('list', { name: 'Attached' })).toContainText('pier.ts');
    const tokens = page.getByRole('button', { name: /^Context: / });
    await tokens.focus();
    await page.keyboard.press('Enter');
    const context = page.getByRole('region', { name: 'Context' });
    const row = context.locator('[data-part]').filter({ hasText: 'board.ts' }).first();
    await row.focus();
    await page.keyboard.press('Delete');
    await expect(context.getByText('left out')).toBeVisible();
    await composer(page).focus();
    await page.keyboard.press('Enter');
    await answered(page);
    await expect(turns(page).nth(1)).toContainText('Hello from test-model');
    const request = server
      .chats()
      .find(({ text }) => text.includes('Look at @pier.ts') && !text.includes('Name the conversation'));
    expect(request?.text).toContain('pier = 4');
    expect(request?.text).not.toContain('kept as it is');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(composer(page)).toHaveCount(0);
    await openAssistant(page);
    await page.keyboard.press('Control+k');
    await expect(composer(page)).toHaveCount(0);
    // The chords go on working.
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' }).first()).toBeVisible();
  });
});

test('takes up a template with /, sends pinned files with every message, and is as it was after a reload', async () => {
  await withModel(async ({ page, server }) => {
    await page.keyboard.type('/');
    const templates = page.getByRole('listbox', { name: 'Prompt templates' });
    await expect(templates.getByRole('option')).toHaveCount(7);
    await page.keyboard.press('Escape');
    await expect(templates).toHaveCount(0);
    await openFile(page, 'README.md');
    await openAssistant(page);
    await page.keyboard.type('test');
    await expect(templates.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue(/test[\s\S]*README\.md/i);

    await composer(page).fill('');
    await page.keyboard.type('Count the @pie');
    await expect(page.getByRole('option').filter({ hasText: 'pier.ts' }).first()).toBeVisible();
    await page.keyboard.press('Enter');
    const chips = page.getByRole('list', { name: 'Attached' });
    const pin = chips.getByRole('button', { name: 'Send pier.ts with every message' });
    await pin.click();
    await expect(pin).toHaveAttribute('aria-pressed', 'true');
    await expect(composer(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await answered(page);
    await ask(page, 'And the others?');
    await answered(page);
    const asked = server.chats().filter(({ text }) => !text.includes('Name the conversation'));
    expect(asked).toHaveLength(2);
    for (const { text } of asked) expect(text).toContain('pier = 4');

    await composer(page).fill('Half a sentence');
    const before = await turns(page).allInnerTexts();
    await page.reload();
    await expect(composer(page)).toHaveValue('Half a sentence');
    await expect(pin).toHaveAttribute('aria-pressed', 'true');
    await expect(turns(page)).toHaveCount(4);
    expect(await turns(page).allInnerTexts()).toEqual(before);
    await pin.click();
    await expect(chips).toHaveCount(0);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await expect(composer(page)).toHaveValue('');
  });
});

test('keeps conversations: opens, searches, renames, removes and brings back', async () => {
  await withModel(async ({ page, server }) => {
    server.script({ text: 'The piers are North and South.' });
    await ask(page, 'Which piers are there?');
    await answered(page);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await expect(turns(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Conversations' }).click();
    const search = page.getByRole('searchbox', { name: 'Search conversations' });
    await expect(search).toBeFocused();
    await search.fill('zebra');
    await expect(page.getByText('No conversation holds these words.')).toBeVisible();
    await search.fill('piers');
    const row = page.locator('.conversations-open');
    await expect(row).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(row).toHaveCount(1);
    await row.click();
    await expect(turns(page).nth(1)).toContainText('North and South');
  });
});

/** The colours that a word has in the hunks and in the editor, as `hunk editor`; all different pairs. */
function coloursOf(page: Page, word: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const colours = (place: string) =>
      [...document.querySelectorAll(`${place} span`)]
        .filter((part) => part.childElementCount === 0 && part.textContent?.trim() === wanted)
        .map((part) => getComputedStyle(part).color);
    const shown = colours('.view-line')[0];
    return [...new Set(colours('[data-hunk]').map((colour) => `${colour} ${shown}`))];
  }, word);
}

test('is accessible in three themes, and code has their colours', async () => {
  await withModel(async ({ page, server }) => {
    server.script({
      text: editAnswer([{ path: 'src/board.ts', search: 'export const rows = 6;', replace: 'export const rows = 8;' }]),
    });
    await openFile(page, 'src/pier.ts');
    await openAssistant(page);
    await ask(page, 'Change it');
    await answered(page);
    await page.locator('[data-hunk]').first().waitFor();
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+t');
      await page
        .getByRole('option', { name: { dark: /^Dark/, light: /^Light/, contrast: /^High contrast/ }[theme] })
        .click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await settledColours(page);
      await expect.poll(() => coloursOf(page, 'export')).toEqual([expect.stringMatching(/^(.+) \1$/)]);
      expect((await axe(page).analyze()).violations).toEqual([]);
    }
  });
});

test('an independent server of the protocol answers, and what it proposes is kept', async () => {
  const project = await createProject(files);
  const server = new LLMock({ port: 0, chunkSize: 7 });
  const change = [{ path: 'src/pier.ts', search: 'export const pier = 4;', replace: 'export const pier = 5;' }];
  server.onMessage(/another pier/, { content: editAnswer(change) });
  const address = await server.start();
  const ide = await launchIde({ folder: project.path });
  const page = ide.window;
  try {
    await page.getByRole('tree', { name: 'Files' }).getByRole('treeitem').first().waitFor();
    await connectModel(page, `${address}/v1`, 'gpt-4o', true);
    await ask(page, 'Use another pier');
    await expect(page.locator('[data-hunk]')).toHaveCount(1);
    await answered(page);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => readFile(join(project.path, 'src/pier.ts'), 'utf8')).toContain('pier = 5');
  } finally {
    await ide.close();
    await server.stop();
    await project.dispose();
  }
});
