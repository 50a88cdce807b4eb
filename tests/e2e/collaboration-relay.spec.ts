import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { startCoturn, type TestCoturn } from '../support/coturn.ts';
import { openFile } from '../support/editor.ts';
import { freePort } from '../support/free-port.ts';
import { createPeople, joinSession, type People, type PersonAtWork, startSession } from '../support/people.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let turn: TestCoturn;
let cloud: TestCloud;
let people: People;
let project: TemporaryProject;

test.beforeEach(async () => {
  const port = await freePort();
  const secret = 'shared with the relay alone';
  turn = await startCoturn([], ['127.0.0.1'], port, secret);
  cloud = await startTestCloud({ TURN_URLS: `turn:127.0.0.1:${port}?transport=tcp`, TURN_SECRET: secret });
  people = createPeople(cloud.url);
  project = await createProject({ 'notes.txt': 'one\n' });
});
test.afterEach(async () => {
  await people.dispose();
  await project.dispose();
  await cloud.close();
  await turn.close();
});

/** As a network does that lets no UDP through: no path is left but a relay's, over TCP. */
async function closeDirectPaths({ ide }: PersonAtWork): Promise<void> {
  await ide.app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) {
      contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    }
  });
}

test('two whose networks let no direct path through work together over a relay server, and see that they do', async () => {
  test.setTimeout(120_000);
  const ann = await people.open('Ann', project.path);
  await closeDirectPaths(ann);
  const code = await startSession(ann);
  const ben = await people.open('Ben');
  await closeDirectPaths(ben);
  await joinSession(ben, code);
  await openFile(ben.page, 'notes.txt');
  await ben.page.locator('.monaco-editor .view-lines').first().click();
  await ben.page.keyboard.press('Control+End');
  await ben.page.keyboard.type('two');
  await expect.poll(() => readFile(join(project.path, 'notes.txt'), 'utf8'), { timeout: 15_000 }).toBe('one\ntwo');
  await expect(ann.page.getByText('Encrypted, partly through a relay')).toBeVisible({ timeout: 20_000 });
});
