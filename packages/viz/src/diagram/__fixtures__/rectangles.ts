/** Plane geometry for the judges of layouts, written apart from the layout itself. */
import { textLength } from '../../svg/text-length.ts';
import type { DiagramArrow, DiagramText, Point } from '../diagram-layout.ts';

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** One straight piece of an arrow. */
export type Piece = { readonly start: Point; readonly end: Point };

export const piecesOf = ({ points }: DiagramArrow): Piece[] =>
  points.slice(1).map((end, index) => ({ start: points[index]!, end }));

/** The room that a text takes: letters are about as high as the font is large. */
export function roomOf({ text, subscript = '', anchor, fontSize, x, y }: DiagramText): Rectangle {
  const width = textLength([text + subscript], fontSize);
  const shares = { start: 0, middle: 0.5, end: 1 };
  return { x: x - width * shares[anchor], y: y - fontSize / 2, width, height: fontSize };
}

/** Whether two rectangles share more than a hundredth of a pixel in both directions. */
export function overlap(one: Rectangle, other: Rectangle): boolean {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return across > 0.01 && down > 0.01;
}

export const isOnBorder = ({ x, y, width, height }: Rectangle, [left, top]: Point): boolean => {
  const slack = 0.01;
  const isWithin = left > x - slack && left < x + width + slack && top > y - slack && top < y + height + slack;
  const isInside = left > x + slack && left < x + width - slack && top > y + slack && top < y + height - slack;
  return isWithin && !isInside;
};

/** Whether a straight piece runs through the inside of a rectangle: the piece is cut to the rectangle (Liang and Barsky 1984). */
export function runsThrough({ start, end }: Piece, { x, y, width, height }: Rectangle): boolean {
  const inset = 0.01;
  let from = 0;
  let to = 1;
  const sides: [number, number][] = [
    [start[0] - end[0], start[0] - (x + inset)],
    [end[0] - start[0], x + width - inset - start[0]],
    [start[1] - end[1], start[1] - (y + inset)],
    [end[1] - start[1], y + height - inset - start[1]],
  ];
  for (const [direction, distance] of sides) {
    if (direction === 0) {
      if (distance < 0) return false;
    } else if (direction < 0) {
      from = Math.max(from, distance / direction);
    } else {
      to = Math.min(to, distance / direction);
    }
  }
  return from < to;
}

/** The length along which two level or two upright pieces lie closer together than two pixels. */
export function sharedLength(one: Piece, other: Piece): number {
  const lengths = [0, 1].map((along) => {
    const across = 1 - along;
    const isParallel = one.start[across] === one.end[across] && other.start[across] === other.end[across];
    if (!isParallel || Math.abs(one.start[across]! - other.start[across]!) > 2) return 0;
    const highest = Math.min(Math.max(one.start[along]!, one.end[along]!), Math.max(other.start[along]!, other.end[along]!));
    const lowest = Math.max(Math.min(one.start[along]!, one.end[along]!), Math.min(other.start[along]!, other.end[along]!));
    return Math.max(0, highest - lowest);
  });
  return Math.max(...lengths);
}
