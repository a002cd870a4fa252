import { fromSeed, type ParameterSource, type Seq2SeqModel } from '@seq2seq/core';
import { type Tokenizer, tokenizerOfType, type Vocabulary } from '@seq2seq/text';
import type { RunConfig } from '../config/run-config.ts';
import { type Catalog, catalogOf } from '../catalog/catalog.ts';
import { buildParsedModel } from '../model/build-model.ts';
import { checkVocabularies } from './check-vocabularies.ts';

/** One side of a model: how its texts become tokens, and tokens numbers. */
export type TextSide = { readonly tokenizer: Tokenizer; readonly vocabulary: Vocabulary };

/** The side that a model reads. */
export type SourceSide = TextSide & {
  /** Whether sources are read from their end. */
  readonly isReversed: boolean;
  /** What is known of a token beside its word: one vocabulary for each factor. */
  readonly factors: readonly Vocabulary[];
  /** What stands between a word and its factors. */
  readonly factorSeparator: string;
  /** With models that copy: the target vocabulary, in which sources are told too. */
  readonly copiesInto?: Vocabulary;
};

/** A model with all that it takes to go from text to text. Owns the model's weights. */
export interface TextModel {
  readonly config: RunConfig;
  readonly model: Seq2SeqModel;
  readonly source: SourceSide;
  readonly target: TextSide;
  dispose(): void;
}

/** What a text model is made of; kinds of one's own replace the built-in ones of their part. */
export type TextModelOptions = Partial<Catalog> & {
  readonly config: RunConfig;
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
  /** One for each factor of the source; none by default. */
  readonly factorVocabularies?: readonly Vocabulary[];
  /** Where first values come from; the config's seed by default. */
  readonly parameters?: ParameterSource;
};

/**
 * Joins a resolved config and its vocabularies to a model with fresh weights.
 *
 * @throws ConfigError if a vocabulary is not as large as the config says, or the two sides share a table but not a vocabulary
 */
export const createTextModel = (options: TextModelOptions): TextModel => {
  const { config, sourceVocabulary, targetVocabulary, factorVocabularies = [], parameters, ...parts } = options;
  checkVocabularies(config, { sourceVocabulary, targetVocabulary, factorVocabularies });
  const model = buildParsedModel(config.model, catalogOf(parts), parameters ?? fromSeed(config.training.seed));
  const { source, target } = config.text;
  return {
    config,
    model,
    source: {
      tokenizer: tokenizerOfType(source.tokenizer),
      vocabulary: sourceVocabulary,
      isReversed: source.reverse,
      factors: factorVocabularies,
      factorSeparator: source.factorSeparator,
      ...(config.model.copy && { copiesInto: targetVocabulary }),
    },
    target: { tokenizer: tokenizerOfType(target.tokenizer), vocabulary: targetVocabulary },
    dispose: () => model.dispose(),
  };
};
