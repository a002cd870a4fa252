import { tokenizerOfType } from '@seq2seq/text';
import { tokensOf } from './config-of.ts';
import type { Experiment } from './experiment.ts';

/** Both sides of an example as people write them. */
export const tokensAsText = (
  experiment: Experiment,
  source: readonly string[],
  target: readonly string[],
): readonly [source: string, target: string] => {
  const [sourceTokens, targetTokens] = tokensOf(experiment);
  return [tokenizerOfType(sourceTokens).detokenize(source), tokenizerOfType(targetTokens).detokenize(target)];
};
