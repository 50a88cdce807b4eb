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

/** Bars and buttons that lie outside of the window, wholly or in part, and how far the page itself could be scrolled sideways. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = ['.title-bar', '.title-bar button', '.activity-bar', '.status-bar', '.status-bar button'];
    const found = [...document.querySelectorAll<HTMLElement>([...parts, '.monaco-editor'].join(','))];
    const outside = found.filter((element) => {
      if (!element.checkVisibility()) return false;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return left < -0.5 || top < -0.5 || right > window.innerWidth + 0.5 || bottom > window.innerHeight + 0.5;
    });
    const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...outside.map((element) => element.ariaLabel ?? element.className),
      ...(sideways > 0 ? [`the page is ${sideways} px too wide`] : []),
    ];
  });
}

test.describe('little room', { tag: '@electron' }, () => {
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

  const resize = async (width: number, height: number) => {
    await ide.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height),
      { width, height },
    );
    await expect.poll(() => ide.window.evaluate(() => window.outerWidth)).toBe(width);
  };
  const lookAtThemes = async () => {
    for (const theme of themes) {
      await setTheme(ide.window, theme);
      expect(await findings(ide.window), theme).toEqual([]);
    }
    await setTheme(ide.window, 'dark');
  };

  test('1024 px: nothing is cut off, and the text keeps 480 px', async () => {
    const page = ide.window;
    await resize(1024, 720);
    await expect.poll(() => cutOff(page)).toEqual([]);
    const editor = await page.locator('.monaco-editor').first().boundingBox();
    expect(editor?.width).toBeGreaterThanOrEqual(480);
    await expect(page.getByRole('treeitem', { name: 'package.json' })).toBeVisible();
    await lookAtThemes();
  });

  test('the parts of the title bar lie beside each other at every width', async () => {
    const page = ide.window;
    for (const width of [1280, 1024, 960, 800, 761, 720, 640]) {
      await resize(width, 720);
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
      const boxes = await page
        .locator('.title-bar-start button, .command-centre, .title-bar-end button')
        .filter({ visible: true })
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).map(({ left, right }) => [left, right]));
      expect(boxes.length).toBeGreaterThan(4);
      const overlaps = boxes.filter(([left = 0], at) => at > 0 && left < (boxes[at - 1]?.[1] ?? 0) - 0.5);
      expect([width, overlaps]).toEqual([width, []]);
    }
  });

  test('200 %: nothing is cut off, and the explorer comes as a drawer', async () => {
    const page = ide.window;
    await resize(1440, 900);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+=');
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(720);
    await expect.poll(() => cutOff(page)).toEqual([]);
    await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible();
    await lookAtThemes();
    await page.keyboard.press('Control+Shift+e');
    const row = page.getByRole('treeitem', { name: 'package.json' });
    await expect(row).toBeVisible();
    // Zoom leaves fractions of a pixel at the edge.
    await expect(row).toBeInViewport({ ratio: 0.99 });
    await lookAtThemes();
  });
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
