// The laws of a whole attention in the socket of `@seq2seq/core`, to be run on one's own.
import {
  type Attention,
  createParameterStore,
  createRandom,
  disposeTree,
  fromSeed,
  type ParameterScope,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionSizes } from '../src/index.ts';
import { attentionGradientLaws } from './attention-contract-gradient-laws.ts';
import { attentionLaws } from './attention-contract-laws.ts';
import { attentionTrial, seenBy, seenInEach } from './attention-contract-trial.ts';
import { checkLaws } from './check-laws.ts';
import { everyMode, modesWithoutChance } from './modes.ts';
import { shakeWeights, weightLaws } from './weight-laws.ts';

export type AttentionContractOptions = {
  /** Q and D to try it with. Default: 4 and 3. */
  readonly sizes?: AttentionSizes;
  /** Whether the context is the memory's sum by the weights that are shown; not so of several attentions at once. Default: true. */
  readonly contextIsWeightedSum?: boolean;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks that an attention keeps its promises to a decoder over several steps, at test and while training: contexts as wide as it says,
 * weights that are zero at padding and sum to at most one, rows that do not see each other, padding that changes nothing, memory and
 * history that a search can reorder, nothing remembered elsewhere, finite gradients even at zero rows, gradients that are right and reach
 * every weight, weights that can be saved, memory that is given back. While training, rows and padding are compared only if no random
 * number is drawn. Sources are at most 7 positions long.
 *
 * @param make - an attention for given sizes, its weights in the scope that it is given
 * @throws Error that names the law that is broken, where, and what to do
 */
export const checkAttentionContract = async (
  make: (sizes: AttentionSizes, parameters: ParameterScope) => Attention,
  { sizes = { querySize: 4, memorySize: 3 }, contextIsWeightedSum = true, seed = 1 }: AttentionContractOptions = {},
): Promise<void> => {
  const random = createRandom(seed);
  const store = createParameterStore(fromSeed(seed));
  const trial = attentionTrial(sizes, random.fork('inputs'));
  try {
    const attention = make(sizes, store);
    await shakeWeights(store, random.fork('weights'));
    const modes = modesWithoutChance((mode) => tf.tidy(() => seenBy(attention, trial, mode)).dispose());
    await checkLaws('attention contract', {
      ...attentionLaws(attention, { trial, sizes, random, contextIsWeightedSum, modes }),
      ...attentionGradientLaws(attention, { sizes, store, random }),
      ...weightLaws((parameters) => {
        const made = make(sizes, parameters);
        return () => seenInEach(made, trial, everyMode);
      }, random),
    });
  } finally {
    store.dispose();
    disposeTree(trial);
  }
};
