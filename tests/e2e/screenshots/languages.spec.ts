import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { openFile, waitForTextFocus } from '../../support/editor.ts';
import { launchIde } from '../../support/electron.ts';
import { createProject } from '../../support/projects.ts';
import { settledColours } from '../../support/settled-colours.ts';

const files = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2023', noEmit: true },
    include: ['src'],
  }),
  'src/departures.ts': `export interface Departure {
  readonly pier: string;
  readonly minutes: number;
  readonly delayed: boolean;
}

export class Timetable {
  readonly #departures: Departure[] = [];

  add(departure: Departure): void {
    this.#departures.push(departure);
  }

  next(count: number): readonly Departure[] {
    return this.#departures.toSorted((one, other) => one.minutes - other.minutes).slice(0, count);
  }
}

export function describeDeparture({ pier, minutes, delayed }: Departure): string {
  const state = delayed ? 'late' : 'on time';
  return \`Pier \${pier} in \${minutes} min, \${state}\`;
}
`,
  'src/board.ts': `import { type Departure, describeDeparture } from './departures';

export function boardLines(departures: readonly Departure[]): string[] {
  return departures.map(describeDeparture);
}
`,
  'src/print.ts': `import { describeDeparture } from './departures';

console.log(describeDeparture({ pier: 'North', minutes: '4', delayed: false }));
`,
  'src/main.ts': `import { Timetable } from './departures';

const timetable = new Timetable();
timetable.add({ pier: 'North', minutes: 4, delayed: false });

for (const departure of timetable.next(3)) {
  console.log(
}
`,
};

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await settledColours(page);
  const path = join(repositoryRoot, 'docs', 'pictures', `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}

async function goTo(page: Page, place: string): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.keyboard.type(place);
  await page.keyboard.press('Enter');
  await waitForTextFocus(page);
}

test('languages, in three themes', async () => {
  const project = await createProject(files);
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await openFile(page, 'src/departures.ts');
    await openFile(page, 'src/main.ts');
    await expect(page.getByRole('button', { name: /^TypeScript [\d.]+ is ready$/ })).toBeVisible();
    await page.keyboard.press('Control+Shift+M');
    await page.getByRole('region', { name: 'src/print.ts' }).waitFor();
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('Show outline');
    await page.keyboard.press('Enter');
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      await page.getByRole('tab', { name: /^main\.ts/ }).click();
      await waitForTextFocus(page);
      await goTo(page, '7:15');
      await page.keyboard.type('desc');
      await expect(page.locator('.suggest-widget.visible .monaco-list-row.focused')).toContainText('describeDeparture');
      await picture(page, `completion-${theme}`);
      await page.keyboard.press('Escape');
      for (let typed = 0; typed < 4; typed += 1) await page.keyboard.press('Backspace');
      await page.getByRole('tab', { name: /^departures\.ts/ }).click();
      await waitForTextFocus(page);
      await goTo(page, '19:20');
      await page.keyboard.press('F2');
      await page.locator('.rename-box input').fill('departureText');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await picture(page, `rename-${theme}`);
      await page.keyboard.press('Escape');
      await waitForTextFocus(page);
      await page.keyboard.press('Shift+Alt+H');
      await page.getByRole('tree', { name: 'Calls of describeDeparture' }).getByRole('treeitem').nth(1).waitFor();
      await picture(page, `calls-${theme}`);
      await page.keyboard.press('Control+Shift+M');
      await page.getByRole('region', { name: 'src/print.ts' }).waitFor();
      await page.getByRole('tab', { name: /^departures\.ts/ }).click();
      await waitForTextFocus(page);
      await page.keyboard.press('Shift+F12');
      await page.locator('.reference-zone-widget .monaco-list-row').first().waitFor();
      await picture(page, `references-${theme}`);
      await page.keyboard.press('Escape');
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});
