import {
  bahdanauDecoder,
  type Bridge,
  conditionalDecoder,
  type Decoder,
  type Encoder,
  type LayerCell,
  luongDecoder,
  type ParameterScope,
  plainDecoder,
  stackedCell,
} from '@seq2seq/core';
import type { Catalog } from '../catalog/catalog.ts';
import { kindConfigOf } from '../catalog/kind-schema.ts';
import type { ModelConfig } from '../config/model-config.ts';
import { buildAttention } from './build-attention.ts';
import { cellMaker } from './build-cell.ts';

/** The decoder that a config describes, on an encoder that is built already. */
export const buildDecoder = (
  config: ModelConfig,
  encoder: Encoder,
  catalog: Catalog,
  parameters: ParameterScope,
): Decoder => {
  const { decoder, target, attention: given } = config;
  const sizes = { querySize: decoder.units, memorySize: encoder.memorySize };
  const attention = given && buildAttention(given, sizes, catalog, parameters.scope('attention'));
  const contextSize = attention?.contextSize ?? encoder.summarySize;
  const cellOf = cellMaker(decoder, catalog, 'decoder');
  const scope = parameters.scope('decoder');
  const reading = readingOf(config, contextSize);
  const cells = Array.from({ length: decoder.layers }, (_, l) =>
    cellOf(
      { inputSize: l === 0 ? target.embedding + reading.lowest : decoder.units + reading.upper, units: decoder.units },
      scope.scope('layers').scope(String(l)),
    ),
  );
  const bridge = buildBridge(config, encoder, cells, catalog, parameters);
  const inputSize = target.embedding;
  const { residual } = decoder;

  if (!attention || !given) {
    const context = decoder.context === 'every-step' ? 'every-step' : 'initial';
    const cell = stackedCell(cells, { residual });
    return plainDecoder({ cell, bridge, inputSize, summarySize: encoder.summarySize, context });
  }
  const stack = { residual, sharedInput: reading.upper };
  const [first, ...upper] = cells as [LayerCell, ...LayerCell[]];
  if (given.query === 'between') {
    const second = cellOf({ inputSize: contextSize, units: decoder.units }, scope.scope('conditional'));
    return conditionalDecoder({ first, cell: stackedCell([second, ...upper], stack), bridge, attention, inputSize });
  }
  const parts = { cell: stackedCell(cells, stack), bridge, attention, inputSize };
  return given.query === 'previous'
    ? bahdanauDecoder(parts)
    : luongDecoder({ ...parts, inputFeeding: decoder.inputFeeding }, parameters.scope('attention'));
};

/** How much the layers of a decoder read beside the token or the layer below. */
const readingOf = (
  { decoder, attention }: ModelConfig,
  contextSize: number,
): { readonly lowest: number; readonly upper: number } => {
  if (decoder.context === 'initial') return { lowest: 0, upper: 0 };
  if (decoder.context === 'every-step' || !attention) return { lowest: contextSize, upper: 0 };
  const lowest = { previous: contextSize, between: 0, current: decoder.inputFeeding ? decoder.units : 0 };
  return { lowest: lowest[attention.query], upper: attention.upperLayers ? contextSize : 0 };
};

const buildBridge = (
  config: ModelConfig,
  encoder: Encoder,
  cells: readonly LayerCell[],
  { bridges }: Catalog,
  parameters: ParameterScope,
): Bridge => {
  const { type, ...options } = kindConfigOf(config.bridge);
  const kind = bridges[type] as Catalog['bridges'][string];
  return kind.create({ encoder, cells }, options as never, parameters.scope('bridge'));
};
