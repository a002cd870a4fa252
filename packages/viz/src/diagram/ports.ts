/** Where arrows leave and reach a box: the middle of a side, or a little beside it. */
import type { ArrowKind, DiagramArrow, DiagramBox, Point } from './diagram-layout.ts';

/** The boxes of a figure by their ids. */
export type Boxes = ReadonlyMap<string, DiagramBox>;

/** The box of an id; a missing one is a mistake of the layout, not of its caller. */
export function boxOf(boxes: Boxes, id: string): DiagramBox {
  const box = boxes.get(id);
  if (!box) throw new Error(`diagram layout: an arrow names the box ${id}, which was never placed`);
  return box;
}

/** What a column gives to the row above: the sum of a residual layer, else its cell. */
export function outOf(boxes: Boxes, side: 'encoder' | 'decoder', row: number, step: number): DiagramBox {
  return boxes.get(`${side}.sum.${row}.${step}`) ?? boxOf(boxes, `${side}.cell.${row}.${step}`);
}

export const topOf = ({ x, y, width }: DiagramBox, shift = 0): Point => [x + width / 2 + shift, y];
export const bottomOf = ({ x, y, width, height }: DiagramBox, shift = 0): Point => [x + width / 2 + shift, y + height];
export const leftOf = ({ x, y, height }: DiagramBox, shift = 0): Point => [x, y + height / 2 + shift];
export const rightOf = ({ x, y, width, height }: DiagramBox, shift = 0): Point => [x + width, y + height / 2 + shift];

export function arrow(kind: ArrowKind, from: DiagramBox, to: DiagramBox, points: readonly Point[]): DiagramArrow {
  return { kind, from: from.id, to: to.id, points };
}

/** Straight up from the middle of one box to the middle of another. */
export function upArrow(kind: ArrowKind, from: DiagramBox, to: DiagramBox): DiagramArrow {
  return arrow(kind, from, to, [
    [topOf(from)[0], from.y],
    [topOf(from)[0], to.y + to.height],
  ]);
}

/** Around a cell at its right, from what is under it into the sum above it. */
export function residualArrow(from: DiagramBox, sum: DiagramBox, track: number): DiagramArrow {
  const [x, y] = topOf(from);
  const end = rightOf(sum);
  const branch = y - residualRise;
  return arrow('residual', from, sum, [[x, y], [x, branch], [track, branch], [track, end[1]], end]);
}

/** How far above a box its residual branches off. */
const residualRise = 9;
