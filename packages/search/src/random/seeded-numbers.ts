// Numbers that look random and depend on nothing but what they are asked for: the same on every machine and in every order.

/** Mixes integers into one of 32 bits. */
export function hashOf(...integers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const integer of integers) {
    hash = Math.imul(hash ^ (integer | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** A stream of numbers from 0 to just below 1 (mulberry32, by Tommy Ettinger). */
export function seededNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
