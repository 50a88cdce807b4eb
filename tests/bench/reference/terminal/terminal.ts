import '../../../../src-renderer/ui/tokens.css';
import '../../../../src-renderer/ui/base.css';
import '@xterm/xterm/css/xterm.css';
import { Terminal } from '@xterm/xterm';
import type { Settings } from '../../../../contract/model/settings.ts';

declare const BENCH_SETTINGS: Settings;

/** Of one write, as a terminal gets its output. */
const partLength = 64 * 1024;

const container = document.getElementById('terminal');
if (!container) throw new Error('the page has no #terminal');

const terminal = new Terminal({
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--ff-font-code').trim(),
  fontSize: BENCH_SETTINGS['terminal.fontSize'],
  lineHeight: BENCH_SETTINGS['terminal.lineHeight'],
  scrollback: BENCH_SETTINGS['terminal.scrollback'],
});
terminal.open(container);

// As a terminal device would hand it over, which ends lines with both characters.
const text = (await (await fetch('./document')).text()).replaceAll('\n', '\r\n');
const bytes = new TextEncoder().encode(text);

/** Writes the whole file to a terminal of this size; answers how long that took until the last part was shown, in ms. */
async function write(columns: number, rows: number): Promise<number> {
  terminal.reset();
  terminal.resize(columns, rows);
  const started = performance.now();
  const parts: Promise<void>[] = [];
  for (let from = 0; from < bytes.length; from += partLength) {
    parts.push(new Promise((resolve) => terminal.write(bytes.subarray(from, from + partLength), resolve)));
    // Not more at a time than xterm takes.
    if (parts.length % 64 === 0) await parts.at(-1);
  }
  await Promise.all(parts);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - started;
}

Object.assign(window, { bench: { write } });
