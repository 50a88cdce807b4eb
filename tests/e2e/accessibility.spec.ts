import { expect, type Page, test } from '@playwright/test';
import { axe } from '../support/axe.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { copyRealPackage, type TemporaryProject } from '../support/projects.ts';

/** Serious and critical findings of axe in the page as it is, in words. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await axe(page).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, target }) => `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 200)}`),
    );
}

async function setTheme(page: Page, theme: 'dark' | 'light' | 'contrast'): Promise<void> {
  await page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);
}

const themes = ['dark', 'light', 'contrast'] as const;

test.describe('a project', () => {
  let project: TemporaryProject;
  let ide: LaunchedIde;

  test.beforeAll(async () => {
    project = await copyRealPackage('zod');
    ide = await launchIde({ folder: project.path });
    await ide.window.getByRole('treeitem', { name: 'package.json' }).dblclick();
    await ide.window.locator('.monaco-editor .view-line').first().waitFor();
  });
  test.afterAll(async () => {
    await ide.close();
    await project.dispose();
  });

  const views: readonly { name: string; show: (page: Page) => Promise<void>; hide: (page: Page) => Promise<void> }[] = [
    { name: 'workbench', show: async () => {}, hide: async () => {} },
    {
      name: 'command palette',
      show: async (page) => {
        await page.keyboard.press('Control+Shift+p');
        await page.getByRole('combobox').waitFor();
      },
      hide: (page) => page.keyboard.press('Escape'),
    },
    {
      name: 'quick open',
      show: async (page) => {
        await page.keyboard.press('Control+p');
        await page.keyboard.type('types');
        await page.getByRole('option').first().waitFor();
      },
      hide: (page) => page.keyboard.press('Escape'),
    },
    {
      name: 'settings',
      show: async (page) => {
        await page.keyboard.press('Control+,');
        await page
          .getByRole('searchbox')
          .or(page.getByPlaceholder(/search settings/i))
          .first()
          .waitFor();
      },
      hide: (page) => page.keyboard.press('Escape'),
    },
    {
      name: 'problems panel',
      show: (page) => page.keyboard.press('Control+j'),
      hide: (page) => page.keyboard.press('Control+j'),
    },
  ];
  for (const { name, show, hide } of views) {
    test(`${name}: axe finds nothing serious in any theme`, async () => {
      await show(ide.window);
      for (const theme of themes) {
        await setTheme(ide.window, theme);
        expect(await findings(ide.window), theme).toEqual([]);
      }
      await setTheme(ide.window, 'dark');
      await hide(ide.window);
    });
  }
});

test('the welcome view: axe finds nothing serious in any theme', async () => {
  const ide = await launchIde();
  try {
    await ide.window.locator('.monaco-editor .view-line').first().waitFor();
    await ide.window.keyboard.press('Control+k');
    await ide.window.keyboard.press('f');
    await ide.window.getByRole('heading', { name: 'FlashFusion' }).waitFor();
    for (const theme of themes) {
      await setTheme(ide.window, theme);
      expect(await findings(ide.window), theme).toEqual([]);
    }
  } finally {
    await ide.close();
  }
});
