import type { RunConfigInput } from '../config/run-config.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { TokenPair } from '../training/text-trainer.ts';
import { type SideVectors, withVectors } from './known-vectors.ts';
import { planTextModel } from './plan-text-model.ts';
import { createTextModel, type TextModel } from './text-model.ts';

/** Kinds of one's own replace the built-in ones of their part. */
export type TextModelForOptions = Partial<Catalog> & {
  /** What to call the config in messages: a file, or "config". */
  readonly where?: string;
  /** Word vectors that somebody else has trained, as first values of the embeddings: see `withVectors`. */
  readonly vectors?: SideVectors;
};

/**
 * A model with fresh weights for these pairs: its vocabularies are counted from them.
 *
 * @throws ConfigError if the config is wrong, or vectors are of another width
 */
export const textModelFor = (
  pairs: readonly TokenPair[],
  config: RunConfigInput,
  { where, vectors = {}, ...parts }: TextModelForOptions = {},
): TextModel => {
  const plan = planTextModel(pairs, config, where, parts);
  return createTextModel({ ...plan, ...parts, parameters: withVectors(plan, vectors).parameters });
};
