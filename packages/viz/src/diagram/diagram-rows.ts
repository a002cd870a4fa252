/**
 * Where the rows of a figure lie. The baseline under the tokens is 0 and everything above it is negative, until the whole figure is
 * moved into its sheet. The tops of encoder and decoder are aligned at the rail, the line that carries the memory to each step.
 */
import type { ModelDiagram } from './model-diagram.ts';

export type Row = { readonly top: number; readonly middle: number; readonly bottom: number };

/** A row of cells, with the additions above it if it is residual. */
export type CellRow = { readonly cells: Row; readonly sums?: Row };

/** One row of decoder cells: two belong to the lowest layer if it is conditional. */
export type DecoderCell = {
  readonly name: string;
  readonly layer: number;
  readonly residual: boolean;
};

export type DiagramRows = {
  readonly tokens: Row;
  readonly embedding: Row;
  readonly encoder: readonly CellRow[];
  readonly decoder: readonly CellRow[];
  /** the boxes of attention */
  readonly attention?: Row;
  /** the y of the line that carries memory or summary to the decoder */
  readonly rail?: number;
  readonly attentionalVector?: Row;
  readonly output: Row;
  readonly results: Row;
};

const heights = { token: 20, embedding: 26, cell: 34, twoWayCell: 46, sum: 16, attention: 28, vector: 28, output: 34 };
export const memoryHeight = 28;

/** Free height under a row of cells: a residual branches off low, lines to the left and right run above it. */
const channel = 34;
/** Lines that come together need more height than straight ones. */
const joiningChannel = 48;
const tokenGap = 14;
const sumGap = 12;
/** From attention's boxes up to the rail, and from the rail to what is above. */
const tap = 14;
const aboveRail = 24;
const copyChannel = 16;

/** The rows of the decoder's cells, lowest first. */
export function decoderCells({ decoder }: ModelDiagram): DecoderCell[] {
  return decoder.layers.flatMap(({ cell, residual = false }, layer) =>
    layer === 0 && decoder.secondCell !== undefined
      ? [
          { name: cell, layer, residual: false },
          { name: decoder.secondCell, layer, residual },
        ]
      : [{ name: cell, layer, residual }],
  );
}

/** All rows of a figure. */
export function layOutRows(diagram: ModelDiagram): DiagramRows {
  const tokens = rowAbove(0, heights.token);
  const embedding = rowAbove(tokens.top - tokenGap, heights.embedding);
  const encoder = encoderRows(diagram, embedding.top);
  const lowest = decoderRows(diagram, embedding.top);
  const rise = Math.min(0, highestOf(diagram, encoder, embedding) - (lowest.rail ?? endOf(lowest.decoder)));
  return { tokens, embedding, encoder, ...decoderRows(diagram, embedding.top + rise) };
}

/** How high the decoder must at least reach: to the memory, or above the encoder if a line of copies passes over it. */
function highestOf({ context, output }: ModelDiagram, encoder: readonly CellRow[], embedding: Row): number {
  if (encoder.length === 0) return embedding.top;
  if (context.type !== 'initial') return endOf(encoder) - channel - memoryHeight / 2;
  return output.copy === true ? endOf(encoder) : embedding.top;
}

/** The top of what comes out of the highest of several rows. */
export function endOf(rows: readonly CellRow[]): number {
  const highest = rows.at(-1)!;
  return (highest.sums ?? highest.cells).top;
}

function rowAbove(bottom: number, height: number): Row {
  return { top: bottom - height, middle: bottom - height / 2, bottom };
}

function cellRowAbove(bottom: number, height: number, residual: boolean): CellRow {
  const cells = rowAbove(bottom, height);
  return residual ? { cells, sums: rowAbove(cells.top - sumGap, heights.sum) } : { cells };
}

function encoderRows({ encoder }: ModelDiagram, floor: number): CellRow[] {
  const rows: CellRow[] = [];
  for (const { direction, residual = false, reduction = 1 } of encoder?.layers ?? []) {
    const below = rows.length > 0 ? endOf(rows) : floor;
    const height = direction === 'bidirectional' ? heights.twoWayCell : heights.cell;
    rows.push(cellRowAbove(below - (reduction > 1 ? joiningChannel : channel), height, residual));
  }
  return rows;
}

function decoderRows(diagram: ModelDiagram, floor: number): Omit<DiagramRows, 'tokens' | 'embedding' | 'encoder'> {
  const { context } = diagram;
  const query = context.type === 'attention' ? context.query : undefined;
  const decoder: CellRow[] = [];
  let top = floor;
  let attention: Row | undefined;
  let rail: number | undefined;
  for (const { residual } of decoderCells(diagram)) {
    decoder.push(cellRowAbove(top - channel, heights.cell, residual));
    top = endOf(decoder);
    if (query === 'between' && attention === undefined) {
      attention = rowAbove(top - channel, heights.attention);
      rail = attention.top - tap;
      top = rail;
    }
  }
  if (query === 'previous' || query === 'current') {
    attention = rowAbove(top - channel, heights.attention);
    rail = attention.top - tap;
    top = rail + channel - aboveRail;
  } else if (context.type === 'every-step') {
    rail = top - channel;
    top = rail + channel - aboveRail;
  }
  const attentionalVector = query === 'current' ? rowAbove(top - channel, heights.vector) : undefined;
  const bottom = (attentionalVector?.top ?? top) - channel - (diagram.output.copy === true ? copyChannel : 0);
  const output = rowAbove(bottom, heights.output);
  return {
    decoder,
    ...(attention && { attention }),
    ...(rail !== undefined && { rail }),
    ...(attentionalVector && { attentionalVector }),
    output,
    results: rowAbove(output.top - tokenGap, heights.token),
  };
}
