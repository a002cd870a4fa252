/** A search as an SVG drawing: a tree that grows to the right, with the branches that were cut, and the results on a shelf below. */
import { boxInk } from '../diagram/part-colours.ts';
import { titleFontSize } from '../diagram/font-sizes.ts';
import { type Background, element, inkOn, type Markup, svgDocument } from '../svg/element.ts';
import { endBar, layOutSearch, lineHeights, margin, padding } from './lay-out-search.ts';
import { shelfLineHeight } from './lay-out-shelf.ts';
import { lineWidths, outcomeLooks, prunedOpacity, winningColour } from './outcome-looks.ts';
import { readSearch } from './read-search.ts';
import { headFontSize, labelFontSize, noteFontSize, shelfFontSize, valueFontSize } from './search-font-sizes.ts';
import type { SearchLayoutLink, SearchLayoutNode, SearchLayoutShelf } from './search-layout.ts';
import { searchLegend } from './search-legend.ts';
import { describeSearch, type SearchPictureOptions, searchWords } from './search-words.ts';
import type { SearchTraceStep } from './search-trace.ts';

/** How the tree of a search is drawn. */
export type SvgSearchTreeOptions = SearchPictureOptions & {
  /** `white` if absent; `transparent` takes the text colour of the page around it */
  readonly background?: Background;
};

const baseline = '0.35em';

/**
 * Draws the tree of a search: steps from left to right; what was kept with a solid border, what was pruned with a dashed one, an end with
 * a bar behind it, the way to the best result with a thick line; below it the results with log-probability, length and score.
 *
 * @param trace - all candidates of each step, as `traced` of @seq2seq/search tells them
 * @returns one `<svg>` element, ready for a file or a page, as wide as the steps need
 * @throws VizError if the trace is inconsistent or an option impossible
 */
export function svgSearchTree(trace: readonly SearchTraceStep[], options: SvgSearchTreeOptions): string {
  const { background = 'white' } = options;
  const words = searchWords(options, 'svgSearchTree');
  const tree = readSearch(trace, options.source ?? 0, 'svgSearchTree');
  const layout = layOutSearch(trace, options);
  const ink = inkOn(background);
  const legend = searchLegend(layout, words.valueMeaning, ink);
  const title = { x: margin, y: margin + titleFontSize * 0.8, 'font-size': titleFontSize, 'font-weight': 600 };
  return svgDocument(
    {
      width: Math.max(layout.width, legend.width),
      height: layout.height + legend.height,
      background,
      label: words.title,
    },
    [
      element('title', {}, [words.title]),
      element('desc', {}, [describeSearch(tree, words)]),
      element('text', title, [words.title]),
      element(
        'g',
        { 'font-size': headFontSize, 'fill-opacity': prunedOpacity },
        layout.heads.map(({ text, description, x, y }) =>
          element('text', { x, y, dy: baseline }, [element('title', {}, [description]), text]),
        ),
      ),
      // The way to the best result lies on top.
      element(
        'g',
        { fill: 'none' },
        byImportance(layout.links).map((link) => linkMarkup(link, ink)),
      ),
      element(
        'g',
        { 'font-size': labelFontSize },
        byImportance(layout.nodes).map((node) => nodeMarkup(node, ink)),
      ),
      ...(layout.shelf.rows.length === 0 ? [] : [shelfMarkup(layout.shelf, ink)]),
      legend.markup,
    ],
  );
}

function byImportance<Item extends { readonly isWinning: boolean }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => Number(a.isWinning) - Number(b.isWinning));
}

/** Leaves and arrives level, so that a line can be followed through a crowd. */
function linkMarkup({ kind, isWinning, points: [start, end] }: SearchLayoutLink, ink: string): Markup {
  const { colour, dashes } = outcomeLooks[kind];
  const middle = (start[0] + end[0]) / 2;
  const [startY, endY] = [Number(start[1].toFixed(2)), Number(end[1].toFixed(2))];
  const path = `M${start[0]} ${startY}C${middle} ${startY} ${middle} ${endY} ${end[0]} ${endY}`;
  return element('path', { d: path, ...strokeOf(colour, dashes, isWinning, ink) });
}

