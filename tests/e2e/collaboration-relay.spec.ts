import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startCoturn, type TestCoturn } from '../support/coturn.ts';
import { openFile } from '../support/editor.ts';
import { freePort } from '../support/free-port.ts';
import { withMeeting } from '../support/meeting.ts';
import { joinSession, type PersonAtWork, startSession } from '../support/people.ts';

let turn: TestCoturn;

const meeting = withMeeting({ 'notes.txt': 'one\n' }, async () => {
  const port = await freePort();
  const secret = 'shared with the relay alone';
  turn = await startCoturn([], ['127.0.0.1'], port, secret);
  return { TURN_URLS: `turn:127.0.0.1:${port}?transport=tcp`, TURN_SECRET: secret };
});
test.afterEach(() => turn.close());

/** As a network does that lets no UDP through: no path is left but a relay's, over TCP. */
async function closeDirectPaths({ ide }: PersonAtWork): Promise<void> {
  await ide.app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) {
      contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    }
  });
}

// Only Electron's windows can be told so by a test.
test('two whose networks let no direct path through work together over a relay server, and see that they do @electron', async () => {
  test.setTimeout(120_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  await closeDirectPaths(ann);
  const code = await startSession(ann);
  const ben = await meeting.people.open('Ben');
  await closeDirectPaths(ben);
  await joinSession(ben, code);
  await openFile(ben.page, 'notes.txt');
  await ben.page.locator('.monaco-editor .view-lines').first().click();
  await ben.page.keyboard.press('Control+End');
  await ben.page.keyboard.type('two');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'notes.txt'), 'utf8'), { timeout: 15_000 })
    .toBe('one\ntwo');
  await expect(ann.page.getByText('Encrypted, partly through a relay')).toBeVisible({ timeout: 20_000 });
});
