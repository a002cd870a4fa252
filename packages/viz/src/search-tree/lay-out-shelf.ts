/** The results of a search as a small table: place, output, log-probability, length, score. */
import { cutToLength } from '../diagram/fit-text.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';
import type { SearchTree } from './read-search.ts';
import { shelfFontSize } from './search-font-sizes.ts';
import type { SearchLayoutShelf } from './search-layout.ts';
import { shelfHeads, shelfTexts, type SearchWords } from './search-words.ts';

export const shelfLineHeight = 20;
const columnGap = 20;
const inset = 10;
/** However narrow the tree, an output may be this long before it is cut. */
const roomForOutput = 320;

/**
 * @param place - where the shelf begins, and how wide the tree above it is: outputs are cut at neither less than that nor less than
 * a readable length
 */
export function layOutShelf(
  { results, places }: SearchTree,
  words: SearchWords,
  place: { readonly x: number; readonly y: number; readonly width: number },
): SearchLayoutShelf {
  const texts = results.map(({ result }) => shelfTexts(result, words).map(visibleLabel));
  const [outputs, ...numbers] = shelfHeads.map((head, column) => [head, ...texts.map((row) => row[column]!)]);
  const numberWidths = numbers.map((column) => textLength(column, shelfFontSize));
  const placeWidth = textLength([String(results.length)], shelfFontSize) + columnGap / 2;
  const numbersWidth = numberWidths.reduce((sum, width) => sum + columnGap + width, 0);
  const room = Math.max(roomForOutput, place.width - 2 * inset - placeWidth - numbersWidth);
  const outputWidth = Math.min(room, textLength(outputs!, shelfFontSize));

  const left = place.x + inset + placeWidth;
  let right = left + outputWidth;
  const columns: SearchLayoutShelf['columns'][number][] = [{ head: shelfHeads[0], x: left, anchor: 'start' }];
  for (const [index, width] of numberWidths.entries()) {
    right += columnGap + width;
    columns.push({ head: shelfHeads[index + 1]!, x: right, anchor: 'end' });
  }
  return {
    ...place,
    width: right + inset - place.x,
    height: results.length === 0 ? 0 : (results.length + 1) * shelfLineHeight + inset,
    columns,
    rows: results.map(({ result, branch }, index) => {
      const [output = '', ...rest] = texts[index]!;
      const node = branch && places.has(branch.id) ? String(branch.id) : undefined;
      const y = place.y + inset / 2 + (index + 1.5) * shelfLineHeight;
      return { place: index + 1, y, texts: [cutToLength(output, outputWidth, shelfFontSize), ...rest], result, node };
    }),
  };
}
