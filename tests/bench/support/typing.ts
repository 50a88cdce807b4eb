import { setTimeout as pause } from 'node:timers/promises';
import type { DevtoolsPage } from './devtools.ts';
import { untilPage } from './tree-rows.ts';

const text =
  'const delayed = departures.filter((each) => each.minutes > 5 && each.pier === pier); // the board shows these first ';

/** Puts the cursor into the editor, at a line of its own in the middle of the view. */
export async function clickIntoEditor(page: DevtoolsPage): Promise<void> {
  await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await untilPage(page, `document.querySelector('.monaco-editor .view-line')`);
  const place = await page.evaluate<{ x: number; y: number }>(`(() => {
    const { left, top } = document.querySelector('.monaco-editor .view-lines').getBoundingClientRect();
    return { x: left + 160, y: top + 250 };
  })()`);
  for (const type of ['mousePressed', 'mouseReleased']) {
    await page.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 });
  }
  await page.press({ key: 'End', keyCode: 35 });
  await page.press({ key: 'Enter', keyCode: 13 });
}

/** From now on the page notes for each key how long it took until the next frame was painted. */
export function watchKeys(page: DevtoolsPage): Promise<void> {
  return page.evaluate(`(() => {
    window.benchKeys = [];
    window.addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { window.benchKeys.push(performance.now() - timeStamp); port1.close(); };
        port2.postMessage(null);
      });
    }, { capture: true });
  })()`);
}

/** Types `count` characters of code at about 20 a second; answers the milliseconds from each key to its painted frame. */
export async function typeText(page: DevtoolsPage, count: number): Promise<number[]> {
  await page.evaluate('void (window.benchKeys.length = 0)');
  for (let index = 0; index < count; index += 1) {
    const key = text[index % text.length] ?? ' ';
    await page.press({ key, code: '', keyCode: keyCodeOf(key) });
    // Of uneven length, so that keys fall on every part of a frame.
    await pause(40 + ((index * 7) % 17));
  }
  await pause(200);
  const samples = await page.evaluate<number[]>('window.benchKeys.slice()');
  if (samples.length < count) throw new Error(`${count} keys were pressed and ${samples.length} were seen`);
  await page.press({ key: 'Escape', keyCode: 27 });
  await page.press({ key: 'Enter', keyCode: 13 });
  await pause(200);
  return samples;
}

function keyCodeOf(key: string): number {
  if (/[a-z0-9 ]/i.test(key)) return key.toUpperCase().charCodeAt(0);
  // Signs have codes of their own place on the keyboard; none of them matters to an editor but that it is no letter.
  return 0;
}
