/** Rows, columns and the height of the bridge: what boxes and arrows are placed by. */
import { type DiagramColumns, layOutColumns } from './diagram-columns.ts';
import { type DiagramRows, decoderCells, layOutRows } from './diagram-rows.ts';
import type { ModelDiagram } from './model-diagram.ts';

/** The end of one direction of an encoder layer that the bridge reads, and the height at which it arrives. */
type EncoderEnd = { readonly layer: number; readonly direction: 'forward' | 'backward'; readonly y: number };

export type DiagramGrid = {
  readonly diagram: ModelDiagram;
  readonly rows: DiagramRows;
  readonly columns: DiagramColumns;
  readonly encoderEnds: readonly EncoderEnd[];
  readonly bridgeSpan: { readonly top: number; readonly bottom: number };
};

/** Half the distance between the two recurrences of a bidirectional layer. */
export const directionShift = 10;
/** How far under its cells the end of a backward layer runs back to the right. */
const backwardEndDrop = 12;
/** How far the bridge reaches beyond the lines that it joins. */
const bridgeReach = 18;

/** The grid of a checked description. */
export function layOutGrid(diagram: ModelDiagram): DiagramGrid {
  const rows = layOutRows(diagram);
  const encoderEnds = endsOf(diagram, rows);
  // What is above the rail is reached from below it, so that the bridge never stands in the rail's way.
  const begins = decoderCells(diagram)
    .map((_, index) => rows.decoder[index]!.cells.middle)
    .filter((y) => rows.rail === undefined || y > rows.rail);
  const heights = [...encoderEnds.map(({ y }) => y), ...begins];
  const bridgeSpan = { top: Math.min(...heights) - bridgeReach, bottom: Math.max(...heights) + bridgeReach };
  return { diagram, rows, columns: layOutColumns(diagram), encoderEnds, bridgeSpan };
}

function endsOf({ encoder, bridge, decoder }: ModelDiagram, rows: DiagramRows): EncoderEnd[] {
  if (!encoder || !bridge) return [];
  const top = encoder.layers.length - 1;
  const { from = 'same-layer' } = bridge;
  const layers = new Set(from === 'same-layer' ? decoder.layers.map((_, layer) => Math.min(layer, top)) : [top]);
  return [...layers].flatMap((layer) => {
    const { cells } = rows.encoder[layer]!;
    const { direction } = encoder.layers[layer]!;
    const shift = direction === 'bidirectional' ? directionShift : 0;
    const ends: EncoderEnd[] = [];
    if (direction !== 'backward' && from !== 'top-backward') {
      ends.push({ layer, direction: 'forward', y: cells.middle - shift });
    }
    if (direction !== 'forward') ends.push({ layer, direction: 'backward', y: cells.bottom + backwardEndDrop });
    return ends;
  });
}
