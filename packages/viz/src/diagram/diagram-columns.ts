/**
 * Where the columns of a figure lie: the encoder's from 0 to the right, the bridge, then the decoder's. Left of each decoder column
 * is a lane, in which attention stands and lines run up and down, each kind on a track of its own.
 */
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';
import { boxFontSize, tokenFontSize } from './font-sizes.ts';
import type { ModelDiagram } from './model-diagram.ts';
import { decoderCells } from './diagram-rows.ts';

/** Tracks of a lane for lines that leave the column at its left, in their order from that column. */
type Track = 'residual' | 'deep' | 'loop';

type EncoderColumns = {
  readonly cellWidth: number;
  readonly right: number;
  /** room for a token's label */
  readonly pitch: number;
  /** [S] middles of the tokens */
  readonly tokens: readonly number[];
  /** [L][steps] middles of the cells */
  readonly layers: readonly (readonly number[])[];
};

type DecoderColumns = {
  readonly cellWidth: number;
  readonly pitch: number;
  readonly laneWidth: number;
  /** [T] middles of the columns */
  readonly steps: readonly number[];
  readonly right: number;
  /** where a line of the column left of lane t runs */
  track(step: number, track: Track): number;
};

export type DiagramColumns = {
  readonly encoder?: EncoderColumns;
  readonly bridge: { readonly x: number; readonly width: number };
  readonly decoder: DecoderColumns;
};

export const attentionWidth = 38;
/** From attention's box to the column at its right. */
export const besideAttention = 22;
/** How far from a column the context runs that a readout sees as well. */
export const deepContextTrack = 8;
/** How far from a column the summary runs down to the cell. */
export const summaryTrack = 20;

const trackWidth = 9;
const bridgeWidth = 58;
const narrowest = 52;
const widest = 96;
const recurrenceGap = 36;
const boxPadding = 12;

/** All columns of a figure. */
export function layOutColumns(diagram: ModelDiagram): DiagramColumns {
  const encoder = encoderColumns(diagram);
  const bridge = { x: encoder ? encoder.right + recurrenceGap : 0, width: bridgeWidth };
  const decoder = decoderColumns(diagram, bridge.x + bridge.width);
  return encoder ? { encoder, bridge, decoder } : { bridge, decoder };
}

function encoderColumns({ encoder }: ModelDiagram): EncoderColumns | undefined {
  if (!encoder) return undefined;
  const gap = recurrenceGap + (encoder.layers.some(({ residual }) => residual === true) ? trackWidth : 0);
  const names = encoder.layers.map(({ cell }) => cell);
  const cellWidth = widthFor(names, encoder.source, gap);
  const tokens = encoder.source.map((_, step) => step * (cellWidth + gap) + cellWidth / 2);
  const layers: number[][] = [];
  for (const { reduction = 1 } of encoder.layers) layers.push(joined(layers.at(-1) ?? tokens, reduction));
  return { cellWidth, pitch: cellWidth + gap, tokens, layers, right: tokens.at(-1)! + cellWidth / 2 };
}

/** The middles of groups of neighbours. */
function joined(columns: readonly number[], reduction: number): number[] {
  return Array.from({ length: Math.ceil(columns.length / reduction) }, (_, group) => {
    const members = columns.slice(group * reduction, (group + 1) * reduction);
    return (members[0]! + members.at(-1)!) / 2;
  });
}

function decoderColumns(diagram: ModelDiagram, left: number): DecoderColumns {
  const { context, decoder, output } = diagram;
  const tracks: Track[] = [];
  if (decoder.layers.some(({ residual }) => residual === true)) tracks.push('residual');
  if (output.deep === true) tracks.push('deep');
  const leaving = tracks.length * trackWidth;
  if (context.type === 'attention' && (context.inputFeeding === true || context.query === 'between'))
    tracks.push('loop');
  const attends = context.type === 'attention';
  const inLane = attends ? attentionWidth + besideAttention + 6 : context.type === 'every-step' ? summaryTrack + 8 : 20;
  const laneWidth = Math.max(recurrenceGap, 9 + tracks.length * trackWidth + inLane);
  const names = [...decoderCells(diagram).map(({ name }) => name), ...output.label.split(' ')];
  const cellWidth = widthFor(names, [...decoder.inputs, ...decoder.outputs], laneWidth);
  const pitch = laneWidth + cellWidth;
  const steps = decoder.inputs.map((_, step) => left + step * pitch + laneWidth + cellWidth / 2);
  return {
    cellWidth,
    pitch,
    laneWidth,
    steps,
    right: steps.at(-1)! + cellWidth / 2 + leaving,
    track: (step, track) => left + step * pitch + 9 + tracks.indexOf(track) * trackWidth,
  };
}

/** Wide enough for what stands in and under the cells, within limits. */
function widthFor(names: readonly string[], tokens: readonly string[], gap: number): number {
  const inside = textLength(names.map(visibleLabel), boxFontSize) + boxPadding;
  const under = textLength(tokens.map(visibleLabel), tokenFontSize) + boxPadding - gap;
  return Math.min(widest, Math.max(narrowest, inside, under));
}
