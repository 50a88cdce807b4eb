/** A ring, counted from the inside. */
export type Lane = 0 | 1 | 2;

export interface Item {
  readonly kind: "spark" | "shard" | "heart";
  readonly lane: Lane;
  /** Where it lies on its ring, in radians from the start; 2π is one lap. */
  readonly angle: number;
}

/** Radians between two waves. */
export const waveSpacing = 0.5;
const firstWaveAngle = 1.5;
const calmWaves = 5;
const wavesPerHeart = 40;

/**
 * Makes what lies across the rings at one place: at most two shards, so that one ring is always free.
 * The same seed and number always give the same wave.
 */
export function createWave(seed: number, index: number): readonly Item[] {
  const random = createRandom(seed + index * 7919);
  const angle = firstWaveAngle + index * waveSpacing;
  const lanes = shuffle<Lane>([0, 1, 2], random);

  const shardCount = index < calmWaves ? 0 : pickShardCount(index, random());
  const shards = lanes.slice(0, shardCount).map((lane): Item => ({ kind: "shard", lane, angle }));

  const freeLane = lanes[2];
  if (freeLane === undefined) return shards;
  if (index % wavesPerHeart === wavesPerHeart - 1) {
    return [...shards, { kind: "heart", lane: freeLane, angle }];
  }
  const hasSpark = shardCount === 0 || random() < 0.6;
  return hasSpark ? [...shards, { kind: "spark", lane: freeLane, angle }] : shards;
}

function pickShardCount(index: number, roll: number): 0 | 1 | 2 {
  const hardness = Math.min(1, index / 120);
  if (roll < 0.35 - 0.15 * hardness) return 0;
  return roll < 0.95 - 0.4 * hardness ? 1 : 2;
}

/** Mulberry32: a small seeded generator of numbers from 0 up to 1, even enough for a game. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffle<T>(values: readonly T[], random: () => number): readonly T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}
