import { describe, expect, test } from "vitest";
import { act, advance, createGame, type Game, multiplierOf, speedAt } from "./game.ts";
import type { Item } from "./waves.ts";

/** A running game with only these items in reach. */
function playing(items: readonly Item[], changes: Partial<Game> = {}): Game {
  return { ...act(createGame(1), "play"), items, ...changes };
}

/** The state after passing everything up to half a radian ahead, and what happened on the way. */
function pass(game: Game) {
  return advance(game, 0.5 / speedAt(game.elapsed));
}

const spark: Item = { kind: "spark", lane: 1, angle: 0.1 };
const shard: Item = { kind: "shard", lane: 1, angle: 0.2 };
const heart: Item = { kind: "heart", lane: 1, angle: 0.3 };

describe("moving", () => {
  test("goes one ring at a time and stays on the rings", () => {
    const outer = act(act(act(playing([]), "move-out"), "move-out"), "move-out");
    expect(outer.lane).toBe(2);
    expect(act(act(act(outer, "move-in"), "move-in"), "move-in").lane).toBe(0);
  });

  test("waits while the game does not run", () => {
    const paused = act(playing([]), "pause");
    expect(act(paused, "move-out")).toBe(paused);
    expect(advance(paused, 1)).toEqual({ game: paused, events: [] });
    expect(act(paused, "play").phase).toBe("playing");
  });

  test("gets faster, up to a limit", () => {
    expect(speedAt(30)).toBeGreaterThan(speedAt(0));
    expect(speedAt(10_000)).toBe(speedAt(20_000));
  });
});

describe("sparks", () => {
  test("score when taken, and are gone then", () => {
    const { game, events } = pass(playing([spark]));
    expect(events).toEqual([{ kind: "spark-taken", item: spark, points: 10 }]);
    expect(game).toMatchObject({ score: 10, streak: 1 });
    expect(game.items).not.toContain(spark);
  });

  test("count more in a streak, up to five times", () => {
    expect([0, 4, 5, 10, 500].map(multiplierOf)).toEqual([1, 1, 2, 3, 5]);
    expect(pass(playing([spark], { streak: 5, score: 60 })).game.score).toBe(80);
  });

  test("end the streak when missed", () => {
    const { game, events } = pass(playing([spark], { lane: 2, streak: 7 }));
    expect(events).toEqual([{ kind: "spark-missed", item: spark }]);
    expect(game).toMatchObject({ score: 0, streak: 0 });
  });
});

describe("shards", () => {
  test("cost a heart and the streak, and then do no harm for a moment", () => {
    const second: Item = { ...shard, angle: 0.4 };
    const { game, events } = pass(playing([shard, second], { streak: 3 }));
    expect(events.map((event) => event.kind)).toEqual(["hit"]);
    expect(game).toMatchObject({ hearts: 2, streak: 0, phase: "playing" });
  });

  test("do nothing on another ring", () => {
    expect(pass(playing([shard], { lane: 0 })).game.hearts).toBe(3);
  });

  test("end the game with the last heart; what lies behind is not taken any more", () => {
    const after: Item = { ...spark, angle: 0.4 };
    const { game } = pass(playing([shard, after], { hearts: 1 }));
    expect(game).toMatchObject({ hearts: 0, phase: "over", score: 0 });
    expect(act(game, "play")).toMatchObject({ hearts: 3, phase: "playing", elapsed: 0 });
  });
});

test("a heart heals, up to three", () => {
  expect(pass(playing([heart], { hearts: 1 })).game.hearts).toBe(2);
  expect(pass(playing([heart])).game.hearts).toBe(3);
});

test("what is met does not depend on the frame rate", () => {
  const items = [spark, shard, heart, { ...spark, angle: 0.35 }];
  const kinds = (frames: number) => {
    let game = playing(items);
    const met: string[] = [];
    for (let frame = 0; frame < frames; frame += 1) {
      const step = advance(game, 0.5 / frames);
      game = step.game;
      met.push(...step.events.map((event) => event.kind));
    }
    return met;
  };
  expect(kinds(1)).toEqual(["spark-taken", "hit", "heart-taken", "spark-taken"]);
  expect(kinds(120)).toEqual(kinds(1));
});

test("there is always something ahead, and nothing is kept for ever", () => {
  let game = playing([]);
  for (let frame = 0; frame < 2000; frame += 1) {
    game = { ...advance(game, 0.05).game, hearts: 3 };
    expect(game.items.at(-1)?.angle).toBeGreaterThan(game.angle + Math.PI);
    expect(game.items.length).toBeLessThan(40);
  }
});
