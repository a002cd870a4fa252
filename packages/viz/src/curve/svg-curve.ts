/** Curves over training, such as the loss per step: a line chart as SVG, with marked axes and a legend. */
import { visibleLabel } from '../label/visible-label.ts';
import { type Background, element, inkOn, type Markup, svgDocument } from '../svg/element.ts';
import { textLength } from '../svg/text-length.ts';
import { VizError } from '../viz-error.ts';
import { type Axis, axisFor, scaleOf } from './axis.ts';

/** What to draw: one line per series, all on the same axes. */
export type Curve = {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly CurveSeries[];
};

/** One named line; points are joined in the order given. */
export type CurveSeries = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] };

/** How a curve is drawn. */
export type SvgCurveOptions = {
  /** in pixels, 640 if absent */
  readonly width?: number;
  /** in pixels, 400 if absent */
  readonly height?: number;
  /** `white` if absent; `transparent` takes the text colour of the page around it */
  readonly background?: Background;
};

/** The colours of Okabe and Ito 2008, told apart in any common colour blindness; pale yellow is left out. */
const lineColours: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
/** When the colours run out, the pattern of the line changes. */
const dashes: readonly string[] = ['none', '7 4', '2 3'];

const margin = 16;
const gap = 8;
const fontSize = 12;
const titleSize = 15;
const lineHeight = 18;
const smallestPlot = 48;

type Plot = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
type LegendEntry = { readonly name: string; readonly x: number; readonly line: number };

/**
 * Draws curves as an SVG line chart.
 *
 * @param curve - title, axis labels and series; every number finite, at least one point in all
 * @returns one `<svg>` element, ready for a file or a page
 * @throws VizError if a point is not finite, if there is no point, or if the drawing is too small for its labels and legend
 */
