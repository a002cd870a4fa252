// The best hypotheses of one source found so far, in order, at most as many as were asked for.

import { tokensOf, type HistoryNode } from './history.ts';

/** A path that has ended, with what it is ranked by. */
export type RankedPath = { readonly node: HistoryNode; readonly score: number; readonly finished: boolean };

/** A ranked list that forgets what falls off its end. */
export interface Shelf {
  /** Best first. */
  readonly paths: readonly RankedPath[];
  /** False if a path with this score surely has no place; saves making it. */
  hasRoomFor(score: number, finished: boolean): boolean;
  put(path: RankedPath): void;
  /** The score a new finished path must at least equal, or −Infinity while there is room for any. */
  scoreToEnter(): number;
}

export function createShelf(capacity: number): Shelf {
  const paths: RankedPath[] = [];
  const lastPath = () => (paths.length < capacity ? undefined : paths.at(-1));
  return {
    paths,
    hasRoomFor(score, finished) {
      const last = lastPath();
      if (!last) return true;
      return finished === last.finished ? score >= last.score : finished;
    },
    put(path) {
      let low = 0;
      let high = paths.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (comparePaths(paths[middle]!, path) < 0) low = middle + 1;
        else high = middle;
      }
      paths.splice(low, 0, path);
      if (paths.length > capacity) paths.pop();
    },
    scoreToEnter() {
      const last = lastPath();
      return last?.finished ? last.score : -Infinity;
    },
  };
}

/**
 * The order of results: finished before unfinished, then the higher score, then the smaller tokens read from the left. No two
 * paths of one source have the same tokens, so the order is total and does not depend on who was found first.
 */
export function comparePaths(one: RankedPath, other: RankedPath): number {
  if (one.finished !== other.finished) return one.finished ? -1 : 1;
  if (one.score !== other.score) return one.score > other.score ? -1 : 1;
  return compareTokens(tokensOf(one.node), tokensOf(other.node));
}

/** As in a dictionary: the smaller token at the first place where they differ, a beginning before what it begins; 0 if equal. */
export function compareTokens(left: readonly number[], right: readonly number[]): number {
  const different = left.findIndex((token, position) => token !== right[position]);
  if (different < 0) return left.length - right.length;
  return different < right.length ? left[different]! - right[different]! : 1;
}
