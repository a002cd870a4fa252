// Embeddings that somebody else has trained, put where a model's own would be.
import { ConfigError, fromSeed, type ParameterSource, withValues } from '@seq2seq/core';
import { embeddingTable, type EmbeddingTable, type WordVectors } from '@seq2seq/text';
import { sharesVocabulary } from '../config/shares-vocabulary.ts';
import type { TextModelPlan } from './plan-text-model.ts';

/** Word vectors for the sides of a model. */
export type SideVectors = { readonly source?: WordVectors; readonly target?: WordVectors };

/** First values for a model's weights, and how many of the words have vectors. */
export type KnownVectors = {
  readonly parameters: ParameterSource;
  /** For each side that vectors are given for; `known` and `words` do not count special tokens. */
  readonly found: readonly { readonly side: 'source' | 'target'; readonly known: number; readonly words: number }[];
};

/**
 * The first values of a planned model, with those of the words that have vectors: for `createTextModel({ ...plan, parameters })`. Words
 * without a vector begin as they would have; `frozen` in the config of a side keeps all its vectors as they are.
 *
 * @param vectors - as `parseWordVectors` reads them
 * @param where - what to call each side's in messages, such as its file
 * @throws ConfigError if vectors are not as wide as the side's embedding, or vectors are given for a source that has no table of its own
 */
export const withVectors = (
  plan: TextModelPlan,
  vectors: SideVectors,
  where: Readonly<Record<keyof SideVectors, string>> = { source: 'source vectors', target: 'target vectors' },
): KnownVectors => {
  const { model, training } = plan.config;
  if (vectors.source && sharesVocabulary(model.tied)) {
    throw new ConfigError(
      `${where.source}: model.tied is ${model.tied}, so both sides have one table, that of the target; give target vectors alone.`,
      'model.tied',
    );
  }
  const tables = (['source', 'target'] as const).flatMap((side): (readonly ['source' | 'target', EmbeddingTable])[] => {
    const ofSide = vectors[side];
    if (!ofSide) return [];
    const wanted = model[side].embedding;
    if (ofSide.size !== wanted) {
      throw new ConfigError(
        `${where[side]}: vectors are ${ofSide.size} wide but model.${side}.embedding is ${wanted}; set it to ${ofSide.size}.`,
        `model.${side}.embedding`,
      );
    }
    return [[side, embeddingTable(ofSide, plan[`${side}Vocabulary`])]];
  });
  return {
    parameters: withValues(
      fromSeed(training.seed),
      Object.fromEntries(tables.map(([side, { rows, values }]) => [`${side}.embedding.table`, { rows, values }])),
    ),
    found: tables.map(([side, { rows, missing }]) => ({
      side,
      known: rows.length,
      words: rows.length + missing.length,
    })),
  };
};
