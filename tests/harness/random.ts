// Chance that can be had again: the same seed gives the same numbers (mulberry32, public domain).

export type Random = {
  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number;
  of<T>(list: readonly T[]): T;
};

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { below, of: (list) => list[below(list.length)] };
}
