// Where the nodes of a search stand: from left to right as @seq2seq/viz lays them out, or turned downwards for narrow pages.
import type { SearchLayout, SearchLayoutNode } from '@seq2seq/viz';

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A line from a node to one that continues it, as the path of an SVG. */
type PlacedLink = { readonly from: string; readonly to: string; readonly path: string };

export type PlacedTree = {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly links: readonly PlacedLink[];
  /** One for each step, the first at 0: where its column, or its line, begins. */
  readonly steps: readonly { readonly x: number; readonly y: number }[];
  readonly width: number;
  readonly height: number;
};

const margin = 8;
/** Above the columns: the numbers of the steps. */
const headHeight = 24;
/** Boxes are at least this high, so that a finger finds them. */
const leastHeight = 24;

/** Boxes of a tree that grows downwards are all alike: three short lines. */
const turned = { width: 98, height: 50, gap: 6, between: 26, left: 22 };

/** Steps from left to right. */
export const placeAcross = ({ nodes, links, tree, heads }: SearchLayout): PlacedTree => {
  const [left, top] = [tree.x - margin, tree.y - headHeight];
  const boxes = new Map(
    nodes.map(({ key, x, y, width, height }) => {
      const grown = Math.max(leastHeight, height) - height;
      return [key, { x: x - left, y: y - top - grown / 2, width, height: height + grown }] as const;
    }),
  );
  return {
    boxes,
    links: links.map(({ from, to }) => {
      const [start, end] = [boxes.get(from)!, boxes.get(to)!];
      return { from, to, path: across(start.x + start.width, middleY(start), end.x, middleY(end)) };
    }),
    steps: heads.map(({ x }) => ({ x: x - left, y: 0 })),
    width: tree.width + 2 * margin,
    height: tree.height + headHeight + margin,
  };
};

/** Steps from top to bottom. The order within a step is that of the tree across; the distances are stretched until nothing overlaps. */
export const placeDown = ({ nodes, links, tree, heads }: SearchLayout): PlacedTree => {
  const { width, height, gap, between, left } = turned;
  const stretch = (width + gap) / closest(nodes);
  const centre = (node: SearchLayoutNode): number => node.y + node.height / 2 - tree.y;
  const first = Math.min(...nodes.map(centre));
  const lineOf = (column: number): number => margin + column * (height + between);
  const boxes = new Map(
    nodes.map((node) => {
      const x = left + margin + (centre(node) - first) * stretch;
      return [node.key, { x, y: lineOf(node.column), width, height }] as const;
    }),
  );
  return {
    boxes,
    links: links.map(({ from, to }) => {
      const [start, end] = [boxes.get(from)!, boxes.get(to)!];
      return { from, to, path: down(middleX(start), start.y + height, middleX(end), end.y) };
    }),
    steps: heads.map((_, index) => ({ x: 0, y: lineOf(index + 1) })),
    width: Math.max(...[...boxes.values()].map((box) => box.x + box.width)) + margin,
    height: lineOf(heads.length) + height + margin,
  };
};

/** The least distance between the middles of two neighbours in a column. */
const closest = (nodes: readonly SearchLayoutNode[]): number => {
  const middles = new Map<number, number[]>();
  for (const { column, y, height } of nodes) middles.set(column, [...(middles.get(column) ?? []), y + height / 2]);
  let least = Number.POSITIVE_INFINITY;
  for (const column of middles.values()) {
    const sorted = column.toSorted((a, b) => a - b);
    for (let at = 1; at < sorted.length; at++) least = Math.min(least, sorted[at]! - sorted[at - 1]!);
  }
  return least;
};

const middleX = ({ x, width }: Box): number => x + width / 2;
const middleY = ({ y, height }: Box): number => y + height / 2;

const across = (x1: number, y1: number, x2: number, y2: number): string => {
  const bend = (x1 + x2) / 2;
  return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
};
const down = (x1: number, y1: number, x2: number, y2: number): string => {
  const bend = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}`;
};
