import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { tab } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { previewedPage, previewPane, previewPort, showPreview, staticSite } from '../support/preview.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { isTaken } from '../support/taken-port.ts';

test.describe('a static site', () => {
  let project: TemporaryProject;
  let ide: LaunchedIde;

  test.beforeAll(async () => {
    project = await createProject(staticSite);
    ide = await launchIde({ folder: project.path });
    await ide.window.getByRole('button', { name: /^Trust/ }).click();
    await ide.window.getByRole('treeitem', { name: 'index.html' }).waitFor();
    await showPreview(ide.window);
  });
  test.afterAll(async () => {
    await ide.close();
    await project.dispose();
  });

  test('is shown beside the editor, and changes with its files', async () => {
    const page = previewedPage(ide.window);
    await expect(page.getByRole('heading', { name: 'Harbour' })).toBeVisible();
    await expect(page.getByRole('heading')).toHaveCSS('color', 'rgb(0, 128, 0)');
    await page.locator('body').evaluate(() => {
      document.title = 'kept';
    });
    await writeFile(join(project.path, 'styles.css'), 'h1 { color: rgb(0, 0, 255); }\n');
    await expect(page.getByRole('heading')).toHaveCSS('color', 'rgb(0, 0, 255)');
    // A style sheet is exchanged without loading the page again.
    expect(await page.locator('body').evaluate(() => document.title)).toBe('kept');
    await writeFile(
      join(project.path, 'index.html'),
      staticSite['index.html']?.replace('<h1>Harbour', '<h1>Haven') ?? '',
    );
    await expect(page.getByRole('heading', { name: 'Haven' })).toBeVisible();
  });

  test('goes to other pages, back and on, and to what is typed', async () => {
    const pane = previewPane(ide.window);
    const page = previewedPage(ide.window);
    const address = pane.getByLabel('Address of the preview');
    await page.getByRole('link', { name: 'Timetable' }).click();
    await expect(page.getByRole('heading', { name: 'Timetable' })).toBeVisible();
    await expect(address).toHaveValue(/\/timetable\.html$/);
    await pane.getByRole('button', { name: 'Previous page' }).click();
    await expect(page.getByRole('heading', { name: 'Haven' })).toBeVisible();
    await pane.getByRole('button', { name: 'Next page' }).click();
    await expect(page.getByRole('heading', { name: 'Timetable' })).toBeVisible();
    await address.fill('/');
    await address.press('Enter');
    await expect(page.getByRole('heading', { name: 'Haven' })).toBeVisible();
    await expect(address).toHaveValue(/^localhost:\d+\/$/);
  });

  test('lists what the page logs and what fails in it, and opens the file at the line', async () => {
    const pane = previewPane(ide.window);
    const page = previewedPage(ide.window);
    await pane.getByRole('button', { name: 'Reload', exact: true }).click();
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    await pane.getByRole('button', { name: /^Console, 2 errors/ }).click();
    const list = pane.getByRole('list', { name: 'Messages of the page' });
    await expect(list.getByText('ready { boats: 3 }')).toBeVisible();
    await expect(list.getByText(/^GET http:\/\/localhost:\d+\/missing\.json 404/)).toBeVisible();
    await pane.getByRole('radio', { name: /^Errors/ }).click();
    await expect(list.getByText('low tide')).toBeHidden();
    const failure = list.getByRole('listitem').filter({ hasText: 'No such boat: Aurora' });
    // What failed has a menu of its own; what was only logged has none.
    await failure.getByRole('button', { name: 'Actions for this message' }).click();
    await ide.window.getByRole('menuitem', { name: 'Copy message' }).click();
    await expect
      .poll(() => ide.readClipboard())
      .toMatch(/^Uncaught Error: No such boat: Aurora\n\s+at depart \(http:\/\/localhost:\d+\/app\.js:5:/);
    await pane.getByRole('radio', { name: /^All/ }).click();
    const logged = list.getByRole('listitem').filter({ hasText: 'ready { boats: 3 }' });
    await expect(logged.getByRole('button', { name: 'Actions for this message' })).toHaveCount(0);
    const request = list.getByRole('listitem').filter({ hasText: 'missing.json' });
    await expect(request.getByRole('button', { name: 'Actions for this message' })).toBeVisible();
    await failure.getByRole('button', { name: 'app.js:5' }).click();
    await expect(tab(ide.window, 'app.js')).toBeVisible();
    await expect(ide.window.locator('.status-bar').getByText(/Ln 5,/)).toBeVisible();
    await pane.getByRole('button', { name: 'Clear console' }).click();
    await expect(pane.getByText('Nothing logged, nothing failed.')).toBeVisible();
    await pane.getByRole('button', { name: 'Hide console' }).click();
  });

  test('is shown at the size of a device, lying too', async () => {
    const pane = previewPane(ide.window);
    const size = () =>
      previewedPage(ide.window)
        .locator('body')
        .evaluate(() => `${window.innerWidth} × ${window.innerHeight}`);
    await pane.getByRole('button', { name: 'Size of the page' }).click();
    await ide.window.getByRole('menuitem', { name: /^Phone/ }).click();
    await expect.poll(size).toBe('390 × 844');
    await pane.getByRole('button', { name: 'Rotate' }).click();
    await expect.poll(size).toBe('844 × 390');
    await pane.getByLabel('Width in pixels').fill('500');
    await pane.getByLabel('Width in pixels').press('Enter');
    await expect.poll(size).toBe('500 × 390');
    await pane.getByRole('combobox', { name: 'Zoom' }).click();
    await ide.window.getByRole('option', { name: '50 %' }).click();
    const frame = pane.locator('iframe');
    await expect.poll(async () => (await frame.boundingBox())?.width).toBe(250);
    await expect.poll(size).toBe('500 × 390');
    // A click on the drawn page meets what is drawn there.
    const heading = await previewedPage(ide.window)
      .getByRole('heading')
      .evaluate((element) => {
        element.addEventListener('click', () => element.setAttribute('data-clicked', ''));
        const { left, top, width, height } = element.getBoundingClientRect();
        return { x: left + Math.min(20, width / 2), y: top + height / 2 };
      });
    const box = await frame.boundingBox();
    await ide.window.mouse.click((box?.x ?? 0) + heading.x / 2, (box?.y ?? 0) + heading.y / 2);
    await expect(previewedPage(ide.window).locator('h1[data-clicked]')).toHaveCount(1);
    await pane.getByRole('button', { name: 'Size of the page' }).click();
    await ide.window.getByRole('menuitem', { name: /^Fill the pane/ }).click();
    await expect(pane.getByLabel('Width in pixels')).toBeHidden();
  });

  test('opens nothing elsewhere unless the person says so', async () => {
    const page = previewedPage(ide.window);
    for (const opener of [page.locator('#window'), page.locator('#away')]) {
      await opener.click();
      const dialog = ide.window.getByRole('dialog', { name: 'Open this in your browser?' });
      await expect(dialog.getByText(/example\.com/)).toBeVisible();
      await dialog.getByRole('button', { name: 'Stay here' }).click();
      await expect(dialog).toBeHidden();
    }
    expect(ide.window.context().pages()).toHaveLength(1);
    await expect(page.getByRole('heading', { name: 'Haven' })).toBeVisible();
  });

  test('opens in the system’s browser, at the page that is shown', { tag: '@electron' }, async () => {
    await ide.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedAddresses: opened });
      shell.openExternal = async (address) => void opened.push(address);
    });
    const opened = () => ide.app.evaluate(() => (globalThis as { openedAddresses?: string[] }).openedAddresses ?? []);
    const pane = previewPane(ide.window);
    const address = pane.getByLabel('Address of the preview');
    await address.fill('/timetable.html');
    await address.press('Enter');
    await expect(previewedPage(ide.window).getByRole('heading', { name: 'Timetable' })).toBeVisible();
    await pane.getByRole('button', { name: 'More' }).click();
    await ide.window.getByRole('menuitem', { name: 'Open in browser' }).click();
    await expect.poll(opened).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+\/timetable\.html$/)]);
    // It is there for a browser, too.
    const [at = ''] = await opened();
    expect(await (await fetch(at)).text()).toContain('<h1>Timetable</h1>');
  });
});

