// The laws of a normalizer, to be run on one's own.
import { createParameterStore, createRandom, disposeTree, fromSeed } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NormalizerKind } from '../src/index.ts';
import { checkLaws } from './check-laws.ts';
import { everyMode, modesWithoutChance } from './modes.ts';
import { normalizerGradientLaws } from './normalizer-gradient-laws.ts';
import { normalizerLaws } from './normalizer-laws.ts';
import { normalizerTrial, weightsIn, weightsInEach } from './normalizer-trial.ts';
import { shakeWeights, weightLaws } from './weight-laws.ts';

export type NormalizerContractOptions = {
  /** Whether weights sum to one wherever anything is allowed, or may sum to less. Default: they may. */
  readonly sumsToOne?: boolean;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks that a kind of normalizer keeps its promises, at test and while training: weights [B, S] that are not negative, zero where
 * nothing is allowed, and sum to at most one; rows that do not see each other, padding that changes nothing, steps that remember nothing,
 * finite gradients at scores of ±10000, gradients that are right and reach every weight, weights that can be saved, memory that is given
 * back. While training, rows and padding are compared only if no random number is drawn.
 *
 * @throws Error that names the law that is broken, where, and what to do
 */
export const checkNormalizerContract = async <Options>(
  kind: NormalizerKind<Options>,
  options: Options,
  { sumsToOne = false, seed = 1 }: NormalizerContractOptions = {},
): Promise<void> => {
  const random = createRandom(seed);
  const store = createParameterStore(fromSeed(seed));
  const trial = normalizerTrial(random.fork('inputs'));
  const sizes = { querySize: 4, memorySize: 3 };
  try {
    const normalize = kind.create(sizes, options, store);
    await shakeWeights(store, random.fork('weights'));
    const modes = modesWithoutChance((mode) => tf.tidy(() => weightsIn(normalize, trial, mode)).dispose());
    await checkLaws('normalizer contract', {
      ...normalizerLaws(normalize, { trial, random, sumsToOne, modes }),
      ...normalizerGradientLaws(normalize, store, random),
      ...weightLaws((parameters) => {
        const made = kind.create(sizes, options, parameters);
        return () => weightsInEach(made, trial, everyMode);
      }, random),
    });
  } finally {
    store.dispose();
    disposeTree(trial);
  }
};
