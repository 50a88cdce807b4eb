import { expect, test } from "vitest";
import { createWave } from "./waves.ts";

const seeds = [0, 1, 42, Date.UTC(2026, 0, 1)];
const indexes = Array.from({ length: 500 }, (_, index) => index);

test("one ring is always free of shards, and no two items lie on one", () => {
  for (const seed of seeds) {
    for (const index of indexes) {
      const wave = createWave(seed, index);
      const shards = wave.filter((item) => item.kind === "shard");
      expect(shards.length).toBeLessThanOrEqual(2);
      expect(new Set(wave.map((item) => item.lane)).size).toBe(wave.length);
    }
  }
});

test("the same seed gives the same waves, another one gives others", () => {
  const waves = (seed: number) => indexes.map((index) => createWave(seed, index));
  expect(waves(1)).toEqual(waves(1));
  expect(waves(1)).not.toEqual(waves(2));
});

test("it starts calmly and gets harder", () => {
  const shardsIn = (from: number, to: number) =>
    indexes
      .slice(from, to)
      .flatMap((index) => createWave(42, index))
      .filter((item) => item.kind === "shard").length;
  expect(shardsIn(0, 5)).toBe(0);
  expect(shardsIn(400, 500)).toBeGreaterThan(shardsIn(0, 100));
});

test("waves come one after another", () => {
  const angles = indexes.map((index) => createWave(7, index)[0]?.angle ?? Number.NaN);
  const sorted = [...angles].sort((left, right) => left - right);
  expect(angles).toEqual(sorted);
});
