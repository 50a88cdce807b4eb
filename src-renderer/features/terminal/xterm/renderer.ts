import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal as Xterm } from '@xterm/xterm';
import type { Disposable } from '../../../app/disposable.ts';

let quick: boolean | undefined;

/** Whether there is a graphics card: what emulates one is slower than the page's own elements. */
function hasGraphicsCard(): boolean {
  if (quick === undefined) {
    const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
    quick = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return quick;
}

/** Draws a terminal with the graphics card while that is wanted and works, else with page elements. */
export function keepRenderer(xterm: Xterm): Disposable & { use(gpu: boolean): void } {
  let addon: WebglAddon | undefined;
  const drop = () => {
    addon?.dispose();
    addon = undefined;
  };
  return {
    use(gpu) {
      if (!gpu || !hasGraphicsCard()) return drop();
      if (addon || !xterm.element) return;
      try {
        const made = new WebglAddon();
        made.onContextLoss(drop);
        xterm.loadAddon(made);
        addon = made;
      } catch {
        // The card refused: xterm goes on with page elements.
        addon = undefined;
      }
    },
    dispose: drop,
  };
}
