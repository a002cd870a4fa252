import { composeAttention } from '@seq2seq/attention';
import {
  type Attention,
  backwardLayer,
  bahdanauDecoder,
  bidirectionalLayer,
  type Bridge,
  type BridgeEnds,
  type CellSizes,
  copyBridge,
  createParameterStore,
  type Decoder,
  deepReadout,
  denseBridge,
  elmanCell,
  type Encoder,
  forwardLayer,
  fromSeed,
  gruCell,
  type LayerCell,
  linearReadout,
  lstmCell,
  luongDecoder,
  type ParameterScope,
  type ParameterSource,
  plainDecoder,
  type Readout,
  recurrentEncoder,
  type RecurrentLayer,
  type Seq2SeqModel,
  seq2seqModel,
  stackedCell,
  tableEmbedding,
  withDropout,
  zeroBridge,
} from '@seq2seq/core';
import { type ModelConfig, type ModelConfigInput, parseModelConfig } from '../config/model-config.ts';
import {
  builtInScorers,
  findNormalizer,
  findScorer,
  findWindow,
  type ScorerCatalog,
  type ScorerConfigOf,
} from './catalog.ts';

/** A config whose scorer is one of a catalog's, with that kind's own options, so that a misspelt one does not compile. */
export type ModelConfigWith<Scorers extends ScorerCatalog> = Omit<ModelConfigInput, 'attention'> & {
  readonly attention?: Omit<NonNullable<ModelConfigInput['attention']>, 'scorer'> & {
    readonly scorer: ScorerConfigOf<Scorers>;
  };
};

export type BuildOptions<Scorers extends ScorerCatalog> = {
  /** Kinds of scorers by name; the built-in ones by default. */
  readonly scorers?: Scorers;
  /** Where the weights' first values come from; seed 1 by default. */
  readonly parameters?: ParameterSource;
};

/**
 * A config and a catalog become a model with fresh weights.
 *
 * @throws ConfigError if a key is unknown, a value is out of range, or parts do not fit together
 */
export const buildModel = <const Scorers extends ScorerCatalog = typeof builtInScorers>(
  config: ModelConfigWith<NoInfer<Scorers>>,
  options: BuildOptions<Scorers> = {},
): Seq2SeqModel =>
  buildParsedModel(parseModelConfig(config), options.scorers ?? builtInScorers, options.parameters ?? fromSeed(1));

/** The same from a config that was checked already. */
export const buildParsedModel = (
  config: ModelConfig,
  scorers: ScorerCatalog,
  source: ParameterSource,
): Seq2SeqModel => {
  const parameters = createParameterStore(source);
  try {
    const embeddingOf = (side: 'source' | 'target') =>
      tableEmbedding(
        { vocabularySize: config[side].vocabulary, size: config[side].embedding },
        parameters.scope(side).scope('embedding'),
      );
    const sourceEmbedding = embeddingOf('source');
    const targetEmbedding = embeddingOf('target');
    const encoder = buildEncoder(config, parameters.scope('encoder'));
    const decoder = buildDecoder(config, encoder, scorers, parameters);
    const readout = buildReadout(config, decoder, parameters);
    return seq2seqModel({ parameters, sourceEmbedding, targetEmbedding, encoder, decoder, readout });
  } catch (error) {
    parameters.dispose();
    throw error;
  }
};

const buildCell = (
  config: ModelConfig['encoder' | 'decoder'],
  sizes: CellSizes,
  parameters: ParameterScope,
): LayerCell => {
  const kinds: Record<typeof config.cell, () => LayerCell> = {
    lstm: () => lstmCell(sizes, parameters),
    gru: () => gruCell(sizes, { resetAfter: config.resetAfter }, parameters),
    rnn: () => elmanCell(sizes, parameters),
  };
  const cell = kinds[config.cell]();
  return config.dropout > 0 ? withDropout(cell, config.dropout) : cell;
};

