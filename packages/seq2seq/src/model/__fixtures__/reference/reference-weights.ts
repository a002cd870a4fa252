// The weights of a model by the names that a checkpoint has for them, from its config alone.
import { memorySizeOf, type ReferenceCell, type ReferenceConfig } from './reference-config.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The name and shape of every weight. */
export const weightShapesOf = (config: ReferenceConfig): Shapes => {
  const { source, target, encoder, decoder } = config;
  const directions = encoder.direction === 'bidirectional' ? ['forward', 'backward'] : [encoder.direction];
  const D = memorySizeOf(config);
  const layersOf = ({ layers }: ReferenceCell): number[] => Array.from({ length: layers }, (_, l) => l);
  return new Map([
    ['source.embedding.table', [source.vocabulary, source.embedding]],
    ['target.embedding.table', [target.vocabulary, target.embedding]],
    ...layersOf(encoder).flatMap((l) =>
      directions.flatMap((way) =>
        cellShapes(`encoder.layers.${l}.${way}`, l === 0 ? source.embedding : D, encoder),
      ),
    ),
    ...layersOf(decoder).flatMap((l) =>
      cellShapes(`decoder.layers.${l}`, l === 0 ? decoderInputSize(config) : decoder.units, decoder),
    ),
    ...(config.bridge === 'dense' ? layersOf(decoder).flatMap((l) => bridgeShapes(l, D, decoder)) : []),
    ...attentionShapes(config),
    ...outputShapes(config),
  ]);
};

type Entry = [name: string, shape: number[]];

const cellShapes = (path: string, inputSize: number, { cell, units, resetAfter }: ReferenceCell): Entry[] => {
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell];
  return [
    [`${path}.kernel`, [inputSize, gates * units]],
    [`${path}.recurrentKernel`, [units, gates * units]],
    [`${path}.bias`, [gates * units]],
    ...(resetAfter ? [[`${path}.recurrentBias`, [gates * units]] satisfies Entry] : []),
  ];
};

const decoderInputSize = (config: ReferenceConfig): number => {
  const { attention, decoder, target } = config;
  const D = memorySizeOf(config);
  if (decoder.context === 'every-step' || attention?.query === 'previous') return target.embedding + D;
  return target.embedding + (decoder.inputFeeding ? decoder.units : 0);
};

const bridgeShapes = (layer: number, D: number, { cell, units }: ReferenceCell): Entry[] =>
  (cell === 'lstm' ? ['h', 'c'] : ['h']).flatMap((part): Entry[] => [
    [`bridge.${layer}.${part}.kernel`, [D, units]],
    [`bridge.${layer}.${part}.bias`, [units]],
  ]);

const attentionShapes = (config: ReferenceConfig): Entry[] => {
  const { attention, decoder } = config;
  if (!attention) return [];
  const { query, scorer, window } = attention;
  const [Q, D] = [decoder.units, memorySizeOf(config)];
  const entries: Entry[] = [];
  if (scorer.type === 'general') entries.push(['attention.scorer.kernel', [Q, D]]);
  if (scorer.type === 'location') entries.push(['attention.scorer.kernel', [Q, scorer.maxLength]]);
  if (scorer.type === 'mlp') {
    entries.push(['attention.scorer.queryKernel', [Q, scorer.units]]);
    entries.push(['attention.scorer.keyKernel', [D, scorer.units]], ['attention.scorer.v', [scorer.units]]);
  }
  if (window.type === 'local-p') {
    entries.push(['attention.window.kernel', [Q, window.units]], ['attention.window.v', [window.units]]);
  }
  if (query === 'current') entries.push(['attention.output.kernel', [D + Q, Q]]);
  return entries;
};

const outputShapes = (config: ReferenceConfig): Entry[] => {
  const { output, decoder, target } = config;
  const generator = (width: number): Entry[] => [
    ['generator.kernel', [width, target.vocabulary]],
    ['generator.bias', [target.vocabulary]],
  ];
  if (output.type === 'linear') return generator(decoder.units);
  const wide = 2 * output.units;
  return [
    ['output.stateKernel', [decoder.units, wide]],
    ['output.embeddingKernel', [target.embedding, wide]],
    ...(decoder.context === 'initial'
      ? []
      : [['output.contextKernel', [memorySizeOf(config), wide]] satisfies Entry]),
    ['output.bias', [wide]],
    ...generator(output.units),
  ];
};
