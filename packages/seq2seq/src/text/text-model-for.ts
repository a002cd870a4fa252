import type { RunConfigInput } from '../config/run-config.ts';
import type { ScorerCatalog } from '../model/catalog.ts';
import type { TokenPair } from '../training/text-trainer.ts';
import { planTextModel } from './plan-text-model.ts';
import { createTextModel, type TextModel } from './text-model.ts';

export type TextModelForOptions = {
  /** Kinds of scorers by name; the built-in ones by default. */
  readonly scorers?: ScorerCatalog;
  /** What to call the config in messages: a file, or "config". */
  readonly where?: string;
};

/**
 * A model with fresh weights for these pairs: its vocabularies are counted from them.
 *
 * @throws ConfigError if the config is wrong
 */
export const textModelFor = (
  pairs: readonly TokenPair[],
  config: RunConfigInput,
  { scorers, where }: TextModelForOptions = {},
): TextModel => createTextModel({ ...planTextModel(pairs, config, where), ...(scorers && { scorers }) });
