import { ConfigError } from '@seq2seq/core';
import { issueMessage } from '../config/issue-message.ts';
import { configErrorOf } from '../config/parse-model-config.ts';
import type { MinimumBayesRiskConfig, SearchConfig } from './search-config.ts';
import { shapesOfSearches } from './search-shapes.ts';
import { typeUnion } from './type-union.ts';

const searchSchema = typeUnion<SearchConfig>('search', shapesOfSearches);

/**
 * Checks the config of a search and fills in the defaults: a name, or `{ "type": name, …options }`.
 *
 * @param where - what to call it in messages: a file, or "search"
 * @throws ConfigError that lists everything that is wrong, each with its path
 */
export const parseSearchConfig = (value: unknown, where = 'search'): SearchConfig => {
  const result = searchSchema.safeParse(value, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, where);
  const config = withWeights(result.data);
  const [strategy, path] = config.type === 'minimum-bayes-risk' ? [config.over, 'over.'] : [config, ''];
  if (strategy.type === 'diverse-beam' && strategy.width % strategy.groups !== 0) {
    const [groups, width] = [strategy.groups, strategy.width];
    throw new ConfigError(
      `${where}.${path}groups: expected a divisor of the width ${width}, got ${groups}; each group has width / groups rows.`,
      `${path}groups`,
    );
  }
  return config;
};

const withWeights = (config: SearchConfig): SearchConfig => {
  if (config.type !== 'minimum-bayes-risk') return config;
  const weights: MinimumBayesRiskConfig['weights'] = config.over.type === 'sampling' ? 'uniform' : 'probability';
  return { ...config, weights: (config as Partial<MinimumBayesRiskConfig>).weights ?? weights };
};
