import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Seeded randomness that is passed, never global. Streams forked by different names are independent of each other and of how much
 * was drawn before, so adding one consumer does not change what the others see.
 */
export interface Random {
  /** Uniform in [0, 1), with 53 random bits. */
  next(): number;
  /** A stream that depends on this stream's origin and the name alone. */
  fork(name: string): Random;
  /** Plain numbers that survive JSON; {@link randomFromSnapshot} goes on exactly from here. */
  snapshot(): readonly number[];
}

/** A stream that depends on the seed alone: the same on every machine. */
export const createRandom = (seed: number): Random => {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`createRandom: seed is ${seed}; give a whole number.`);
  return streamOf(fnv1a(String(seed)));
};

/** The stream that `snapshot()` described. */
export const randomFromSnapshot = (snapshot: readonly number[]): Random => {
  const [origin, ...state] = snapshot;
  if (origin === undefined || state.length !== 4 || !snapshot.every(Number.isInteger)) {
    throw new RangeError(
      `randomFromSnapshot: expected 5 whole numbers, got [${snapshot.join(', ')}]; pass what snapshot() gave.`,
    );
  }
  return stream(origin, xoroshiro128plusFromState(state));
};

type Generator = ReturnType<typeof xoroshiro128plus>;

const streamOf = (origin: number): Random => {
  const generator = xoroshiro128plus(origin);
  // Its first numbers after seeding still show the seed; these are thrown away.
  for (let i = 0; i < 32; i++) generator.next();
  return stream(origin, generator);
};

const stream = (origin: number, generator: Generator): Random => ({
  next: () => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  },
  fork: (name) => streamOf(fnv1a(`${origin}/${name}`)),
  snapshot: () => [origin, ...generator.getState()],
});

/** 32-bit FNV-1a over UTF-16 code units: names only have to differ. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
};