export function svgCurve(curve: Curve, options: SvgCurveOptions = {}): string {
  const { width = 640, height = 400, background = 'white' } = options;
  checkCurve(curve);
  const points = curve.series.flatMap((series) => series.points);
  const y = axisFor(
    points.map((point) => point[1]),
    5,
    'closed',
  );

  const entries = layOutLegend(curve.series, width);
  const legendTop = margin + titleSize + gap;
  const plot: Plot = {
    left: margin + fontSize + gap + labelLength(y) + gap,
    right: width - margin - fontSize,
    top: legendTop + ((entries.at(-1)?.line ?? 0) + 1) * lineHeight + 2 * gap,
    bottom: height - margin - 2 * (fontSize + gap),
  };
  checkRoom(plot, width, height);
  const x = horizontalAxis(
    points.map((point) => point[0]),
    plot.right - plot.left,
  );
  const toX = scaleOf(x, plot.left, plot.right);
  const toY = scaleOf(y, plot.bottom, plot.top);

  const names = curve.series.map((series) => series.name).join(', ');
  return svgDocument(
    { width, height, background, label: `${curve.title}: ${curve.yLabel} over ${curve.xLabel}, ${names}` },
    [
      element('text', { x: margin, y: margin + titleSize * 0.8, 'font-size': titleSize, 'font-weight': 600 }, [
        curve.title,
      ]),
      element('g', { 'font-size': fontSize }, legend(entries, legendTop, inkOn(background))),
      element('g', { 'font-size': fontSize }, [
        ...horizontalGrid(y, plot, toY, inkOn(background)),
        ...verticalMarks(x, plot, toX, inkOn(background)),
        ...axisNames(curve, plot, height),
      ]),
      element(
        'g',
        { fill: 'none', 'stroke-width': 1.75, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
        curve.series.flatMap((series, index) => line(series, index, toX, toY, inkOn(background))),
      ),
    ],
  );
}

function checkCurve({ series }: Curve): void {
  if (series.every(({ points }) => points.length === 0)) {
    throw new VizError(`svgCurve: expected at least one point, but none of ${series.length} series has any`);
  }
  for (const { name, points } of series) {
    const index = points.findIndex(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
    if (index < 0) continue;
    throw new VizError(
      `svgCurve: series "${visibleLabel(name)}" has [${String(points[index])}] as point ${index}; leave out what is not finite`,
    );
  }
}

function checkRoom({ left, right, top, bottom }: Plot, width: number, height: number): void {
  if (right - left >= smallestPlot && bottom - top >= smallestPlot && Number.isFinite(width + height)) return;
  throw new VizError(
    `svgCurve: ${width} × ${height} pixels leave ${Math.floor(right - left)} × ${Math.floor(bottom - top)} for the plot ` +
      `beside labels and legend, which needs ${smallestPlot} × ${smallestPlot}; give more width or height, or fewer series`,
  );
}

const labelLength = (axis: Axis): number =>
  textLength(
    axis.marks.map((mark) => mark.label),
    fontSize,
  );

/** As many marks as fit side by side, at most about ten. */
function horizontalAxis(values: readonly number[], length: number): Axis {
  let intervals = 10;
  let axis = axisFor(values, intervals, 'open');
  while (intervals > 1 && axis.marks.length * (labelLength(axis) + 2 * gap) > length) {
    intervals--;
    axis = axisFor(values, intervals, 'open');
  }
  return axis;
}

/** A line through the points; a dot if there is only one, nothing if there is none. */
function line(
  { points }: CurveSeries,
  index: number,
  toX: (x: number) => number,
  toY: (y: number) => number,
  ink: string,
): Markup[] {
  const look = lineLook(index, ink);
  const [first, ...others] = points;
  if (first === undefined) return [];
  if (others.length === 0)
    return [element('circle', { cx: toX(first[0]), cy: toY(first[1]), r: 3, fill: look.stroke })];
  const places = points.map(([x, y]) => `${toX(x).toFixed(2)},${toY(y).toFixed(2)}`);
  return [element('polyline', { points: places.join(' '), ...look })];
}

function lineLook(index: number, ink: string): { stroke: string; 'stroke-dasharray': string } {
  const colour = lineColours[index % lineColours.length]!;
  const dash = dashes[Math.floor(index / lineColours.length) % dashes.length]!;
  // Black is the one colour that a dark page would swallow.
  return { stroke: colour === '#000000' ? ink : colour, 'stroke-dasharray': dash };
}

/** Names side by side under the title, on a new line where the width is used up. */
function layOutLegend(series: readonly CurveSeries[], width: number): LegendEntry[] {
  const entries: LegendEntry[] = [];
  let x = margin;
  let row = 0;
  for (const { name } of series) {
    const length = 20 + gap + textLength([visibleLabel(name)], fontSize) + 2 * gap;
    if (x > margin && x + length > width) {
      x = margin;
      row++;
    }
    entries.push({ name, x, line: row });
    x += length;
  }
  return entries;
}

function legend(entries: readonly LegendEntry[], top: number, ink: string): Markup[] {
  return entries.flatMap(({ name, x, line: row }, index) => {
    const y = top + (row + 0.5) * lineHeight;
    return [
      element('line', { x1: x, x2: x + 20, y1: y, y2: y, 'stroke-width': 2, ...lineLook(index, ink) }),
      element('text', { x: x + 20 + gap, y, dy: '0.35em' }, [name]),
    ];
  });
}

function horizontalGrid(y: Axis, plot: Plot, toY: (value: number) => number, ink: string): Markup[] {
  return y.marks.flatMap(({ value, label }) => [
    element('line', {
      x1: plot.left,
      x2: plot.right,
      y1: toY(value),
      y2: toY(value),
      stroke: ink,
      'stroke-opacity': 0.15,
    }),
    element('text', { x: plot.left - gap, y: toY(value), dy: '0.35em', 'text-anchor': 'end' }, [label]),
  ]);
}

function verticalMarks(x: Axis, plot: Plot, toX: (value: number) => number, ink: string): Markup[] {
  const { left, right, bottom } = plot;
  return [
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: ink, 'stroke-opacity': 0.6 }),
    ...x.marks.flatMap(({ value, label }) => [
      element('line', {
        x1: toX(value),
        x2: toX(value),
        y1: bottom,
        y2: bottom + 4,
        stroke: ink,
        'stroke-opacity': 0.6,
      }),
      element('text', { x: toX(value), y: bottom + gap + fontSize, 'text-anchor': 'middle' }, [label]),
    ]),
  ];
}

function axisNames({ xLabel, yLabel }: Curve, { left, right, top, bottom }: Plot, height: number): Markup[] {
  const turned = `translate(${margin + fontSize * 0.8} ${((top + bottom) / 2).toFixed(2)}) rotate(-90)`;
  return [
    element('text', { x: (left + right) / 2, y: height - margin, 'text-anchor': 'middle' }, [xLabel]),
    element('text', { transform: turned, 'text-anchor': 'middle' }, [yLabel]),
  ];
}
