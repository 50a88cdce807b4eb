import type { Terminal as Xterm } from '@xterm/xterm';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { Disposable } from '../../../app/disposable.ts';

/** Characters that are shown before Core is told of them; much less than the amount at which it waits. */
const acknowledgeEvery = 128 * 1024;
/** Characters that xterm takes in one go; it looks at the clock only between two of them. */
const shownAtOnce = 32 * 1024;
/** Of one message. */
const largestInput = 50_000;

/** The line between a screen and its program in Core. */
export interface TerminalLine extends Disposable {
  /** Sends what was typed, in order. */
  send(text: string): void;
}

interface ConnectOptions {
  readonly core: DesktopClient;
  readonly terminalId: string;
  readonly xterm: Xterm;
  /** What was written before is shown, and the screen can take its own size. */
  readonly onReplayed: () => void;
  readonly onRestarted: () => void;
}

/** Shows what the program writes, at the speed at which xterm can, and sends what xterm answers and people type. */
export function connect({ core, terminalId, xterm, onReplayed, onRestarted }: ConnectOptions): TerminalLine {
  const controller = new AbortController();
  let streamId = '';
  let shown = 0;
  let replaying = 0;
  let waiting = '';
  let sending = false;

  const showPiece = (text: string) => {
    xterm.write(text, () => {
      shown += text.length;
      if (shown < acknowledgeEvery) return;
      core.terminal.acknowledge({ terminalId, streamId, characters: shown }).catch(ignoreLoss);
      shown = 0;
    });
  };
  const show = (text: string) => {
    for (let from = 0; from < text.length; from += shownAtOnce) showPiece(text.slice(from, from + shownAtOnce));
  };
  const replay = (text: string) => {
    replaying += 1;
    xterm.write(text, () => {
      replaying -= 1;
      if (replaying === 0) onReplayed();
    });
  };
  const read = async () => {
    const parts = await core.terminal.attach({ terminalId }, { signal: controller.signal });
    for await (const part of parts) {
      if (part.type === 'attached') {
        streamId = part.streamId;
        xterm.resize(part.columns, part.rows);
        // Answers to questions that a program asked then must not reach the one that runs now.
        replay('');
      } else if (part.type === 'restarted') {
        xterm.reset();
        onRestarted();
      } else if (part.replay) replay(part.text);
      else show(part.text);
    }
  };
  read().catch(ignoreLoss);

  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      while (waiting !== '' && !controller.signal.aborted) {
        let end = Math.min(waiting.length, largestInput);
        if (/[\uDC00-\uDFFF]/.test(waiting.charAt(end))) end += 1;
        const text = waiting.slice(0, end);
        waiting = waiting.slice(end);
        await core.terminal.write({ terminalId, text });
      }
    } catch {
      // It has ended, or Core has: the window says so where the terminal is.
      waiting = '';
    } finally {
      sending = false;
    }
  };
  const send = (text: string) => {
    if (text === '') return;
    waiting += text;
    void flush();
  };
  const typing = xterm.onData((text) => {
    if (replaying === 0) send(text);
  });

  return {
    send,
    dispose() {
      controller.abort();
      typing.dispose();
    },
  };
}

/** A stream that ends with Core or with its terminal is told of elsewhere. */
function ignoreLoss(): void {}