const buildEncoder = ({ encoder, source }: ModelConfig, parameters: ParameterScope): Encoder => {
  const layers: RecurrentLayer[] = [];
  for (let l = 0; l < encoder.layers; l++) {
    const sizes = { inputSize: layers.at(-1)?.outputSize ?? source.embedding, units: encoder.units };
    const scope = parameters.scope('layers').scope(String(l));
    const cell = (direction: 'forward' | 'backward'): LayerCell => buildCell(encoder, sizes, scope.scope(direction));
    const kinds: Record<typeof encoder.direction, () => RecurrentLayer> = {
      forward: () => forwardLayer(cell('forward')),
      backward: () => backwardLayer(cell('backward')),
      bidirectional: () => bidirectionalLayer(cell('forward'), cell('backward')),
    };
    layers.push(kinds[encoder.direction]());
  }
  return recurrentEncoder(layers, { residual: encoder.residual });
};

const buildDecoder = (
  config: ModelConfig,
  encoder: Encoder,
  scorers: ScorerCatalog,
  parameters: ParameterScope,
): Decoder => {
  const { decoder, target } = config;
  const scope = parameters.scope('decoder');
  const lowestInput = {
    initial: target.embedding,
    'every-step': target.embedding + encoder.memorySize,
    attention:
      target.embedding +
      (config.attention?.query === 'previous' ? encoder.memorySize : decoder.inputFeeding ? decoder.units : 0),
  }[decoder.context];
  const cells = Array.from({ length: decoder.layers }, (_, l) =>
    buildCell(
      decoder,
      { inputSize: l === 0 ? lowestInput : decoder.units, units: decoder.units },
      scope.scope('layers').scope(String(l)),
    ),
  );
  const cell = stackedCell(cells, { residual: decoder.residual });
  const bridge = buildBridge(config, { encoder, cells }, parameters.scope('bridge'));
  const inputSize = target.embedding;

  if (decoder.context !== 'attention' || !config.attention) {
    return plainDecoder({
      cell,
      bridge,
      inputSize,
      summarySize: encoder.memorySize,
      context: decoder.context === 'every-step' ? 'every-step' : 'initial',
    });
  }
  const attention = buildAttention(
    config.attention,
    { querySize: decoder.units, memorySize: encoder.memorySize },
    scorers,
    parameters,
  );
  return config.attention.query === 'previous'
    ? bahdanauDecoder({ cell, bridge, attention, inputSize })
    : luongDecoder(
        { cell, bridge, attention, inputSize, inputFeeding: decoder.inputFeeding },
        parameters.scope('attention'),
      );
};

const buildBridge = (config: ModelConfig, ends: BridgeEnds, parameters: ParameterScope): Bridge =>
  ({ copy: copyBridge, dense: denseBridge, zero: zeroBridge })[config.bridge](ends, parameters);

const buildAttention = (
  config: NonNullable<ModelConfig['attention']>,
  sizes: { readonly querySize: number; readonly memorySize: number },
  scorers: ScorerCatalog,
  parameters: ParameterScope,
): Attention => {
  const scope = parameters.scope('attention');
  const scorer = findScorer(config.scorer, scorers);
  const window = findWindow(config.window);
  return composeAttention({
    scorer: scorer.kind.create(sizes, scorer.options, scope.scope('scorer')),
    window: window.kind.create(sizes, window.options, scope.scope('window')),
    normalize: findNormalizer(config.normalizer),
    memorySize: sizes.memorySize,
  });
};

const buildReadout = ({ output, target }: ModelConfig, decoder: Decoder, parameters: ParameterScope): Readout => {
  const generator = linearReadout(
    { inputSize: output.type === 'deep' ? output.units : decoder.outputSize, vocabularySize: target.vocabulary },
    parameters.scope('generator'),
  );
  if (output.type === 'linear') return generator;
  const { outputSize, inputSize: embeddingSize, contextSize } = decoder;
  return deepReadout(
    { outputSize, embeddingSize, contextSize, units: output.units },
    generator,
    parameters.scope('output'),
  );
};