test.describe('a dev server', () => {
  let project: TemporaryProject;
  let ide: LaunchedIde;

  test.beforeAll(async () => {
    project = await createProject({
      'package.json': JSON.stringify({ type: 'module', scripts: { dev: 'vite' }, devDependencies: { vite: '*' } }),
      'vite.config.js': "export default { cacheDir: '.vite-cache', clearScreen: false };\n",
      'index.html':
        '<!doctype html><html lang="en"><head><title>Gate</title></head><body><h1 id="gate"></h1><script type="module" src="/main.js"></script></body></html>\n',
      'main.js': `import { gate } from './gate.js';

const heading = document.querySelector('#gate');
heading.textContent = 'Gate ' + gate;
import.meta.hot.accept('./gate.js', (next) => {
  heading.textContent = 'Gate ' + next.gate;
});
`,
      'gate.js': 'export const gate = 4;\n',
    });
    await symlink(join(repositoryRoot, 'node_modules'), join(project.path, 'node_modules'));
    ide = await launchIde({ folder: project.path });
    await ide.window.getByRole('treeitem', { name: 'index.html' }).waitFor();
  });
  test.afterAll(async () => {
    await ide.close();
    await project.dispose();
  });

  test('is not run before the folder is trusted', async () => {
    await showPreview(ide.window);
    const pane = previewPane(ide.window);
    // The folder has a page of its own, which may be shown without running anything.
    await expect(
      pane
        .getByText('Scripts are off: this folder is not trusted.')
        .or(pane.getByText(/restricted/))
        .or(pane.getByRole('button', { name: /^Files of this folder/ }))
        .first(),
    ).toBeVisible();
    expect(listens()).toEqual([]);
    await ide.window
      .getByRole('button', { name: /^Trust/ })
      .first()
      .click();
  });

  test('starts, shows its port, takes edits without loading the page again, and ends with its port free', async () => {
    const pane = previewPane(ide.window);
    await pane.getByRole('button', { name: 'npm run dev' }).click();
    const page = previewedPage(ide.window);
    await expect(page.getByRole('heading', { name: 'Gate 4' })).toBeVisible({ timeout: 60_000 });
    expect(await isTaken(await previewPort(ide.window))).toBe(true);
    expect(listens()).not.toEqual([]);
    await page.locator('body').evaluate(() => {
      document.title = 'kept';
    });
    await writeFile(join(project.path, 'gate.js'), 'export const gate = 7;\n');
    await expect(page.getByRole('heading', { name: 'Gate 7' })).toBeVisible();
    expect(await page.locator('body').evaluate(() => document.title)).toBe('kept');

    await pane.getByRole('button', { name: 'More' }).click();
    await ide.window
      .getByRole('menuitemcheckbox', { name: 'Output of the server' })
      .or(ide.window.getByRole('menuitem', { name: 'Output of the server' }))
      .click();
    await expect(pane.getByText('$ npm run dev')).toBeVisible();
    await pane.getByRole('button', { name: 'Hide output' }).click();
    // The page is where it was: it has not been loaded again.
    expect(await page.locator('body').evaluate(() => document.title)).toBe('kept');

    await pane.getByRole('button', { name: 'More' }).click();
    await ide.window.getByRole('menuitem', { name: 'Stop', exact: true }).click();
    await expect(pane.getByText('The preview is not running')).toBeVisible();
    // The port itself may by now be that of another server on this machine.
    expect(listens()).toEqual([]);
    await expect(ide.window.locator('.status-bar').getByRole('button', { name: /^Preview on port/ })).toHaveCount(0);
  });

  test('comes back by itself after the background process was killed', { tag: '@electron' }, async () => {
    const pane = previewPane(ide.window);
    await pane.getByRole('button', { name: 'npm run dev' }).click();
    const page = previewedPage(ide.window);
    await expect(page.getByRole('heading', { name: /^Gate/ })).toBeVisible({ timeout: 60_000 });
    const before = await page.locator('body').evaluate(() => location.origin);
    const [core] = descendantsOf(ide.app.process().pid ?? 0).filter(({ command }) =>
      /core[/\\]main\.mjs/.test(command),
    );
    if (!core) throw new Error('no Core');
    process.kill(core.pid, 'SIGKILL');
    await expect
      .poll(
        () =>
          page
            .locator('body')
            .evaluate(() => location.origin)
            .catch(() => before),
        { timeout: 40_000 },
      )
      .not.toBe(before);
    await expect(page.getByRole('heading', { name: /^Gate/ })).toBeVisible({ timeout: 60_000 });
  });
});

/** Vite servers that the IDE of this test runs. */
function listens(): string[] {
  return descendantsOf(process.pid)
    .map(({ command }) => command)
    .filter((command) => /vite(\.js)?$/.test(command));
}
