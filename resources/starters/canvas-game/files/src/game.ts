import { createWave, type Item, type Lane } from "./waves.ts";

/** Everything that the game is at one moment: plain data, so a test can write down any situation. */
export interface Game {
  readonly phase: "ready" | "playing" | "paused" | "over";
  readonly seed: number;
  /** Seconds played. */
  readonly elapsed: number;
  /** How far the ship has come, in radians; 2π is one lap. */
  readonly angle: number;
  readonly lane: Lane;
  readonly items: readonly Item[];
  readonly nextWave: number;
  readonly hearts: number;
  readonly score: number;
  /** Sparks taken in a row. */
  readonly streak: number;
  /** Shards do no harm until `elapsed` reaches this. */
  readonly safeUntil: number;
}

/** What the player can ask for. */
export type Action = "move-in" | "move-out" | "play" | "pause";

/** What happened during a step, for whoever shows it. */
export type GameEvent =
  | { readonly kind: "spark-taken"; readonly item: Item; readonly points: number }
  | { readonly kind: "spark-missed"; readonly item: Item }
  | { readonly kind: "heart-taken"; readonly item: Item }
  | { readonly kind: "hit"; readonly item: Item };

export const maxHearts = 3;
const startSpeed = 0.9;
const maxSpeed = 1.75;
/** Radians per second, gained in each second. */
const acceleration = 0.009;
const safeSeconds = 1.5;
const sparkPoints = 10;
const sparksPerMultiplier = 5;
const maxMultiplier = 5;
/** Radians that can be seen ahead of the ship and behind it; less than a lap together. */
export const sightAhead = 1.5 * Math.PI;
export const sightBehind = 0.4;

export function createGame(seed: number): Game {
  return withWavesInSight({
    phase: "ready",
    seed,
    elapsed: 0,
    angle: 0,
    lane: 1,
    items: [],
    nextWave: 0,
    hearts: maxHearts,
    score: 0,
    streak: 0,
    safeUntil: 0,
  });
}

/** Applies what the player asked for, or returns the same game when it makes no sense now. */
export function act(game: Game, action: Action): Game {
  switch (action) {
    case "move-in":
      return moveTo(game, game.lane - 1);
    case "move-out":
      return moveTo(game, game.lane + 1);
    case "play":
      if (game.phase === "over") return { ...createGame(game.seed + 1), phase: "playing" };
      return { ...game, phase: "playing" };
    case "pause":
      return game.phase === "playing" ? { ...game, phase: "paused" } : game;
  }
}

/** Lets time pass: the ship moves on and meets what lies between the old place and the new one. */
export function advance(
  game: Game,
  seconds: number,
): { readonly game: Game; readonly events: readonly GameEvent[] } {
  if (game.phase !== "playing") return { game, events: [] };

  const angle = game.angle + speedAt(game.elapsed) * seconds;
  const reached = game.items.filter((item) => item.angle > game.angle && item.angle <= angle);

  let next: Game = { ...game, angle, elapsed: game.elapsed + seconds };
  const events: GameEvent[] = [];
  for (const item of reached) {
    const event = meet(next, item);
    if (!event) continue;
    events.push(event);
    next = applyEvent(next, event);
  }
  return { game: withWavesInSight(next), events };
}

/** Radians per second after so many seconds of play. */
export function speedAt(elapsed: number): number {
  return Math.min(maxSpeed, startSpeed + acceleration * elapsed);
}

/** How often the next spark counts. */
export function multiplierOf(streak: number): number {
  return Math.min(maxMultiplier, 1 + Math.floor(streak / sparksPerMultiplier));
}

export function isSafe(game: Game): boolean {
  return game.elapsed < game.safeUntil;
}

function meet(game: Game, item: Item): GameEvent | undefined {
  if (game.phase === "over") return undefined;
  const touches = item.lane === game.lane;
  switch (item.kind) {
    case "spark":
      return touches
        ? { kind: "spark-taken", item, points: sparkPoints * multiplierOf(game.streak) }
        : { kind: "spark-missed", item };
    case "heart":
      return touches ? { kind: "heart-taken", item } : undefined;
    case "shard":
      return touches && !isSafe(game) ? { kind: "hit", item } : undefined;
  }
}

function applyEvent(game: Game, event: GameEvent): Game {
  switch (event.kind) {
    case "spark-taken":
      return {
        ...without(game, event.item),
        score: game.score + event.points,
        streak: game.streak + 1,
      };
    case "spark-missed":
      return { ...game, streak: 0 };
    case "heart-taken":
      return { ...without(game, event.item), hearts: Math.min(maxHearts, game.hearts + 1) };
    case "hit": {
      const hearts = game.hearts - 1;
      return {
        ...without(game, event.item),
        hearts,
        streak: 0,
        safeUntil: game.elapsed + safeSeconds,
        phase: hearts > 0 ? "playing" : "over",
      };
    }
  }
}

function moveTo(game: Game, lane: number): Game {
  const exists = lane === 0 || lane === 1 || lane === 2;
  return game.phase === "playing" && exists ? { ...game, lane } : game;
}

function without(game: Game, taken: Item): Game {
  return { ...game, items: game.items.filter((item) => item !== taken) };
}

function withWavesInSight(game: Game): Game {
  let { nextWave } = game;
  const items = game.items.filter((item) => item.angle > game.angle - sightBehind);
  while ((items.at(-1)?.angle ?? 0) < game.angle + sightAhead) {
    items.push(...createWave(game.seed, nextWave));
    nextWave += 1;
  }
  return { ...game, items, nextWave };
}
