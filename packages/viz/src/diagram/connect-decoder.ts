/** The arrows of the decoder that do not depend on the source: up through its cells, along them, and out to the next token. */
import { decoderCells } from './diagram-rows.ts';
import type { DiagramGrid } from './diagram-grid.ts';
import type { DiagramArrow, Point } from './diagram-layout.ts';
import { arrow, type Boxes, boxOf, leftOf, outOf, residualArrow, rightOf, upArrow } from './ports.ts';

/** All arrows from input to output token, and from each state to the next, the first of which comes from the bridge. */
export function connectDecoder(grid: DiagramGrid, boxes: Boxes): DiagramArrow[] {
  return grid.columns.decoder.steps.flatMap((_, step) => [
    ...upThroughCells(grid, boxes, step),
    ...recurrences(grid, boxes, step),
    ...toToken(grid, boxes, step),
  ]);
}

function upThroughCells({ diagram, columns }: DiagramGrid, boxes: Boxes, step: number): DiagramArrow[] {
  const embedding = boxOf(boxes, `decoder.embedding.${step}`);
  const cells = decoderCells(diagram);
  return [
    upArrow('input', boxOf(boxes, `decoder.token.${step}`), embedding),
    ...cells.flatMap(({ layer }, index) => {
      const cell = boxOf(boxes, `decoder.cell.${index}.${step}`);
      const below = index === 0 ? embedding : outOf(boxes, 'decoder', index - 1, step);
      const input = upArrow('input', below, cell);
      const sum = boxes.get(`decoder.sum.${index}.${step}`);
      if (!sum) return [input];
      // Both cells of a conditional layer are skipped together.
      const start = cells.findIndex((other) => other.layer === layer);
      const skipped = start === 0 ? embedding : outOf(boxes, 'decoder', start - 1, step);
      const around = residualArrow(skipped, sum, columns.decoder.track(step + 1, 'residual'));
      return [input, upArrow('input', cell, sum), around];
    }),
  ];
}

/** The state of a layer goes from its last cell of one step to its first of the next. */
function recurrences({ diagram, columns }: DiagramGrid, boxes: Boxes, step: number): DiagramArrow[] {
  const cells = decoderCells(diagram);
  return cells.flatMap(({ layer }, index) => {
    if (cells.findIndex((other) => other.layer === layer) !== index) return [];
    const cell = boxOf(boxes, `decoder.cell.${index}.${step}`);
    const last = cells.findLastIndex((other) => other.layer === layer);
    const from = step === 0 ? boxOf(boxes, 'bridge') : boxOf(boxes, `decoder.cell.${last}.${step - 1}`);
    const end = leftOf(cell);
    const isLevel = from.y <= end[1] && end[1] <= from.y + from.height;
    if (isLevel) return [arrow(step === 0 ? 'bridge' : 'recurrence', from, cell, [[from.x + from.width, end[1]], end])];
    const first = boxOf(boxes, `decoder.cell.0.${step}`);
    const start: Point = step === 0 ? [from.x + from.width, leftOf(first)[1]] : rightOf(from);
    const turn = columns.decoder.track(step, 'loop');
    return [arrow(step === 0 ? 'bridge' : 'recurrence', from, cell, [start, [turn, start[1]], [turn, end[1]], end])];
  });
}

function toToken({ diagram, columns, rows }: DiagramGrid, boxes: Boxes, step: number): DiagramArrow[] {
  const output = boxOf(boxes, `output.${step}`);
  const top = outOf(boxes, 'decoder', rows.decoder.length - 1, step);
  const vector = boxes.get(`vector.${step}`);
  const arrows = [upArrow('input', vector ?? top, output), upArrow('input', output, boxOf(boxes, `result.${step}`))];
  if (vector) arrows.push(upArrow('input', top, vector));
  if (diagram.output.deep === true) {
    const embedding = boxOf(boxes, `decoder.embedding.${step}`);
    const start = rightOf(embedding);
    const end = rightOf(output);
    const track = columns.decoder.track(step + 1, 'deep');
    arrows.push(arrow('input', embedding, output, [start, [track, start[1]], [track, end[1]], end]));
  }
  return arrows;
}
