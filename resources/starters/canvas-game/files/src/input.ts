import type { Action } from "./game.ts";

const actionsOfKeys: Readonly<Record<string, Action>> = {
  ArrowUp: "move-out",
  KeyW: "move-out",
  ArrowDown: "move-in",
  KeyS: "move-in",
  Space: "play",
  Enter: "play",
  KeyP: "pause",
  Escape: "pause",
};

/** Pixels that a finger slides for one move. */
const swipeDistance = 28;

/** Turns keys, swipes on the board and the on-screen buttons into actions. Returns how to stop. */
export function listenForActions(board: HTMLElement, onAction: (action: Action) => void) {
  const listening = new AbortController();
  const { signal } = listening;

  window.addEventListener(
    "keydown",
    (event) => {
      const action = actionsOfKeys[event.code];
      const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
      if (!action || isShortcut) return;
      // A focused button already answers to these keys with a click.
      if (action === "play" && event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      if (!event.repeat) onAction(action);
    },
    { signal },
  );

  let swipeStart: number | undefined;
  board.addEventListener("pointerdown", (event) => (swipeStart = event.clientY), { signal });
  window.addEventListener("pointerup", () => (swipeStart = undefined), { signal });
  window.addEventListener("pointercancel", () => (swipeStart = undefined), { signal });
  window.addEventListener(
    "pointermove",
    (event) => {
      if (swipeStart === undefined) return;
      const distance = event.clientY - swipeStart;
      if (Math.abs(distance) < swipeDistance) return;
      swipeStart = event.clientY;
      onAction(distance < 0 ? "move-out" : "move-in");
    },
    { signal },
  );

  for (const button of document.querySelectorAll<HTMLElement>("[data-action]")) {
    // Not "click", which comes only when the finger leaves: too late to dodge.
    button.addEventListener(
      "pointerdown",
      () => onAction(button.dataset.action === "move-in" ? "move-in" : "move-out"),
      { signal },
    );
  }

  return { dispose: () => listening.abort() };
}
