import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Frame, type Page, test } from '@playwright/test';
import { axe } from '../support/axe.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { previewedPage, previewPane, showPreview, staticSite } from '../support/preview.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let ide: LaunchedIde;

test.beforeAll(async () => {
  project = await createProject({ ...staticSite, 'nested.html': '<iframe src="/timetable.html"></iframe>' });
  ide = await launchIde({ folder: project.path });
  await ide.window.getByRole('button', { name: /^Trust/ }).click();
  await ide.window.getByRole('treeitem', { name: 'index.html' }).waitFor();
  await showPreview(ide.window);
  await previewedPage(ide.window).getByRole('heading', { name: 'Harbour' }).waitFor();
});
test.afterAll(async () => {
  await ide.close();
  await project.dispose();
});

function previewFrame(page: Page): Frame {
  const frame = page.frames().find((candidate) => /^http:\/\/preview-/.test(candidate.url()));
  if (!frame) throw new Error('the preview has no frame');
  return frame;
}

test('the previewed page has nothing of the app: no Node, no ports, no bridge, an origin of its own', {
  tag: '@electron',
}, async () => {
  const frame = previewFrame(ide.window);
  expect(new URL(frame.url()).origin).toMatch(/^http:\/\/preview-[0-9a-f]{32}\.localhost:\d+$/);
  const found = await frame.evaluate(async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'flashfusionFiles'];
    const ports: unknown[] = [];
    window.addEventListener('message', (event) => ports.push(...event.ports));
    window.postMessage('flashfusion:listening', '*');
    window.parent.postMessage('flashfusion:listening', '*');
    window.parent.postMessage({ type: 'flashfusion:port', name: 'core' }, '*');
    const attempt = (work: () => unknown) => {
      try {
        work();
        return 'reached';
      } catch {
        return 'blocked';
      }
    };
    const app = await fetch('app://flashfusion/index.html').then(
      () => 'read',
      () => 'blocked',
    );
    const script = await new Promise((resolve) => {
      const element = document.createElement('script');
      element.onload = () => resolve('ran');
      element.onerror = () => resolve('blocked');
      element.src = 'app://flashfusion/index.html';
      document.head.append(element);
    });
    const outcome = {
      names: names.filter((name) => name in window),
      document: attempt(() => window.parent.document.title),
      storage: attempt(() => window.parent.localStorage.length),
      navigated: attempt(() => {
        window.top?.location.assign('https://example.com/');
      }),
      app,
      script,
      opened: window.open('https://example.com/') === null,
    };
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { ...outcome, ports: ports.length };
  });
  expect(found).toEqual({
    names: [],
    document: 'blocked',
    storage: 'blocked',
    navigated: 'blocked',
    app: 'blocked',
    script: 'blocked',
    opened: true,
    ports: 0,
  });
  await ide.window.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click();
  expect(ide.app.windows()).toHaveLength(1);
  expect(ide.window.url()).toMatch(/^app:\/\/flashfusion\//);
});

test('it can go nowhere but its own origin, ask for nothing, and its frames neither', {
  tag: '@electron',
}, async () => {
  const frame = previewFrame(ide.window);
  const before = frame.url();
  const granted = await frame.evaluate(async () => {
    const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return { media: media ?? 'denied', notifications: await Notification.requestPermission() };
  });
  expect(granted).toEqual({ media: 'denied', notifications: 'denied' });
  for (const address of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://flashfusion/index.html',
    'http://127.0.0.1:9/',
  ]) {
    await frame
      .evaluate((target) => {
        location.href = target;
        return new Promise((resolve) => setTimeout(resolve, 300));
      }, address)
      .catch(() => 'replaced by an error page');
    const shown = ide.window.frames().map((candidate) => candidate.url());
    expect(shown, address).not.toContain(address);
    expect(
      shown.filter((one) => one.startsWith('app://')),
      address,
    ).toHaveLength(1);
    // Whatever the page did, the pane finds back.
    await previewPane(ide.window).getByRole('button', { name: 'Reload', exact: true }).click();
    await previewedPage(ide.window).getByRole('heading', { name: 'Harbour' }).waitFor();
    expect(previewFrame(ide.window).url()).toBe(before);
  }
  await previewFrame(ide.window).evaluate(() => {
    const inner = document.createElement('iframe');
    inner.src = 'app://flashfusion/index.html';
    document.body.append(inner);
  });
  await previewFrame(ide.window).evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const inside = ide.window.frames().map((candidate) => candidate.url());
  expect(inside.filter((address) => address.startsWith('app://'))).toHaveLength(1);
});

test('other pages of this machine cannot frame it or read it', async () => {
  const origin = new URL(previewFrame(ide.window).url()).origin;
  const port = new URL(origin).port;
  const statuses = await Promise.all(
    [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`].map(async (address) => (await fetch(address)).status),
  );
  expect(statuses).toEqual([403, 403]);
});

test('messages that only look like the preview’s are not heard', async () => {
  const stranger: Server = createServer((_request, response) => response.end('stranger'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = stranger.address() as AddressInfo;
    // No frame of that address comes up at all.
    await ide.window.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.id = 'stranger';
      frame.src = address;
      document.body.append(frame);
    }, `http://127.0.0.1:${port}/`);
    await ide.window.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(ide.window.frames().some((frame) => frame.url().includes(String(port)))).toBe(false);
    await ide.window.evaluate(() => {
      document.querySelector('#stranger')?.remove();
      window.postMessage({ flashfusion: 'preview', direct: true, type: 'open', address: 'https://example.com/' }, '*');
    });
    await ide.window.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    await expect(ide.window.getByRole('dialog')).toHaveCount(0);
  } finally {
    stranger.close();
  }
});

test('axe finds nothing serious in the pane in any theme', async () => {
  const pane = previewPane(ide.window);
  await pane.getByRole('button', { name: 'Size of the page' }).click();
  await ide.window.getByRole('menuitem', { name: /^Responsive/ }).click();
  await pane.getByRole('button', { name: 'Reload', exact: true }).click();
  const entries = pane.getByRole('button', { name: /^Console, \d+ errors/ });
  await expect(async () => {
    // What the page has said before it was loaded again is gone.
    await previewedPage(ide.window).getByRole('button', { name: 'Fail', exact: true }).dispatchEvent('click');
    await expect(entries).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await entries.click();
  await pane.getByRole('list', { name: 'Messages of the page' }).waitFor();
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    await ide.window.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    const { violations } = await axe(ide.window).exclude('iframe').analyze();
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    expect(found, theme).toEqual([]);
  }
  await ide.window.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
});

test('the preview is used with the keyboard alone, and lets go of it', async () => {
  const { window: page } = ide;
  const pane = previewPane(page);
  await page.keyboard.press('Control+Alt+p');
  const address = pane.getByLabel('Address of the preview');
  await expect(address).toBeFocused();
  await page.keyboard.type('/timetable.html');
  await page.keyboard.press('Enter');
  await expect(previewedPage(page).getByRole('heading', { name: 'Timetable' })).toBeVisible();
  await expect(address).toHaveValue(/\/timetable\.html$/);
  await page.keyboard.press('F5');
  await expect(previewedPage(page).getByRole('heading', { name: 'Timetable' })).toBeVisible();
  // Into the page, and out of it again by a key that the page has no use for.
  await previewedPage(page).getByRole('link', { name: 'Back home' }).focus();
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('iframe');
  await page.keyboard.press('Control+Shift+p');
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
  await page.keyboard.type('Hide preview');
  await page.getByRole('option', { name: /Hide preview/ }).waitFor();
  await page.keyboard.press('Enter');
  await expect(pane).toBeHidden();
});
