import type { Catalog } from '../catalog/catalog.ts';
import type { RunConfigWith } from '../catalog/config-of.ts';
import type { RunConfigInput } from '../config/run-config.ts';
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
 * A model with fresh weights for these pairs: its vocabularies are counted from them. A config that is written out is held to the kinds and
 * options of its catalog by the compiler; one that comes as a `RunConfigInput`, from a file for example, by what it says.
 *
 * @throws ConfigError if the config is wrong, or vectors are of another width
 */
export const textModelFor: TextModelFor = (
  pairs: readonly TokenPair[],
  config: RunConfigInput,
  { where, vectors = {}, ...parts }: TextModelForOptions = {},
): TextModel => {
  const plan = planTextModel(pairs, config, where, parts);
  return createTextModel({ ...plan, ...parts, parameters: withVectors(plan, vectors).parameters });
};

/** What `textModelFor` accepts: a config whose kinds can be anything, or one whose kinds are those of its catalog. */
export type TextModelFor = {
  <Config extends RunConfigInput>(
    pairs: readonly TokenPair[],
    config: RunConfigInput['model']['bridge'] extends Config['model']['bridge'] ? Config : never,
    options?: TextModelForOptions,
  ): TextModel;
  <const Options extends TextModelForOptions = Record<never, never>>(
    pairs: readonly TokenPair[],
    config: RunConfigWith<NoInfer<Options>>,
    options?: Options & TextModelForOptions,
  ): TextModel;
};
