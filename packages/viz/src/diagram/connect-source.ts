/** The arrows by which a decoder sees the source: memory, query and context of attention, a summary for every step, and copies. */
import { deepContextTrack, summaryTrack } from './diagram-columns.ts';
import type { DiagramGrid } from './diagram-grid.ts';
import type { DiagramArrow, DiagramBox, DiagramText, Point } from './diagram-layout.ts';
import { decoderCells } from './diagram-rows.ts';
import { rowFontSize } from './font-sizes.ts';
import type { DiagramAttention } from './model-diagram.ts';
import { arrow, type Boxes, bottomOf, boxOf, leftOf, outOf, rightOf, topOf } from './ports.ts';

/** From the middle of a box to where a second input enters. */
const besideMiddle = 14;
/** How far under a cell a line turns towards it. */
const turnUnder = 11;
/** From the side of attention's box to where a line enters or leaves below it. */
const insideAttention = 9;
/** A query leaves a cell above the recurrence. */
const queryShift = -9;
/** Left of the encoder, where the line of copies rises. */
export const copyTrack = 32;
const copyUnder = 11;

/** All arrows from the source's side into the decoder, bridge aside. */
export function connectSource(grid: DiagramGrid, boxes: Boxes): DiagramArrow[] {
  const { context, output } = grid.diagram;
  return grid.columns.decoder.steps.flatMap((_, step) => [
    ...(context.type === 'attention' ? attend(grid, boxes, step, context) : []),
    ...(context.type === 'every-step' ? readSummary(grid, boxes, step) : []),
    ...(output.copy === true ? [copy(grid, boxes, step)] : []),
  ]);
}

/** The name of each context beside its line. */
export function contextSymbols({ diagram, columns }: DiagramGrid, boxes: Boxes): DiagramText[] {
  const { context } = diagram;
  if (context.type !== 'attention') return [];
  return columns.decoder.steps.map((_, step) => {
    const { x, y, width, height } = boxOf(boxes, `attention.${step}`);
    const place =
      context.query === 'previous'
        ? { x: x + width - insideAttention + 4, y: y + height + 9 }
        : { x: x + width + 4, y: y + height / 2 + 9 };
    const look = { role: 'symbol', text: 'c', anchor: 'start', fontSize: rowFontSize } as const;
    return { ...look, ...place, subscript: String(step + 1) };
  });
}

function attend(
  grid: DiagramGrid,
  boxes: Boxes,
  step: number,
  { query, ...options }: DiagramAttention,
): DiagramArrow[] {
  const attention = boxOf(boxes, `attention.${step}`);
  const memory = boxOf(boxes, 'memory');
  const along = rightOf(memory);
  const arrows = [
    arrow('memory', memory, attention, [along, [topOf(attention)[0], along[1]], topOf(attention)]),
    queryArrow(grid, boxes, step, query),
  ];
  const cells = decoderCells(grid.diagram).map((_, index) => boxOf(boxes, `decoder.cell.${index}.${step}`));
  const lowest = query === 'between' ? 1 : 0;
  const reached = options.entersUpperLayers === true ? cells.slice(lowest) : cells.slice(lowest, lowest + 1);
  if (query === 'previous') {
    const start = bottomOf(attention, attention.width / 2 - insideAttention);
    arrows.push(...reached.map((cell) => arrow('context', attention, cell, downInto(start, cell))));
  } else {
    const target = query === 'current' ? boxOf(boxes, `vector.${step}`) : reached[0]!;
    const start = rightOf(attention);
    const end = bottomOf(target, -besideMiddle);
    arrows.push(arrow('context', attention, target, [start, [end[0], start[1]], end]));
    const upper = query === 'between' ? reached.slice(1) : [];
    const track = cells[0]!.x - deepContextTrack;
    arrows.push(
      ...upper.map((cell) => arrow('context', attention, cell, [start, ...downInto([track, start[1]], cell)])),
    );
  }
  if (grid.diagram.output.deep === true) arrows.push(toReadout(attention, boxes, step, grid));
  if (options.inputFeeding === true && step > 0) arrows.push(feed(grid, boxes, step));
  return arrows;
}

function queryArrow(grid: DiagramGrid, boxes: Boxes, step: number, query: DiagramAttention['query']): DiagramArrow {
  const attention = boxOf(boxes, `attention.${step}`);
  const top = grid.rows.decoder.length - 1;
  if (query === 'previous') {
    const from = step === 0 ? boxOf(boxes, 'bridge') : boxOf(boxes, `decoder.cell.${top}.${step - 1}`);
    const y = grid.rows.decoder[top]!.cells.middle + queryShift;
    const end = bottomOf(attention, insideAttention - attention.width / 2);
    return arrow('query', from, attention, [[from.x + from.width, y], [end[0], y], end]);
  }
  const from = query === 'between' ? boxOf(boxes, `decoder.cell.0.${step}`) : outOf(boxes, 'decoder', top, step);
  const start = leftOf(from, from.kind === 'sum' ? 0 : queryShift);
  const end = bottomOf(attention, attention.width / 2 - insideAttention);
  return arrow('query', from, attention, [start, [end[0], start[1]], end]);
}

/** Up or down along a track at the left of a cell, then into it from below. */
function downInto(start: Point, cell: DiagramBox): Point[] {
  const end = bottomOf(cell, -besideMiddle);
  const turn = end[1] + turnUnder;
  return [start, [start[0], turn], [end[0], turn], end];
}

/** A deep readout sees the context, too. */
function toReadout(from: DiagramBox, boxes: Boxes, step: number, { columns }: DiagramGrid): DiagramArrow {
  const output = boxOf(boxes, `output.${step}`);
  const start = rightOf(from);
  const end = leftOf(output);
  const track = columns.decoder.steps[step]! - columns.decoder.cellWidth / 2 - deepContextTrack;
  return arrow('context', from, output, [start, [track, start[1]], [track, end[1]], end]);
}

function readSummary(grid: DiagramGrid, boxes: Boxes, step: number): DiagramArrow[] {
  const summary = boxOf(boxes, 'summary');
  const cell = boxOf(boxes, `decoder.cell.0.${step}`);
  const start = rightOf(summary);
  const into = arrow('context', summary, cell, [start, ...downInto([cell.x - summaryTrack, start[1]], cell)]);
  return grid.diagram.output.deep === true ? [into, toReadout(summary, boxes, step, grid)] : [into];
}

/** The attentional vector of one step is an input of the next. */
function feed({ columns }: DiagramGrid, boxes: Boxes, step: number): DiagramArrow {
  const vector = boxOf(boxes, `vector.${step - 1}`);
  const cell = boxOf(boxes, `decoder.cell.0.${step}`);
  const start = rightOf(vector);
  const track = columns.decoder.track(step, 'loop');
  return arrow('feeding', vector, cell, [start, ...downInto([track, start[1]], cell)]);
}

function copy({ rows }: DiagramGrid, boxes: Boxes, step: number): DiagramArrow {
  const source = boxOf(boxes, 'source');
  const output = boxOf(boxes, `output.${step}`);
  const start = leftOf(source);
  const end = bottomOf(output, -besideMiddle);
  const rail = rows.output.bottom + copyUnder;
  return arrow('copy', source, output, [start, [-copyTrack, start[1]], [-copyTrack, rail], [end[0], rail], end]);
}
