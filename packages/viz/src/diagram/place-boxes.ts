/** The boxes of a figure, each at its row and column. */
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';
import { attentionWidth, besideAttention } from './diagram-columns.ts';
import type { DiagramBox } from './diagram-layout.ts';
import { decoderCells, memoryHeight, type Row } from './diagram-rows.ts';
import type { DiagramGrid } from './diagram-grid.ts';
import { cutToLength, wrapToLength } from './fit-text.ts';
import { boxFontSize, tokenFontSize } from './font-sizes.ts';

const padding = 8;
const sumWidth = 16;

/** The encoder with what it gives to the decoder; nothing in a language model. */
export function placeEncoder(grid: DiagramGrid): DiagramBox[] {
  const { diagram, rows, columns } = grid;
  const { encoder } = diagram;
  const places = columns.encoder;
  if (!encoder || !places) return [];
  const { cellWidth } = places;
  const boxes = encoder.source.flatMap((label, step) => [
    tokenAt(`encoder.token.${step}`, 'encoder', label, places.tokens[step]!, rows.tokens, places.pitch),
    boxAt(
      { id: `encoder.embedding.${step}`, kind: 'embedding', part: 'encoder' },
      places.tokens[step]!,
      rows.embedding,
      cellWidth,
    ),
  ]);
  for (const [layer, middles] of places.layers.entries()) {
    const { cells, sums } = rows.encoder[layer]!;
    const lines = wrapToLength(encoder.layers[layer]!.cell, cellWidth - padding, boxFontSize, 2);
    for (const [step, middle] of middles.entries()) {
      boxes.push(
        boxAt({ id: `encoder.cell.${layer}.${step}`, kind: 'cell', part: 'encoder', lines }, middle, cells, cellWidth),
      );
      if (sums) boxes.push(sumAt(`encoder.sum.${layer}.${step}`, 'encoder', middle, sums));
    }
  }
  return [...boxes, ...placeMemory(grid), ...placeCopied(grid)];
}

/** The state before the first step, in the way from encoder to decoder. */
export function placeBridge(grid: DiagramGrid): DiagramBox {
  const { top, bottom } = grid.bridgeSpan;
  const { x, width } = grid.columns.bridge;
  const lines = [grid.diagram.bridge ? 'bridge' : 'zeros'];
  return boxAt({ id: 'bridge', kind: 'bridge', part: 'bridge', lines }, x + width / 2, { top, bottom }, width);
}

/** The decoder, with attention and readout. */
export function placeDecoder({ diagram, rows, columns }: DiagramGrid): DiagramBox[] {
  const { cellWidth, pitch, steps } = columns.decoder;
  const { inputs, outputs } = diagram.decoder;
  const readout = wrapToLength(diagram.output.label, cellWidth - padding, boxFontSize - 1, 2);
  return steps.flatMap((middle, step) => {
    const subscript = String(step + 1);
    const boxes = [
      tokenAt(`decoder.token.${step}`, 'decoder', inputs[step]!, middle, rows.tokens, pitch),
      boxAt({ id: `decoder.embedding.${step}`, kind: 'embedding', part: 'decoder' }, middle, rows.embedding, cellWidth),
    ];
    for (const [index, { name }] of decoderCells(diagram).entries()) {
      const { cells, sums } = rows.decoder[index]!;
      const lines = wrapToLength(name, cellWidth - padding, boxFontSize, 2);
      boxes.push(
        boxAt({ id: `decoder.cell.${index}.${step}`, kind: 'cell', part: 'decoder', lines }, middle, cells, cellWidth),
      );
      if (sums) boxes.push(sumAt(`decoder.sum.${index}.${step}`, 'decoder', middle, sums));
    }
    if (rows.attention) {
      const x = middle - cellWidth / 2 - besideAttention - attentionWidth / 2;
      const look = { id: `attention.${step}`, kind: 'attention', part: 'attention', lines: ['α'], subscript } as const;
      boxes.push(boxAt(look, x, rows.attention, attentionWidth));
    }
    if (rows.attentionalVector) {
      const look = {
        id: `vector.${step}`,
        kind: 'attentional-vector',
        part: 'attention',
        lines: ['h̃'],
        subscript,
      } as const;
      boxes.push(boxAt(look, middle, rows.attentionalVector, cellWidth));
    }
    return [
      ...boxes,
      boxAt({ id: `output.${step}`, kind: 'output', part: 'output', lines: readout }, middle, rows.output, cellWidth),
      tokenAt(`result.${step}`, 'output', outputs[step]!, middle, rows.results, pitch),
    ];
  });
}

/** What the decoder reads of the source at each step: a memory over the whole top layer, or a summary over what it is made of. */
function placeMemory({ diagram, rows, columns }: DiagramGrid): DiagramBox[] {
  const { rail } = rows;
  const places = columns.encoder;
  if (rail === undefined || !places) return [];
  const row = { top: rail - memoryHeight / 2, bottom: rail + memoryHeight / 2 };
  const top = places.layers.at(-1)!;
  const attends = diagram.context.type === 'attention';
  const isNarrow = !attends && diagram.encoder?.layers.at(-1)?.direction === 'forward';
  const first = isNarrow ? top.at(-1)! : top[0]!;
  const width = top.at(-1)! - first + places.cellWidth;
  const id = attends ? 'memory' : 'summary';
  // A single cell may be narrower than the word.
  const lines = [cutToLength(attends ? 'memory' : width > 90 ? 'summary c' : 'c', width - padding, boxFontSize)];
  return [boxAt({ id, kind: id, part: 'encoder', lines }, first - places.cellWidth / 2 + width / 2, row, width)];
}

/** The bar under the source tokens that a copy begins at. */
function placeCopied({ diagram, rows, columns }: DiagramGrid): DiagramBox[] {
  const places = columns.encoder;
  if (diagram.output.copy !== true || !places) return [];
  const row = { top: rows.tokens.bottom + 4, bottom: rows.tokens.bottom + 9 };
  return [boxAt({ id: 'source', kind: 'source', part: 'output' }, places.right / 2, row, places.right)];
}

type Look = Pick<DiagramBox, 'id' | 'kind' | 'part'> & Partial<Pick<DiagramBox, 'lines' | 'subscript'>>;

function boxAt(look: Look, middle: number, row: Pick<Row, 'top' | 'bottom'>, width: number): DiagramBox {
  return { lines: [], ...look, x: middle - width / 2, y: row.top, width, height: row.bottom - row.top };
}

function sumAt(id: string, part: DiagramBox['part'], middle: number, row: Row): DiagramBox {
  return boxAt({ id, kind: 'sum', part }, middle, row, sumWidth);
}

function tokenAt(
  id: string,
  part: DiagramBox['part'],
  label: string,
  middle: number,
  row: Row,
  pitch: number,
): DiagramBox {
  const text = cutToLength(visibleLabel(label), pitch - padding, tokenFontSize);
  return boxAt(
    { id, kind: 'token', part, lines: [text] },
    middle,
    row,
    Math.max(padding, textLength([text], tokenFontSize)),
  );
}
