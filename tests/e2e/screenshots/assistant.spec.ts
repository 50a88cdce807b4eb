import { test } from '@playwright/test';
import { answered, ask, connectModel, editAnswer } from '../../support/assistant-panel.ts';
import { openFile } from '../../support/editor.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { startModelServer } from '../../support/model-server.ts';
import { pictures } from '../../support/theme-pictures.ts';

test('a turn with staged changes in the panel and in the editor, in three themes', async () => {
  test.setTimeout(180_000);
  const project = await createFerryProject();
  const server = await startModelServer({ models: ['qwen3-coder'], title: 'Badge for late ferries' });
  const ide = await launchIde({ folder: project.path });
  const page = ide.window;
  try {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Trust this folder' }).click();
    await openFile(page, 'src/departures.ts');
    await connectModel(page, server.baseUrl, 'qwen3-coder');
    const changes = editAnswer([
      {
        path: 'src/departures.ts',
        search:
          'const LATE_AFTER = 5;\n\nexport const isLate = (departure: Departure) => departure.delayMinutes > LATE_AFTER;',
        replace:
          '/** Minutes from which a ferry is late. */\nexport const LATE_AFTER = 5;\n\nexport const isLate = ({ delayMinutes }: Departure) => delayMinutes > LATE_AFTER;',
      },
      {
        path: 'src/board/delay-badge.tsx',
        search: 'export const DelayBadge = () => <span className="late">late</span>;',
        replace:
          'export function DelayBadge({ minutes }: { minutes: number }) {\n  return <span className="late">{minutes} min late</span>;\n}',
      },
    ]);
    server.script({
      text: changes.replace(
        'I changed what you asked for.',
        'I gave `isLate` a limit that others can use, and the badge now says **how late** the ferry is.',
      ),
      usage: { prompt: 6184, completion: 214 },
    });
    await ask(page, 'Show a badge on the board when a ferry is more than five minutes late.');
    await answered(page);
    await page.locator('[data-hunk]').nth(1).waitFor();
    await page
      .getByRole('button', { name: /^Context: |^Context/ })
      .first()
      .click();
    await pictures(page, 'assistant');
  } finally {
    await ide.close();
    await server.close();
    await project.dispose();
  }
});
