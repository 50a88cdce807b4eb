import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { runCommand } from '../../support/customize.ts';
import { openFile } from '../../support/editor.ts';
import { createPeople, joinSession, startSession } from '../../support/people.ts';
import { createProject } from '../../support/projects.ts';

const themes = ['dark', 'light', 'contrast'] as const;

const files = {
  'package.json': '{\n  "name": "ferry-times",\n  "private": true,\n  "type": "module"\n}\n',
  'README.md': '# Ferry times\n',
  'src/clock.ts': 'export interface Clock {\n  now(): number;\n}\n',
  'src/departures.ts': `import type { Clock } from './clock.ts';

export interface Departure {
  readonly pier: string;
  readonly leavesAt: Date;
  /** Minutes. */
  readonly delay: number;
}

/** Departures of one pier, soonest first. Times are in the pier's own zone. */
export function nextDepartures(all: readonly Departure[], pier: string, clock: Clock, limit: number): Departure[] {
  return all
    .filter((departure) => departure.pier === pier)
    .filter((departure) => minutesUntil(departure, clock) >= 0)
    .sort((a, b) => a.leavesAt.getTime() - b.leavesAt.getTime())
    .slice(0, limit);
}

/** Whole minutes until the ferry leaves, its delay included. */
export function minutesUntil(departure: Departure, clock: Clock): number {
  const leaves = departure.leavesAt.getTime() + departure.delay * 60_000;
  return Math.floor((leaves - clock.now()) / 60_000);
}
`,
};

async function pictures(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.evaluate((shown) => {
      document.documentElement.dataset.theme = shown;
    }, theme);
    const take = () => page.screenshot({ animations: 'disabled', caret: 'hide' });
    // Colours of the text come a little after the theme.
    let before = await take();
    await expect
      .poll(
        async () => {
          const now = await take();
          const same = now.equals(before);
          before = now;
          return same;
        },
        { intervals: [500], timeout: 10_000 },
      )
      .toBe(true);
    await writeFile(join(repositoryRoot, 'docs', 'pictures', `${name}-${theme}.png`), before);
  }
}

test('a live session: sharing, cursors, comments, chat and versions, in three themes', async () => {
  test.setTimeout(240_000);
  const cloud = await startTestCloud();
  const people = createPeople(cloud.url);
  const project = await createProject(files);
  try {
    const folder = join(project.path, 'ferry-times');
    await mkdir(folder);
    for (const name of ['package.json', 'README.md', 'src']) await rename(join(project.path, name), join(folder, name));
    const ann = await people.open('Ann Arden', folder);
    await ann.page.getByRole('button', { name: 'Trust this folder' }).click();
    const code = await startSession(ann);
    const mira = await people.open('Mira Okafor');
    await joinSession(mira, code);
    const jonas = await people.open('Jonas Weil');
    await joinSession(jonas, code);
    await expect(ann.page.getByText('3 in session')).toBeVisible({ timeout: 20_000 });
    await pictures(ann.page, 'session-share');
    await ann.page.keyboard.press('Escape');
    await openFile(ann.page, 'src/departures.ts');
    for (const [person, line, key] of [
      [mira, 16, 'End'],
      [jonas, 23, 'Home'],
    ] as const) {
      await openFile(person.page, 'src/departures.ts');
      await person.page.locator('.monaco-editor .view-lines').first().click();
      await person.page.keyboard.press('Control+g');
      await person.page.keyboard.type(String(line));
      await person.page.keyboard.press('Enter');
      await person.page.keyboard.press(key);
    }
    await mira.page.keyboard.press('Control+Alt+M');
    await mira.page.keyboard.type('A late ferry still at its berth drops out here. Filter on the delayed time?');
    await mira.page.keyboard.press('Control+Enter');
    await runCommand(ann.page, 'Next comment');
    await ann.page.getByText('A late ferry still').first().waitFor({ timeout: 15_000 });
    await ann.page.keyboard.type('Yes. minutesUntil adds the delay, so the filter can stay.');
    await ann.page.keyboard.press('Control+Enter');
    await jonas.page.keyboard.press('Shift+End');
    await ann.page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: /^Session/ })
      .click();
    await expect(ann.page.getByText(/departures.ts:\d+/).first()).toBeVisible();
    await pictures(ann.page, 'session');
    await runCommand(ann.page, 'Show versions');
    await pictures(ann.page, 'session-versions');
    await runCommand(ann.page, 'Show chat');
    await pictures(ann.page, 'session-chat');
  } finally {
    await people.dispose();
    await project.dispose();
    await cloud.close();
  }
});
