import {
  ConfigError,
  type Copier,
  createParameterStore,
  type Decoder,
  type Encoder,
  factoredReader,
  frameReader,
  fromSeed,
  type GeneratorMaker,
  type ParameterScope,
  type ParameterSource,
  pointerCopier,
  type Readout,
  type Seq2SeqModel,
  seq2seqModel,
  type SourceReader,
  tokenReader,
  vocabularyParts,
  type VocabularyParts,
} from '@seq2seq/core';
import { unkId } from '@seq2seq/text';
import { type Catalog, catalogOf } from '../catalog/catalog.ts';
import type { ModelConfigWith } from '../catalog/config-of.ts';
import type { KindConfig } from '../catalog/kind-schema.ts';
import type { ModelConfig } from '../config/model-config.ts';
import { parseModelConfig } from '../config/parse-model-config.ts';
import { sharesVocabulary } from '../config/shares-vocabulary.ts';
import { buildDecoder } from './build-decoder.ts';
import { buildEncoder } from './build-encoder.ts';

/** Kinds of one's own, which replace the built-in ones of their part; and where the weights' first values come from: seed 1 by default. */
export type BuildOptions = Partial<Catalog> & { readonly parameters?: ParameterSource };

/**
 * A config and a catalog become a model with fresh weights.
 *
 * @throws ConfigError if a key is unknown, a value is out of range, or parts do not fit together
 */
export const buildModel = <const Options extends BuildOptions = Record<never, never>>(
  config: ModelConfigWith<NoInfer<Options>>,
  options?: Options & BuildOptions,
): Seq2SeqModel => {
  const { parameters = fromSeed(1), ...parts }: BuildOptions = options ?? {};
  const catalog = catalogOf(parts);
  return buildParsedModel(parseModelConfig(config, 'config', catalog), catalog, parameters);
};

/** The same from a config that was checked already. */
export const buildParsedModel = (config: ModelConfig, catalog: Catalog, values: ParameterSource): Seq2SeqModel => {
  const parameters = createParameterStore(values);
  try {
    const vocabularies = buildVocabularies(config, parameters);
    const source = buildReader(config, vocabularies, parameters.scope('source'));
    const encoder = buildEncoder(config.encoder, source.size, catalog, parameters.scope('encoder'));
    const decoder = buildDecoder(config, encoder, catalog, parameters);
    const readout = buildReadout(
      config.output,
      vocabularies.generator,
      decoder,
      config.target.vocabulary,
      catalog,
      parameters,
    );
    const copier = config.copy ? buildCopier(config, encoder, decoder, parameters.scope('copy')) : undefined;
    parameters.freeze(frozenTables(config));
    return seq2seqModel({
      ...{ parameters, source, targetEmbedding: vocabularies.target, encoder, decoder, readout },
      ...(copier && { copier }),
    });
  } catch (error) {
    parameters.dispose();
    throw error;
  }
};

/** The readout that a config names, over a generator that may share its weights with an embedding. */
export const buildReadout = (
  { type, ...options }: KindConfig,
  generator: GeneratorMaker,
  decoder: Pick<Decoder, 'outputSize' | 'inputSize' | 'contextSize'>,
  vocabularySize: number,
  catalog: Catalog,
  parameters: ParameterScope,
): Readout => {
  const { outputSize, inputSize: embeddingSize, contextSize } = decoder;
  const sizes = { outputSize, embeddingSize, contextSize, vocabularySize };
  const kind = catalog.outputs[type] as Catalog['outputs'][string];
  return kind.create(sizes, options as never, parameters.scope('output'), generator);
};

const buildVocabularies = ({ source, target, tied }: ModelConfig, parameters: ParameterScope): VocabularyParts => {
  const sizesOf = (side: { readonly vocabulary: number; readonly embedding: number }) => ({
    vocabularySize: side.vocabulary,
    size: side.embedding,
  });
  const sides = { target: sizesOf(target), ...(!('frames' in source) && { source: sizesOf(source) }) };
  return vocabularyParts(sides, tied, parameters);
};

const buildReader = (
  { source }: ModelConfig,
  { source: embedding }: VocabularyParts,
  scope: ParameterScope,
): SourceReader => {
  if ('frames' in source) {
    const size = source.embedding;
    return frameReader({ frameSize: source.frames, ...(size !== undefined && { size }) }, scope);
  }
  if (!embedding) throw new ConfigError('source: tokens are read, but there is no embedding of them.', 'source');
  if (source.factors.length === 0) return tokenReader(embedding);
  const factors = source.factors.map((factor) => ({ vocabularySize: factor.vocabulary, size: factor.embedding }));
  return factoredReader({ embedding, factors, combine: source.combine }, scope);
};

const buildCopier = (config: ModelConfig, encoder: Encoder, decoder: Decoder, scope: ParameterScope): Copier => {
  const someLength = 100;
  if ((encoder.memoryLength?.(someLength) ?? someLength) < someLength) {
    throw new ConfigError(
      `copy: copy is true but encoder.type is ${config.encoder.type}, whose memory has fewer positions than the source has tokens to ` +
        'copy; take another encoder or leave copy out.',
      'copy',
    );
  }
  const { outputSize, inputSize: embeddingSize, contextSize } = decoder;
  return pointerCopier({ outputSize, embeddingSize, contextSize, unk: unkId }, scope);
};

/** Embeddings that stay as they are; a table that both sides share is the target's. */
const frozenTables = ({ source, target, tied }: ModelConfig): string[] => {
  const isShared = sharesVocabulary(tied);
  return [
    ...('frozen' in source && source.frozen && !isShared ? ['source.embedding'] : []),
    ...(target.frozen ? ['target.embedding'] : []),
  ];
};
