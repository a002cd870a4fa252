// The encoder of a config as boxes: which layers, which way each reads, which add their input to their output.
import type { DiagramEncoder, DiagramEncoderLayer } from '@seq2seq/viz';
import type { Catalog, EncoderConfig, ModelConfig } from 'seq2seq';
import { kindName, typeOf } from './kind-name.ts';
import { numbered } from './numbered.ts';

/** What `svgModelDiagram` draws of an encoder. */
export const encoderOf = (config: ModelConfig, catalog: Catalog, isReversed: boolean): DiagramEncoder => {
  const layers = layersOf(config, catalog);
  // As many steps as leave two of the memory, and no more than fit.
  const shortening = layers.reduce((product, { reduction = 1 }) => product * reduction, 1);
  const count = Math.max(4, Math.min(8, 2 * shortening));
  const summary = typeOf(config.encoder.summary);
  const formula = catalog.summaries[summary]?.about?.formula ?? kindName(catalog.summaries, summary);
  const notes = [
    ...(isReversed ? ['the source is read from its end'] : []),
    ...(config.decoder.context === 'every-step' ? [`summary c = ${formula}`] : []),
  ];
  return {
    source: sourceOf(config, count, isReversed),
    layers,
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
};

const sourceOf = ({ source }: ModelConfig, count: number, isReversed: boolean): string[] => {
  if ('frames' in source) return Array.from({ length: count }, (_, s) => `frame ${s + 1}`);
  const tokens = numbered('x', count - 1);
  return [...(isReversed ? tokens.toReversed() : tokens), '</s>'];
};

/** The layers of the built-in encoders; an encoder of one's own is drawn as far as its options say the same. */
const layersOf = ({ source, encoder }: ModelConfig, catalog: Catalog): DiagramEncoderLayer[] => {
  const { type, cell, units, layers: count, residual } = encoder;
  const name = cell === undefined ? kindName(catalog.encoders, type) : kindName(catalog.cells, cell).toUpperCase();
  const size = typeof units === 'number' ? units : undefined;
  const drawn: DiagramEncoderLayer[] = [];
  let below = widthOf(source);
  for (let l = 0; l < (typeof count === 'number' ? count : 1); l++) {
    const direction = directionOf(encoder, l);
    const halves = direction === 'bidirectional' ? 2 : 1;
    const reduction = type === 'pyramid' && l > 0 ? Number(encoder['reduction']) : 1;
    const width = size === undefined ? undefined : halves * size;
    const isResidual = residual === true && l >= (type === 'gnmt' ? 2 : 0) && width === below && reduction === 1;
    drawn.push({
      cell: name,
      ...(size !== undefined && { detail: `${halves === 2 ? '2 × ' : ''}${size} units` }),
      direction,
      ...(isResidual && { residual: true }),
      ...(reduction > 1 && { reduction }),
    });
    below = width ?? below;
  }
  return drawn;
};

/** How much the lowest layer reads at each step. */
const widthOf = (source: ModelConfig['source']): number => {
  if ('frames' in source) return source.embedding ?? source.frames;
  const factors = source.combine === 'concat' ? source.factors : [];
  return factors.reduce((sum, { embedding }) => sum + embedding, source.embedding);
};

const directionOf = ({ type, direction }: EncoderConfig, layer: number): DiagramEncoderLayer['direction'] => {
  if (type === 'gnmt') return layer === 0 ? 'bidirectional' : 'forward';
  if (type === 'alternating') return layer % 2 === 0 ? 'forward' : 'backward';
  return direction === 'backward' || direction === 'bidirectional' ? direction : 'forward';
};
