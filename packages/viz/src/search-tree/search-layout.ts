/** A laid-out search as pure data, in pixels from the top left: what a renderer draws, in SVG or in a page, and a test measures. */
import type { Point } from '../diagram/diagram-layout.ts';
import type { DrawnKind } from './drawn-tree.ts';
import type { SearchCandidate, SearchResult } from './search-trace.ts';

/** One token in its box; the beginning; or a count of what is left out. */
export type SearchLayoutNode = {
  /** unique in the tree; links name their ends by it */
  readonly key: string;
  readonly kind: DrawnKind;
  /** 0 for the beginning, then the number of the step from 1 */
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** the token, cut to fit; `+ 9 more` where others are left out */
  readonly label: string;
  /** its number, or nothing */
  readonly value: string;
  /** such as `pruned, rank 7` or `result 1`, or nothing */
  readonly note: string;
  /** everything about it, in one sentence */
  readonly description: string;
  /** whether it leads to the best result */
  readonly isWinning: boolean;
  /** absent at the beginning and where others are left out */
  readonly candidate: SearchCandidate | undefined;
};

/** A line from the right border of a box to the left border of one that continues it. */
export type SearchLayoutLink = {
  readonly from: string;
  readonly to: string;
  readonly kind: DrawnKind;
  readonly isWinning: boolean;
  readonly points: readonly [start: Point, end: Point];
};

/** One result on the shelf; y is its middle. */
export type SearchLayoutResult = {
  /** from 1, best first */
  readonly place: number;
  readonly y: number;
  /** what is written under the heads, the output cut to fit */
  readonly texts: readonly string[];
  readonly result: SearchResult;
  /** the key of its last node, where it is in the tree */
  readonly node: string | undefined;
};

/** The final ranking, below the tree. */
export type SearchLayoutShelf = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** output, log-probability, length, score; x is the left end of the first and the right end of the others */
  readonly columns: readonly { readonly head: string; readonly x: number; readonly anchor: 'start' | 'end' }[];
  readonly rows: readonly SearchLayoutResult[];
};

/** The head of a step's column; y is its middle. */
export type SearchLayoutHead = {
  readonly text: string;
  /** such as `4 beams × 32 tokens → keep 4` */
  readonly description: string;
  readonly x: number;
  readonly y: number;
};

export type SearchLayout = {
  readonly nodes: readonly SearchLayoutNode[];
  readonly links: readonly SearchLayoutLink[];
  readonly heads: readonly SearchLayoutHead[];
  readonly shelf: SearchLayoutShelf;
  /** where the tree itself is, without title, heads and shelf */
  readonly tree: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly width: number;
  readonly height: number;
};
