/** Arrows as SVG: lines with rounded bends, and heads drawn as triangles, as a marker would need an id, and ids clash on a page. */
import { element, type Markup } from '../svg/element.ts';
import type { ArrowKind, Point } from './diagram-layout.ts';
import { arrowLooks, partColours } from './part-colours.ts';

const bend = 5;
const head = { length: 7, halfWidth: 3 };

/**
 * Draws all arrows of a kind as one line and one set of heads, so that where several run together none looks thicker.
 *
 * @param arrows - the points of each, at least two; the head is at the last
 * @param ink - the colour of lines that belong to no part
 */
export function arrowsMarkup(arrows: readonly (readonly Point[])[], kind: ArrowKind, ink: string): Markup {
  const { part, dashes } = arrowLooks[kind];
  const colour = part ? partColours[part].line : ink;
  const line = {
    d: arrows.map(lineOf).join(''),
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.4,
    ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }),
  };
  return element('g', {}, [element('path', line), element('path', { d: arrows.map(headOf).join(''), fill: colour })]);
}

/** The line ends inside the head, whose tip is sharper than the end of a line. */
function lineOf(points: readonly Point[]): string {
  return roundedPath([...points.slice(0, -1), towards(points.at(-1)!, points.at(-2)!, head.length - 1)]);
}

function headOf(points: readonly Point[]): string {
  const tip = points.at(-1)!;
  const neck = towards(tip, points.at(-2)!, head.length);
  const across: Point = [(tip[1] - neck[1]) / head.length, (neck[0] - tip[0]) / head.length];
  const corner = (side: number): string =>
    written([neck[0] + side * across[0] * head.halfWidth, neck[1] + side * across[1] * head.halfWidth]);
  return `M${written(tip)}L${corner(1)}L${corner(-1)}Z`;
}

/** Straight pieces joined by curves, which never take more than half of a piece. */
function roundedPath(points: readonly Point[]): string {
  const middle = points.slice(1, -1).map((corner, index) => {
    const before = points[index]!;
    const after = points[index + 2]!;
    const into = towards(corner, before, Math.min(bend, distance(corner, before) / 2));
    const out = towards(corner, after, Math.min(bend, distance(corner, after) / 2));
    return `L${written(into)}Q${written(corner)} ${written(out)}`;
  });
  return `M${written(points[0]!)}${middle.join('')}L${written(points.at(-1)!)}`;
}

/** The point at some distance from one point on the way to another. */
function towards(from: Point, to: Point, length: number): Point {
  const share = length / (distance(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

const distance = (one: Point, other: Point): number => Math.hypot(other[0] - one[0], other[1] - one[1]);

const written = ([x, y]: Point): string => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;
