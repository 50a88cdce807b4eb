import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { writeFiles } from '../../support/git-project.ts';
import { runGit } from '../../support/git-repository.ts';
import { settledColours } from '../../support/settled-colours.ts';

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await settledColours(page);
  await page.screenshot({
    path: join(repositoryRoot, 'docs', 'pictures', `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

test('source control, in three themes', async () => {
  const project = await createFerryProject();
  const { path } = project;
  writeFiles(path, {
    'src/board/board.css': '.board { display: grid; gap: 12px; }\n',
    'src/board/delay-badge.test.tsx': "import { expect, it } from 'vitest';\n",
    'README.md': '# Ferry times\n\nThe next eight ferries, readable from across the hall.\n',
    'src/map/map.ts': 'export const zoom = 12;\n',
  });
  writeFileSync(
    join(path, 'src/board/delay-badge.tsx'),
    'export const DelayBadge = ({ minutes }: { minutes: number }) => (\n  <span className="late">{minutes} min late</span>\n);\n',
  );
  rmSync(join(path, 'src/board/use-departures.ts'));
  runGit(path, 'add', 'src/board/board.css', 'README.md');
  const ide = await launchIde({ folder: path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await page.getByRole('treeitem', { name: /^src,/ }).click();
    await page.getByRole('treeitem', { name: /^board,/ }).click();
    await page.keyboard.press('Control+Shift+g');
    await page.getByRole('textbox', { name: 'Commit message' }).fill('Show how late a ferry is');
    await page.locator('[data-key="changes:src/board/delay-badge.tsx"]').click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    for (const [theme, name] of [
      ['dark', /^Dark/],
      ['light', /^Light/],
      ['contrast', /^High contrast/],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+t');
      await page.getByRole('option', { name }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.locator('[data-key="changes:src/map/map.ts"]').hover();
      await picture(page, `source-control-${theme}`);
      await page.keyboard.press('Control+Shift+e');
      await page.getByRole('treeitem', { name: /^board,/ }).waitFor();
      await picture(page, `explorer-changes-${theme}`);
      await page.keyboard.press('Control+Shift+g');
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});