function strokeOf(
  colour: { readonly line: string } | undefined,
  dashes: string | undefined,
  isWinning: boolean,
  ink: string,
): Record<string, string | number> {
  if (isWinning) return { stroke: winningColour.line, 'stroke-width': lineWidths.winning };
  return {
    stroke: colour?.line ?? ink,
    'stroke-width': lineWidths.ordinary,
    ...(colour ? {} : { 'stroke-opacity': prunedOpacity }),
    ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }),
  };
}

function nodeMarkup(node: SearchLayoutNode, ink: string): Markup {
  const { kind, x, y, width, height, label, value, note, description, isWinning } = node;
  const { colour, round, dashes } = outcomeLooks[kind];
  const fill = isWinning ? winningColour.fill : (colour?.fill ?? 'none');
  const stroke = strokeOf(colour, dashes, isWinning, ink);
  const right = x + width - padding - (kind === 'ended' ? endBar : 0);
  const middle = y + lineHeights.label / 2 + 1;
  const below = y + lineHeights.label + lineHeights.note / 2 - 2;
  const look = colour || isWinning ? { fill: boxInk } : { 'fill-opacity': prunedOpacity };
  const labelLook = {
    ...(kind === 'more' ? { 'font-size': noteFontSize } : {}),
    ...(isWinning ? { 'font-weight': 700 } : {}),
  };
  return element('g', look, [
    element('title', {}, [description]),
    ...(kind === 'more' ? [] : [element('rect', { x, y, width, height, rx: round, fill, ...stroke })]),
    ...(kind === 'ended' ? [endBarMarkup(node)] : []),
    element('text', { x: x + padding, y: middle, dy: baseline, ...labelLook }, [label]),
    ...(value === ''
      ? []
      : [
          element('text', { x: right, y: middle, dy: baseline, 'text-anchor': 'end', 'font-size': valueFontSize }, [
            value,
          ]),
        ]),
    ...(note === ''
      ? []
      : [element('text', { x: x + padding, y: below, dy: baseline, 'font-size': noteFontSize }, [note])]),
  ]);
}

/** The bar by which music and regular grammars alike say: here it ends. */
function endBarMarkup({ x, y, width, height, isWinning }: SearchLayoutNode): Markup {
  const fill = isWinning ? winningColour.line : outcomeLooks.ended.colour!.line;
  return element('rect', { x: x + width - endBar, y, width: endBar, height, fill });
}

function shelfMarkup({ x, y, width, height, columns, rows }: SearchLayoutShelf, ink: string): Markup {
  const heads = columns.map(({ head, ...column }) => cell(head, column, y + 5 + shelfLineHeight / 2));
  const lines = rows.map((row) =>
    element('g', row.place === 1 ? { 'font-weight': 700 } : {}, [
      element('title', {}, [row.texts.join(', ')]),
      element('text', { x: x + 10, y: row.y, dy: baseline }, [String(row.place)]),
      ...columns.map((column, index) => cell(row.texts[index]!, column, row.y)),
    ]),
  );
  return element('g', { 'font-size': shelfFontSize }, [
    element('rect', { x, y, width, height, rx: 6, fill: outcomeLooks.ended.colour!.line, 'fill-opacity': 0.08 }),
    element('path', { d: `M${x} ${y + 3 + shelfLineHeight}h${width}`, stroke: ink, 'stroke-opacity': 0.4 }),
    element('g', { 'fill-opacity': prunedOpacity }, heads),
    ...lines,
  ]);
}

function cell(
  text: string,
  { x, anchor }: { readonly x: number; readonly anchor: 'start' | 'end' },
  y: number,
): Markup {
  return element('text', { x, y, dy: baseline, ...(anchor === 'end' ? { 'text-anchor': 'end' } : {}) }, [text]);
}
