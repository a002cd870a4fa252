/** The arrows of the encoder: up through its layers, along them in their directions, and out to memory, summary and bridge. */
import type { DiagramArrow, DiagramBox } from './diagram-layout.ts';
import { type DiagramGrid, directionShift } from './diagram-grid.ts';
import type { DiagramEncoderLayer } from './model-diagram.ts';
import { arrow, type Boxes, bottomOf, boxOf, leftOf, outOf, residualArrow, rightOf, topOf, upArrow } from './ports.ts';

/** How far right of a cell its residual passes. */
const residualTrack = 9;
/** How far left of the first cell the end of a backward layer turns down. */
const backwardEndTrack = 12;
/** Between the heads of arrows that come together. */
const joiningGap = 12;

/** All arrows that begin in the encoder, but for those along the rail. */
export function connectEncoder(grid: DiagramGrid, boxes: Boxes): DiagramArrow[] {
  const { encoder } = grid.diagram;
  if (!encoder) return [];
  const embedded = encoder.source.map((_, step) =>
    upArrow('input', boxOf(boxes, `encoder.token.${step}`), boxOf(boxes, `encoder.embedding.${step}`)),
  );
  const layers = encoder.layers.flatMap((layer, index) => {
    const steps = grid.columns.encoder!.layers[index]!.map((_, step) => boxOf(boxes, `encoder.cell.${index}.${step}`));
    const below = belowOf(grid, boxes, index);
    return [
      ...steps.flatMap((cell, step) => intoCell(cell, boxes.get(`encoder.sum.${index}.${step}`), step, below, layer)),
      ...along(steps, layer),
    ];
  });
  return [...embedded, ...layers, ...toMemory(grid, boxes), ...toBridge(grid, boxes)];
}

function belowOf(grid: DiagramGrid, boxes: Boxes, layer: number): DiagramBox[] {
  const { tokens, layers } = grid.columns.encoder!;
  if (layer === 0) return tokens.map((_, step) => boxOf(boxes, `encoder.embedding.${step}`));
  return layers[layer - 1]!.map((_, step) => outOf(boxes, 'encoder', layer - 1, step));
}

function intoCell(
  cell: DiagramBox,
  sum: DiagramBox | undefined,
  step: number,
  below: readonly DiagramBox[],
  { reduction = 1 }: DiagramEncoderLayer,
): DiagramArrow[] {
  const members = below.slice(step * reduction, (step + 1) * reduction);
  const gap = Math.min(joiningGap, cell.width / (members.length + 1));
  const inputs = members.map((member, index) =>
    arrow('input', member, cell, [topOf(member), bottomOf(cell, (index - (members.length - 1) / 2) * gap)]),
  );
  if (!sum) return inputs;
  return [...inputs, upArrow('input', cell, sum), residualArrow(members[0]!, sum, cell.x + cell.width + residualTrack)];
}

function along(steps: readonly DiagramBox[], { direction }: DiagramEncoderLayer): DiagramArrow[] {
  const shift = direction === 'bidirectional' ? directionShift : 0;
  return steps.slice(1).flatMap((later, index) => {
    const earlier = steps[index]!;
    const arrows: DiagramArrow[] = [];
    if (direction !== 'backward') {
      arrows.push(arrow('recurrence', earlier, later, [rightOf(earlier, -shift), leftOf(later, -shift)]));
    }
    if (direction !== 'forward') {
      arrows.push(arrow('recurrence', later, earlier, [leftOf(later, shift), rightOf(earlier, shift)]));
    }
    return arrows;
  });
}

/** Every step goes into the memory, but only where a direction ends into the summary. */
function toMemory({ diagram, columns }: DiagramGrid, boxes: Boxes): DiagramArrow[] {
  const target = boxes.get('memory') ?? boxes.get('summary');
  const top = diagram.encoder!.layers.length - 1;
  const steps = columns.encoder!.layers[top]!.map((_, step) => step);
  if (!target) return [];
  const last = steps.length - 1;
  const { direction } = diagram.encoder!.layers[top]!;
  const isEnd = (step: number): boolean =>
    (step === last && direction !== 'backward') || (step === 0 && direction !== 'forward');
  return steps
    .filter((step) => target.kind === 'memory' || isEnd(step))
    .map((step) => upArrow('input', outOf(boxes, 'encoder', top, step), target));
}

/** A forward layer ends beside the bridge; a backward one at the other side, so its end runs back under the layer. */
function toBridge({ diagram, encoderEnds, columns }: DiagramGrid, boxes: Boxes): DiagramArrow[] {
  const bridge = boxOf(boxes, 'bridge');
  return encoderEnds.map(({ layer, direction, y }) => {
    const step = direction === 'forward' ? columns.encoder!.layers[layer]!.length - 1 : 0;
    const cell = boxOf(boxes, `encoder.cell.${layer}.${step}`);
    if (direction === 'forward')
      return arrow('bridge', cell, bridge, [
        [cell.x + cell.width, y],
        [bridge.x, y],
      ]);
    const isTwoWay = diagram.encoder!.layers[layer]!.direction === 'bidirectional';
    const start = leftOf(cell, isTwoWay ? directionShift : 0);
    const turn = cell.x - backwardEndTrack;
    return arrow('bridge', cell, bridge, [start, [turn, start[1]], [turn, y], [bridge.x, y]]);
  });
}
