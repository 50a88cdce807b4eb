/** Frames in which the focus is asked for, and in which it has to have stayed: half a second at most. */
const mostFrames = 30;
const settledFrames = 6;

/**
 * Gives an element the focus that may not be laid out yet, or whose turn comes before something else gives the focus back to where it was.
 * A key or the pointer of the person ends the attempt. Answers how to give it up.
 */
export function takeFocus(element: HTMLElement): () => void {
  let frame = 0;
  let left = mostFrames;
  let settled = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const name of ['keydown', 'pointerdown'] as const) window.removeEventListener(name, stop, true);
  };
  const attempt = () => {
    if (document.activeElement === element) settled += 1;
    else {
      settled = 0;
      element.focus({ preventScroll: true });
    }
    left -= 1;
    if (left > 0 && settled < settledFrames) frame = requestAnimationFrame(attempt);
    else stop();
  };
  for (const name of ['keydown', 'pointerdown'] as const) window.addEventListener(name, stop, true);
  attempt();
  return stop;
}
