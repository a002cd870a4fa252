// Which lines a picture of word links has: of thousands of weights only those that can be seen.
import type { Weights } from '../../protocol/messages.ts';

export type Link = { readonly row: number; readonly column: number; readonly weight: number };

/** Places from the first to the last that are in sight, both included. */
export type InSight = { readonly first: number; readonly last: number };

/** Weaker links than these are not drawn; of a row of equal weights, however long, all are strong enough. */
export const leastWeight = (columns: number): number => Math.min(0.02, 0.5 / columns);

/** The links that have an end in sight, the weakest first, so that the strongest are drawn on top; at most so many. */
export const strongestLinks = (
  { rows, columns, values }: Weights,
  { first, last }: InSight,
  most: number,
): readonly Link[] => {
  const least = leastWeight(columns);
  const links: Link[] = [];
  for (let row = 0; row < rows; row++) {
    const isRowSeen = row >= first && row <= last;
    const [from, to] = isRowSeen ? [0, columns - 1] : [Math.max(first, 0), Math.min(last, columns - 1)];
    for (let column = from; column <= to; column++) {
      const weight = values[row * columns + column]!;
      if (weight >= least) links.push({ row, column, weight });
    }
  }
  return links.toSorted((a, b) => a.weight - b.weight).slice(-most);
};
