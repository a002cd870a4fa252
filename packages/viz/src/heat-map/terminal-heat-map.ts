/** A heat map as text: one line per target token, blocks of 24-bit colour or, without colour, of darker characters. */
import { colourOfWeight } from '../colour-scale.ts';
import { characters, cutToWidth, pad, widest } from '../label/text-columns.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { checkHeatMap, type HeatMap } from './heat-map.ts';
import { VizError } from '../viz-error.ts';

/** How a terminal heat map is drawn. */
export type TerminalHeatMapOptions = {
  /** true for 24-bit background colours, false for plain characters: files, pipes, `NO_COLOR` */
  readonly colour: boolean;
  /** in terminal columns, at least 16; a wider map is cut into blocks of columns. Unlimited if absent */
  readonly maximumWidth?: number;
};

/** Ten steps of a tenth, from nothing to almost solid. */
const ramp = ' .:-=+*#%@';
const reset = '\u{1B}[0m';
const narrowest = 16;
const longestRowLabel = 24;
const longestColumnLabel = 16;
/** Column labels up to this width stand upright above their cells; longer ones run downwards. */
const longestHorizontalLabel = 4;

type Layout = {
  readonly rowLabels: readonly string[];
  readonly rowLabelWidth: number;
  /** each label as the lines it fills, the last one just above the cell */
  readonly columnHeads: readonly (readonly string[])[];
  readonly cellWidth: number;
  readonly columnsPerBlock: number;
};

/**
 * Draws a heat map for a terminal: source tokens on top, target tokens at the left, a legend below.
 *
 * @param map - weights [T, S] and their labels
 * @returns lines joined by newlines, without one at the end
 * @throws VizError if the map is inconsistent or `maximumWidth` is not a whole number of at least 16
 */
export function terminalHeatMap(map: HeatMap, options: TerminalHeatMapOptions): string {
  checkHeatMap(map, 'terminalHeatMap');
  const maximumWidth = options.maximumWidth ?? Infinity;
  if (!(maximumWidth >= narrowest) || (maximumWidth !== Infinity && !Number.isInteger(maximumWidth))) {
    throw new VizError(
      `terminalHeatMap: maximumWidth must be a whole number of columns, at least ${narrowest}, but is ${maximumWidth}; leave it out for no limit`,
    );
  }
  const layout = layOut(map, maximumWidth, options.colour);
  const parts: string[] = [];
  if (map.title !== undefined) parts.push(cutToWidth(visibleLabel(map.title), maximumWidth));
  for (let first = 0; first < map.columnLabels.length; first += layout.columnsPerBlock) {
    parts.push(block(map, layout, first, options.colour));
  }
  parts.push(options.colour ? colourLegend() : `0 |${ramp}| 1`);
  return parts.join('\n\n');
}

function layOut(map: HeatMap, maximumWidth: number, colour: boolean): Layout {
  const rowLabelLimit = Math.min(longestRowLabel, Math.floor(maximumWidth / 2));
  const rowLabels = map.rowLabels.map((label) => cutToWidth(visibleLabel(label), rowLabelLimit));
  const rowLabelWidth = widest(rowLabels);

  const columnLabels = map.columnLabels.map((label) => visibleLabel(label));
  const isHorizontal = widest(columnLabels) <= longestHorizontalLabel;
  const columnHeads = columnLabels.map((label) =>
    isHorizontal ? [label] : characters(cutToWidth(label, longestColumnLabel)),
  );
  // One column more than the widest label keeps neighbours apart; two make a cell about as wide as it is high.
  const cellWidth = Math.max(2, widest(columnHeads.flat()) + 1);

  const room = maximumWidth - rowLabelWidth - frameWidth(colour);
  const blocks = Math.ceil(columnLabels.length / Math.max(1, Math.floor(room / cellWidth)));
  const columnsPerBlock = Math.ceil(columnLabels.length / Math.max(1, blocks)); // shared out evenly
  return { rowLabels, rowLabelWidth, columnHeads, cellWidth, columnsPerBlock };
}

/** The space after the row label and, around plain characters, a bar at each side: a blank there is a weight near zero. */
const frameWidth = (colour: boolean): number => (colour ? 1 : 3);

function block(map: HeatMap, layout: Layout, first: number, colour: boolean): string {
  const last = Math.min(first + layout.columnsPerBlock, map.columnLabels.length);
  const bar = colour ? '' : '|';
  const space = colour ? '' : ' ';
  const lines = headLines(layout, first, last).map(
    (line) => `${' '.repeat(layout.rowLabelWidth)} ${space}${line}${space}`,
  );
  for (const [index, row] of map.weights.entries()) {
    const weights = Array.from(row.slice(first, last));
    const cells = weights.map((weight) => (colour ? colourCell : plainCell)(weight, layout.cellWidth)).join('');
    const label = pad(layout.rowLabels[index] ?? '', layout.rowLabelWidth, 'right');
    lines.push(`${label} ${bar}${cells}${colour ? reset : ''}${bar}`);
  }
  return lines.join('\n');
}

function headLines(layout: Layout, first: number, last: number): string[] {
  const heads = layout.columnHeads.slice(first, last);
  const height = Math.max(...heads.map((head) => head.length));
  return Array.from({ length: height }, (_, line) =>
    heads.map((head) => pad(head[line - (height - head.length)] ?? '', layout.cellWidth, 'centre')).join(''),
  );
}

function plainCell(weight: number, width: number): string {
  return ramp.charAt(Math.min(Math.floor(weight * ramp.length), ramp.length - 1)).repeat(width);
}

function colourCell(weight: number, width: number): string {
  return `\u{1B}[48;2;${colourOfWeight(weight).join(';')}m${' '.repeat(width)}`;
}

function colourLegend(): string {
  const steps = 12;
  const cells = Array.from({ length: steps }, (_, step) => colourCell(step / (steps - 1), 1));
  return `0 ${cells.join('')}${reset} 1`;
}
