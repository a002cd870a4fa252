import { TextError } from '../text-error.ts';
import { shuffle, type RandomSource } from './shuffle.ts';

export type BucketOptions = {
  /** B, items per batch. */
  readonly batchSize: number;
  readonly random: RandomSource;
  /** How many items are sorted together: more means less padding and less random batches. Default: 100 batches. */
  readonly poolSize?: number;
};

/**
 * Batches for one pass over the data, each of items alike in length, so that little of it is padding; yet random in what
 * meets what and in which order. The items are shuffled, cut into pools, each pool is sorted by length (the first number
 * decides, the next breaks ties) and cut into batches, and the batches are shuffled.
 *
 * @param lengths - the lengths of each item: source, then target
 * @returns batches of indices into `lengths`; every index occurs once, and at most one batch per pool is short
 * @throws TextError if `batchSize` is not a positive integer or `poolSize` is smaller than it
 */
export function bucketByLength(lengths: readonly (readonly number[])[], options: BucketOptions): number[][] {
  const { batchSize, random } = options;
  checkCount('batchSize', batchSize, 1, 'it is the number of items per batch');
  const { poolSize = batchSize * 100 } = options;
  checkCount('poolSize', poolSize, batchSize, 'a pool must hold at least one batch');
  const pools = cut(shuffle([...lengths.keys()], random), poolSize);
  const batches = pools.flatMap((pool) =>
    cut(
      pool.toSorted((a, b) => compareLengths(lengths[a] ?? [], lengths[b] ?? [])),
      batchSize,
    ),
  );
  return shuffle(batches, random);
}

function checkCount(option: string, value: number, least: number, advice: string): void {
  if (!(Number.isInteger(value) && value >= least)) {
    throw new TextError(
      `bucketByLength: expected ${option} to be an integer of at least ${least}, got ${value}; ${advice}`,
    );
  }
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

/** Item by item; a length that is left out counts as 0. */
function compareLengths(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
