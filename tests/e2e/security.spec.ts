import { expect, test } from '@playwright/test';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let ide: LaunchedIde;

test.beforeAll(async () => {
  project = await createProject({ 'index.html': '<h1>Ferry</h1>\n' });
  ide = await launchIde({ folder: project.path });
  await ide.window.getByRole('treeitem', { name: 'index.html' }).waitFor();
});
test.afterAll(async () => {
  await ide.close();
  await project.dispose();
});

test('windows are sandboxed, isolated, and without Node', async () => {
  const preferences = await ide.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const get = Reflect.get(webContents, 'getLastWebPreferences') as () => Record<string, unknown>;
      return get.call(webContents);
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const reachable = await ide.window.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'].filter(
      (name) => name in window,
    ),
  );
  expect(reachable).toEqual([]);
});

test('pages come from our own protocol, with a policy that forbids everything else', async () => {
  expect(await ide.window.evaluate(() => location.origin)).toBe('app://flashfusion');
  const outcomes = await ide.window.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    // In a task of its own: what the test driver runs itself is exempt from the policy.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          Reflect.get(window, 'eval')('1');
          resolve('ran');
        } catch {
          resolve('blocked');
        }
      }, 0),
    );
    const fetched = await fetch('http://127.0.0.1:9/').then(
      () => 'sent',
      () => 'blocked',
    );
    const deadline = performance.now() + 5000;
    while (blocked.length < 4 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    frame.remove();
    inline.remove();
    return { evaluated, fetched, inline: 'inlineRan' in window, blocked };
  });
  expect(outcomes).toMatchObject({ evaluated: 'blocked', fetched: 'blocked', inline: false });
  expect(outcomes.blocked).toEqual(expect.arrayContaining(['script-src-elem', 'frame-src', 'connect-src']));
});

test('nothing outside the bundle can be read through app:// or file://', async () => {
  const statuses = await ide.window.evaluate(async () => {
    const addresses = [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/%2fetc/passwd',
    ];
    const answers: (number | string)[] = [];
    for (const address of addresses) answers.push((await fetch(address)).status);
    answers.push(
      await fetch('file:///etc/passwd').then(
        () => 'read',
        () => 'blocked',
      ),
    );
    return answers;
  });
  expect(statuses).toEqual([404, 404, 404, 404, 'blocked']);
});

test('permissions are denied', async () => {
  const outcomes = await ide.window.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    const position = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
        { timeout: 3000 },
      ),
    );
    return { notifications: await state('notifications'), media, position };
  });
  expect(outcomes).toEqual({ notifications: 'denied', media: 'denied', position: 'denied' });
});

test('a window can neither navigate away nor open another', async () => {
  const outcome = await ide.app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    const { webContents } = window;
    const before = webContents.getURL();
    const prevented: string[] = [];
    for (const name of ['will-frame-navigate', 'will-navigate']) {
      webContents.on(name as 'will-navigate', (event, address) =>
        prevented.push(`${event.defaultPrevented} ${address}`),
      );
    }
    for (const attempt of [
      "location.href = 'https://example.com/'",
      "location.href = 'file:///etc/passwd'",
      "Object.assign(document.createElement('a'), { href: 'app://other/index.html' }).click()",
    ]) {
      await webContents.executeJavaScript(
        `setTimeout(() => { ${attempt} }, 0); new Promise((resolve) => setTimeout(resolve, 200))`,
      );
    }
    const opened = await webContents.executeJavaScript("window.open('file:///etc/passwd') === null");
    return { before, after: webContents.getURL(), prevented, opened, windows: BrowserWindow.getAllWindows().length };
  });
  expect(outcome.prevented).toContain('true https://example.com/');
  expect(outcome.prevented.every((attempt) => attempt.startsWith('true'))).toBe(true);
  expect(outcome).toMatchObject({ after: outcome.before, opened: true, windows: 1 });
});

test('ports go to our own page only', async () => {
  const answered = await ide.app.evaluate(async ({ BrowserWindow, app }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${app.getAppPath()}/dist/preload/preload.cjs`,
        sandbox: true,
        contextIsolation: true,
      },
    });
    await stranger.loadURL('data:text/html,<title>stranger</title>').catch(() => {});
    const ports = await stranger.webContents.executeJavaScript(
      `new Promise((resolve) => {
        addEventListener('message', (event) => event.ports.length > 0 && resolve('a port'));
        postMessage('flashfusion:listening', '*');
        setTimeout(() => resolve('nothing'), 1000);
      })`,
    );
    stranger.destroy();
    return ports;
  });
  expect(answered).toBe('nothing');
});

test('nothing of the page tells secrets or machine paths in its globals', async () => {
  const added = await ide.window.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow ?? {}));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^\d+$/.test(name));
  });
  // Yjs leaves a flag there to see whether it was loaded twice; it is a flag and nothing else.
  const yjs = '__ $YJS$ __';
  expect(await ide.window.evaluate((name) => typeof Reflect.get(window, name), yjs)).toMatch(/^(boolean|undefined)$/);
  expect(
    added.filter(
      (name) =>
        name !== yjs &&
        !/^(MonacoEnvironment|monaco|_VSCODE|vscode|__zod|__playwright|__pw|TrustedTypes|flashfusionFiles$)/i.test(
          name,
        ),
    ),
  ).toEqual([]);
});
