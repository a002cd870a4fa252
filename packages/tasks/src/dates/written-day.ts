import { characterTokenizer } from '@seq2seq/text';
import type { Link } from '../task.ts';

/** Where year, month and day are in "2021-05-03". */
const isoPositions: Partial<Record<Intl.DateTimeFormatPartTypes, readonly number[]>> = {
  year: [0, 1, 2, 3],
  month: [5, 6],
  day: [8, 9],
};

/**
 * A day as written, character by character, and what its ISO date is made from. Where a part has as many digits as in the ISO
 * date, each digit is made from its own; otherwise, as with names of months, all of the part is made from all of it.
 */
export function writtenDay(parts: readonly Intl.DateTimeFormatPart[]): { source: string[]; links: Link[] } {
  const source: string[] = [];
  const links: Link[] = [];
  for (const { type, value } of parts) {
    const characters = characterTokenizer.tokenize(value);
    const targets = isoPositions[type] ?? [];
    const oneByOne = characters.length === targets.length && /^\p{Decimal_Number}+$/u.test(value);
    targets.forEach((target, index) => {
      characters.forEach((_, place) => {
        if (!oneByOne || place === index) links.push([target, source.length + place]);
      });
    });
    source.push(...characters);
  }
  links.sort(([a], [b]) => a - b);
  return { source, links };
}
