/** A heat map as an SVG drawing: self-contained, sharp at any size, each cell naming itself on hover. */
import { colourOfWeight, hexColour } from '../colour-scale.ts';
import { cutToWidth } from '../label/text-columns.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { type Background, element, type Markup, svgDocument } from '../svg/element.ts';
import { textLength } from '../svg/text-length.ts';
import { checkHeatMap, type HeatMap } from './heat-map.ts';
import { VizError } from '../viz-error.ts';

/** How an SVG heat map is drawn. */
export type SvgHeatMapOptions = {
  /** side of a cell in pixels, 24 if absent */
  readonly cellSize?: number;
  /** `white` if absent, readable on light and dark pages; `transparent` takes the text colour of the page around it */
  readonly background?: Background;
};

const margin = 16;
const gap = 6;
const fontSize = 13;
const titleSize = 15;
const longestLabel = 32;
const legend = { width: 160, height: 10, steps: 40, top: 20 };
/** Long column labels lean by 45°; sine and cosine of it. */
const lean = Math.SQRT1_2;

type Layout = {
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly isLeaning: boolean;
  readonly width: number;
  readonly height: number;
};

/**
 * Draws a heat map as SVG: source tokens on top, target tokens at the left, a tooltip on each cell, a legend below.
 *
 * @param map - weights [T, S] and their labels
 * @returns one `<svg>` element, ready for a file or a page
 * @throws VizError if the map is inconsistent or `cellSize` is not a positive number
 */
export function svgHeatMap(map: HeatMap, options: SvgHeatMapOptions = {}): string {
  checkHeatMap(map, 'svgHeatMap');
  const cell = options.cellSize ?? 24;
  if (!(cell > 0 && Number.isFinite(cell))) {
    throw new VizError(`svgHeatMap: cellSize must be a positive number of pixels, but is ${cell}; 24 is usual`);
  }
  const rowLabels = map.rowLabels.map(shownLabel);
  const columnLabels = map.columnLabels.map(shownLabel);
  const layout = layOut(map, rowLabels, columnLabels, cell);
  return svgDocument(
    {
      width: layout.width,
      height: layout.height,
      label: `${map.title ?? 'Attention'}: heat map of ${rowLabels.length} target by ${columnLabels.length} source tokens`,
      background: options.background ?? 'white',
    },
    [
      ...(map.title === undefined ? [] : [titleText(map.title)]),
      element(
        'g',
        { 'font-size': fontSize },
        columnLabels.map((label, column) => columnText(label, column, layout)),
      ),
      element(
        'g',
        { 'font-size': fontSize, 'text-anchor': 'end' },
        rowLabels.map((label, row) => rowText(label, row, layout)),
      ),
      element('g', { 'shape-rendering': 'crispEdges' }, cells(map, layout)),
      legendBar(layout, layout.top + rowLabels.length * cell + legend.top),
    ],
  );
}

const shownLabel = (label: string): string => cutToWidth(visibleLabel(label), longestLabel);

function layOut(map: HeatMap, rowLabels: readonly string[], columnLabels: readonly string[], cell: number): Layout {
  const left = margin + textLength(rowLabels, fontSize) + gap;
  const isLeaning = textLength(columnLabels, fontSize) > cell;
  const headHeight = isLeaning ? (textLength(columnLabels, fontSize) + fontSize) * lean : fontSize;
  const titleHeight = map.title === undefined ? 0 : titleSize + margin;
  const top = margin + titleHeight + headHeight + gap;
  // A leaning label starts above the middle of its cell and may reach out beyond the last column.
  const reach = (label: string, column: number): number =>
    left + (column + 0.5) * cell + textLength([label], fontSize) * lean;
  const right = Math.max(
    left + columnLabels.length * cell,
    left + legend.width,
    margin + textLength([map.title ?? ''], titleSize),
    ...(isLeaning ? columnLabels.map(reach) : []),
  );
  const legendHeight = legend.top + legend.height + gap + fontSize;
  return {
    cell,
    left,
    top,
    isLeaning,
    width: right + margin,
    height: top + rowLabels.length * cell + legendHeight + margin,
  };
}

function titleText(title: string): Markup {
  return element('text', { x: margin, y: margin + titleSize * 0.8, 'font-size': titleSize, 'font-weight': 600 }, [
    title,
  ]);
}

function columnText(label: string, column: number, { cell, left, top, isLeaning }: Layout): Markup {
  const x = left + (column + 0.5) * cell;
  const y = top - gap;
  if (!isLeaning) return element('text', { x, y, 'text-anchor': 'middle' }, [label]);
  const corner = `translate(${(x + fontSize * 0.25).toFixed(2)} ${y.toFixed(2)}) rotate(-45)`;
  return element('text', { transform: corner }, [label]);
}

function rowText(label: string, row: number, { cell, left, top }: Layout): Markup {
  return element('text', { x: left - gap, y: top + (row + 0.5) * cell, dy: '0.35em' }, [label]);
}

/** A hairline between cells, so that equal neighbours can be counted; none where it would eat up the cell. */
const seam = (cell: number): number => (cell >= 12 ? 1 : 0);

function cells(map: HeatMap, { cell, left, top }: Layout): Markup[] {
  return map.weights.flatMap((weights, row) =>
    Array.from(weights, (weight, column) => {
      const tip = `${map.rowLabels[row] ?? ''} ← ${map.columnLabels[column] ?? ''}: ${weight.toFixed(3)}`;
      const side = cell - seam(cell);
      const place = { x: left + column * cell, y: top + row * cell, width: side, height: side };
      return element('rect', { ...place, fill: hexColour(colourOfWeight(weight)) }, [element('title', {}, [tip])]);
    }),
  );
}

/** Drawn as steps, not as a gradient: a gradient needs an id, and ids clash when two drawings share a page. */
function legendBar({ left }: Layout, y: number): Markup {
  const stepWidth = legend.width / legend.steps;
  const steps = Array.from({ length: legend.steps }, (_, step) =>
    element('rect', {
      x: left + step * stepWidth,
      y,
      width: stepWidth,
      height: legend.height,
      fill: hexColour(colourOfWeight(step / (legend.steps - 1))),
    }),
  );
  const marks = [0, 0.5, 1].map((weight) =>
    element('text', { x: left + weight * legend.width, y: y + legend.height + gap + fontSize * 0.7 }, [String(weight)]),
  );
  return element('g', {}, [
    element('g', { 'shape-rendering': 'crispEdges' }, steps),
    element('g', { 'font-size': fontSize - 2, 'text-anchor': 'middle' }, marks),
  ]);
}
