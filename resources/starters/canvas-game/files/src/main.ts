import { type Action, act, advance, createGame } from "./game.ts";
import { createHud } from "./hud.ts";
import { listenForActions } from "./input.ts";
import { createRenderer } from "./renderer.ts";

/** A longer frame (the tab slept) counts as this many seconds, so that the ship doesn't leap. */
const longestFrame = 0.1;
const bestKey = "best-score";

const board = document.getElementById("board");
const context = document.querySelector("canvas")?.getContext("2d");
if (!board || !context) throw new Error("There is no board to play on, or no way to draw on it.");

const renderer = createRenderer(context);
const hud = createHud(
  () => handle("play"),
  () => handle("pause"),
);

let game = createGame(Date.now());
let best = readBest();
let lastFrame: number | undefined;
let isFrameRequested = false;

function handle(action: Action) {
  game = act(game, action);
  requestFrame();
}

// Frames are drawn only while something moves; a paused game costs nothing.
function requestFrame() {
  if (isFrameRequested) return;
  isFrameRequested = true;
  requestAnimationFrame(drawFrame);
}

function drawFrame(time: number) {
  isFrameRequested = false;
  const seconds = Math.min(longestFrame, (time - (lastFrame ?? time)) / 1000);
  const step = advance(game, seconds);
  game = step.game;
  if (game.score > best) saveBest(game.score);

  const moves = renderer.draw(game, step.events, seconds) || game.phase === "playing";
  hud.show(game, best);
  lastFrame = moves ? time : undefined;
  if (moves) requestFrame();
}

function readBest(): number {
  try {
    return Number(localStorage.getItem(bestKey)) || 0;
  } catch {
    return 0;
  }
}

function saveBest(score: number) {
  best = score;
  try {
    localStorage.setItem(bestKey, String(score));
  } catch {
    // A browser that keeps no data for this page still shows the best score until it closes.
  }
}

listenForActions(board, handle);
new ResizeObserver(requestFrame).observe(board);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", requestFrame);
window.addEventListener("blur", () => handle("pause"));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) handle("pause");
});
