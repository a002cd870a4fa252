import { buildVocabulary, type Vocabulary } from '@seq2seq/text';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { resolveRunConfig, type RunConfig } from '../config/run-config.ts';
import type { TokenPair } from '../training/text-trainer.ts';

/** A checked config and the vocabularies that it goes with: all that makes a model but the first values of its weights. */
export type TextModelPlan = {
  readonly config: RunConfig;
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
};

/**
 * What a model for these pairs will be: its vocabularies are counted from them.
 *
 * @param config - as one writes it; see `RunConfigInput`
 * @param where - what to call it in messages: a file, or "config"
 * @param parts - the kinds that it may name; the built-in ones by default
 * @throws ConfigError if the config is wrong
 */
export const planTextModel = (
  pairs: readonly TokenPair[],
  config: unknown,
  where?: string,
  parts: Partial<Catalog> = builtIn,
): TextModelPlan => {
  const sourceVocabulary = buildVocabulary(pairs.map(({ source }) => source));
  const targetVocabulary = buildVocabulary(pairs.map(({ target }) => target));
  const sizes = { source: sourceVocabulary.size, target: targetVocabulary.size };
  return { config: resolveRunConfig(config, sizes, where, parts), sourceVocabulary, targetVocabulary };
};
