import { type Game, maxHearts, multiplierOf } from "./game.ts";

/** The words and numbers around the board. They are HTML, so that everyone can read them. */
export function createHud(onPlay: () => void, onPause: () => void) {
  const score = find("score");
  const best = find("best");
  const multiplier = find("multiplier");
  const hearts = find("hearts");
  const panel = find("panel");
  const panelTitle = find("panel-title");
  const panelText = find("panel-text");
  const panelButton = find("panel-button");
  const pauseButton = find("pause");

  panelButton.addEventListener("click", onPlay);
  pauseButton.addEventListener("click", onPause);
  let shownPhase: Game["phase"] | undefined;

  function showPanel(game: Game, bestScore: number) {
    const words = panelWords(game, bestScore);
    panel.hidden = words === undefined;
    pauseButton.toggleAttribute("disabled", game.phase !== "playing");
    if (!words) {
      if (document.activeElement === panelButton) panelButton.blur();
      return;
    }
    panelTitle.textContent = words.title;
    panelText.textContent = words.text;
    panelButton.textContent = words.button;
    panelButton.focus({ preventScroll: true });
  }

  return {
    show(game: Game, bestScore: number) {
      setText(score, String(game.score));
      setText(best, String(bestScore));
      setText(multiplier, `×${multiplierOf(game.streak)}`);
      setText(hearts, "♥".repeat(game.hearts) + "♡".repeat(maxHearts - game.hearts));
      hearts.ariaLabel = `${game.hearts} of ${maxHearts} lives`;
      if (game.phase === shownPhase) return;
      shownPhase = game.phase;
      showPanel(game, bestScore);
    },
  };
}

function panelWords({ phase, score }: Game, bestScore: number) {
  switch (phase) {
    case "ready":
      return {
        title: "Ride the rings",
        text: "Take the sparks, dodge the shards. Up and down keys or a swipe change rings, P pauses.",
        button: "Play",
      };
    case "paused":
      return { title: "Paused", text: "The rings wait for you.", button: "Go on" };
    case "over":
      return {
        title: `${score} points`,
        text: score > 0 && score === bestScore ? "Your best so far." : `Your best is ${bestScore}.`,
        button: "Play again",
      };
    case "playing":
      return undefined;
  }
}

// Writing the same text again would still make the browser lay out the page, sixty times a second.
function setText(element: HTMLElement, text: string) {
  if (element.textContent !== text) element.textContent = text;
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element with the id "${id}".`);
  return element;
}
