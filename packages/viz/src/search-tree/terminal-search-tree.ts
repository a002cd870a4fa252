/** The tree of a search as text, for a terminal: steps from left to right, cut into blocks where they are too wide. */
import { cutToWidth, pad, widest } from '../label/text-columns.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { VizError } from '../viz-error.ts';
import { type DrawnBranch, drawnTree } from './drawn-tree.ts';
import { readSearch, type SearchTree } from './read-search.ts';
import { type SearchPictureOptions, type SearchWords, searchWords, shelfHeads, shelfTexts } from './search-words.ts';
import type { SearchTraceStep } from './search-trace.ts';
import { columnWidth, type GridCell, gapWidth, gridLines, headLine, placeOnLines } from './tree-grid.ts';

/** How the tree of a search is drawn in a terminal. */
export type TerminalSearchTreeOptions = SearchPictureOptions & {
  /** true for bold and dim text, false for plain characters: files, pipes, `NO_COLOR` */
  readonly colour: boolean;
  /** in terminal columns, at least 24; a wider tree is cut into blocks of steps. Unlimited if absent */
  readonly maximumWidth?: number;
};

const narrowest = 24;
const longestLabel = 24;
const [bold, dim, reset] = ['\u{1B}[1m', '\u{1B}[2m', '\u{1B}[0m'];

/**
 * Draws the tree of a search for a terminal: the way to the best result with a heavy line, what was pruned with a dashed one and its
 * rank behind `×`, results with their place behind `■`; below it the results with log-probability, length and score.
 *
 * @param trace - all candidates of each step, as `traced` of @seq2seq/search tells them
 * @returns lines joined by newlines, without one at the end
 * @throws VizError if the trace is inconsistent or an option impossible
 */
export function terminalSearchTree(trace: readonly SearchTraceStep[], options: TerminalSearchTreeOptions): string {
  const { maximumWidth = Infinity, colour } = options;
  if (!(maximumWidth >= narrowest) || (maximumWidth !== Infinity && !Number.isInteger(maximumWidth))) {
    throw new VizError(
      `terminalSearchTree: maximumWidth must be a whole number of columns, at least ${narrowest}, but is ${maximumWidth}; leave it out for no limit`,
    );
  }
  const words = searchWords(options, 'terminalSearchTree');
  const tree = readSearch(trace, options.source ?? 0, 'terminalSearchTree');
  const start = drawnTree(tree, options.prunedPerRow ?? 2, 'terminalSearchTree');
  // Two columns and what is between them must fit, so that every line of the tree can be followed into the next block.
  const longestCell = Math.floor((maximumWidth - gapWidth) / 2);
  const columns = placeOnLines(start, (drawn) => cutToWidth(cellText(drawn, tree, words), longestCell));
  const paint = colour ? paintText : (text: string): string => text;

  const parts: string[] = [];
  if (options.title !== undefined) parts.push(cutToWidth(visibleLabel(options.title), maximumWidth));
  for (const [first, last] of blocksOf(columns, maximumWidth)) {
    const shown = columns.slice(first, last);
    parts.push([...(columns.length > 1 ? [headLine(shown)] : []), ...gridLines(shown, paint)].map(trimmed).join('\n'));
  }
  if (tree.results.length > 0) parts.push(shelfLines(tree, words, maximumWidth).join('\n'));
  const legend = ['━ way to the best result  ■1 result 1  ×7 pruned, rank 7', `numbers: ${words.valueMeaning}`];
  if (columns.length > 1) parts.push(legend.map((line) => cutToWidth(line, maximumWidth)).join('\n'));
  return parts.join('\n\n');
}

function cellText(drawn: DrawnBranch, tree: SearchTree, words: SearchWords): string {
  const { kind, branch, count } = drawn;
  const text = branch ? words.label(branch.token) : kind === 'more' ? `+ ${count} more` : words.startLabel;
  const label = cutToWidth(visibleLabel(text), longestLabel);
  if (!branch) return label;
  const place = tree.places.get(branch.id);
  const mark =
    kind === 'pruned' ? ` ×${branch.rank}` : place !== undefined ? ` ■${place}` : kind === 'ended' ? ' ■' : '';
  return `${label} ${words.value(branch)}${mark}`;
}

/** Ranges of columns that fit; each begins with the last column of the one before, so that the eye finds the way on. */
function blocksOf(columns: readonly (readonly GridCell[])[], maximumWidth: number): [first: number, last: number][] {
  const widths = columns.map(columnWidth);
  const blocks: [number, number][] = [];
  let first = 0;
  do {
    let last = first + 1;
    let width = widths[first]!;
    while (last < columns.length && (last < first + 2 || width + gapWidth + widths[last]! <= maximumWidth)) {
      width += gapWidth + widths[last]!;
      last++;
    }
    blocks.push([first, last]);
    first = last - 1;
  } while (first < columns.length - 1);
  return blocks;
}

const trimmed = (line: string): string => line.trimEnd();

function paintText(text: string, { kind, isWinning }: DrawnBranch): string {
  if (text.trim() === '') return text;
  if (isWinning) return `${bold}${text}${reset}`;
  return kind === 'pruned' || kind === 'more' ? `${dim}${text}${reset}` : text;
}

/** One line for each result; the output is cut first, as the numbers say more than its end. */
function shelfLines({ results }: SearchTree, words: SearchWords, maximumWidth: number): string[] {
  const rows = [
    ['', ...shelfHeads],
    ...results.map(({ result }, index) => [String(index + 1), ...shelfTexts(result, words)]),
  ];
  const texts = rows.map((row) => row.map(visibleLabel));
  const [places = 0, outputs = 0, ...numbers] = texts[0]!.map((_, column) => widest(texts.map((row) => row[column]!)));
  const others = places + 1 + numbers.reduce((sum, width) => sum + 2 + width, 0);
  const room = Math.max(1, Math.min(outputs, maximumWidth - others));
  return texts.map(([place = '', output = '', ...values]) => {
    const ends = values.map((value, index) => `  ${pad(value, numbers[index]!, 'right')}`).join('');
    const line = `${pad(place, places, 'right')} ${pad(cutToWidth(output, room), room, 'left')}${ends}`;
    return cutToWidth(line, maximumWidth);
  });
}
