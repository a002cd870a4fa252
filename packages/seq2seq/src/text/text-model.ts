import { ConfigError, fromSeed, type ParameterSource, type Seq2SeqModel } from '@seq2seq/core';
import { type Tokenizer, tokenizerOfType, type Vocabulary } from '@seq2seq/text';
import type { RunConfig } from '../config/run-config.ts';
import { type Catalog, catalogOf } from '../catalog/catalog.ts';
import { buildParsedModel } from '../model/build-model.ts';

/** One side of a model: how its texts become tokens, and tokens numbers. */
export type TextSide = { readonly tokenizer: Tokenizer; readonly vocabulary: Vocabulary };

/** A model with all that it takes to go from text to text. Owns the model's weights. */
export interface TextModel {
  readonly config: RunConfig;
  readonly model: Seq2SeqModel;
  readonly source: TextSide;
  readonly target: TextSide;
  dispose(): void;
}

/** What a text model is made of; kinds of one's own replace the built-in ones of their part. */
export type TextModelOptions = Partial<Catalog> & {
  readonly config: RunConfig;
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
  /** Where first values come from; the config's seed by default. */
  readonly parameters?: ParameterSource;
};

/**
 * Joins a resolved config and its vocabularies to a model with fresh weights.
 *
 * @throws ConfigError if a vocabulary is not as large as the config says
 */
export const createTextModel = (options: TextModelOptions): TextModel => {
  const { config, sourceVocabulary, targetVocabulary, parameters, ...parts } = options;
  for (const [side, vocabulary] of [
    ['source', sourceVocabulary],
    ['target', targetVocabulary],
  ] as const) {
    const wanted = config.model[side].vocabulary;
    if (vocabulary.size !== wanted) {
      throw new ConfigError(
        `model.${side}.vocabulary: the config says ${wanted} tokens but the ${side} vocabulary has ${vocabulary.size}; keep config and vocabulary of one run together.`,
        `model.${side}.vocabulary`,
      );
    }
  }
  const model = buildParsedModel(config.model, catalogOf(parts), parameters ?? fromSeed(config.training.seed));
  return {
    config,
    model,
    source: { tokenizer: tokenizerOfType(config.text.source.tokenizer), vocabulary: sourceVocabulary },
    target: { tokenizer: tokenizerOfType(config.text.target.tokenizer), vocabulary: targetVocabulary },
    dispose: () => model.dispose(),
  };
};
