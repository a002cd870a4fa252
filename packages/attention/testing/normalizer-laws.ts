// What the weights of any normalizer must keep to, whatever it computes.
import { disposeTree, gatherRows, type Mode, type Random } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Normalizer } from '../src/index.ts';
import type { Laws } from './check-laws.ts';
import { everyMode } from './modes.ts';
import {
  cutToOne,
  type NormalizerTrial,
  normalizerTrial,
  weightsIn,
  weightsInEach,
  withEmptyRows,
  withHidden,
  withOtherHidden,
} from './normalizer-trial.ts';
import { type Numbers, readNumbers, requireSame } from './read-numbers.ts';
import { requireShares } from './require-shares.ts';

export type NormalizerLawTrial = {
  readonly trial: NormalizerTrial;
  readonly random: Random;
  /** Whether weights sum to one wherever anything is allowed. */
  readonly sumsToOne: boolean;
  /** In which rows and padding can be compared. */
  readonly modes: readonly (() => Mode)[];
};

/** What holds for the numbers of every normalizer. */
export const normalizerLaws = (
  normalize: Normalizer,
  { trial, random, sumsToOne, modes }: NormalizerLawTrial,
): Laws => ({
  'weights are shares of one': async () => {
    const [allowed, weights] = [await readNumbers(() => trial.allowed), await readEach(normalize, trial)];
    for (const one of weights) requireShares(one, allowed, sumsToOne);
  },
  'nothing is remembered': async () => {
    const other = normalizerTrial(random.fork('other'));
    try {
      const first = await readNumbers(() => weightsInEach(normalize, trial, everyMode));
      await readNumbers(() => weightsInEach(normalize, other, everyMode));
      const advice =
        'the same step gave something else the second time; take what was before from history and chance from mode.random.';
      requireSame(await readNumbers(() => weightsInEach(normalize, trial, everyMode)), first, advice);
    } finally {
      disposeTree(other);
    }
  },
  'rows are independent, and one alone works': async () => {
    for (let row = 0; row < trial.scores.shape[0]; row++) {
      requireSame(
        await readNumbers(() => weightsInEach(normalize, gatherRows(trial, Int32Array.of(row)), modes)),
        await readNumbers(() => gatherRows(weightsInEach(normalize, trial, modes), Int32Array.of(row))),
        `row ${row} has other weights alone than in a batch; do not mix rows.`,
      );
    }
  },
  'scores that are not allowed do not matter': async () => {
    requireSame(
      await readNumbers(() => weightsInEach(normalize, withOtherHidden(trial), everyMode)),
      await readNumbers(() => weightsInEach(normalize, trial, everyMode)),
      'high scores at hidden places changed weights; hide them before anything is summed or compared.',
    );
  },
  'one position works': async () => {
    const allowed = await readNumbers(() => cutToOne(trial).allowed);
    for (const weights of await readEach(normalize, () => cutToOne(trial))) requireShares(weights, allowed, sumsToOne);
  },
  'padding changes nothing': async () => {
    requireSame(
      await readNumbers(() =>
        tf.slice(
          weightsInEach(normalize, withHidden(trial, 2), modes),
          [0, 0, 0],
          [...trial.scores.shape, modes.length],
        ),
      ),
      await readNumbers(() => weightsInEach(normalize, trial, modes)),
      'two more positions of padding changed the weights of real ones; count the positions that are allowed.',
    );
  },
  'a row with nothing allowed is zeros': async () => {
    const allowed = await readNumbers(() => withEmptyRows(trial).allowed);
    for (const weights of await readEach(normalize, () => withEmptyRows(trial)))
      requireShares(weights, allowed, sumsToOne);
  },
});

const readEach = async (
  normalize: Normalizer,
  trial: NormalizerTrial | (() => NormalizerTrial),
): Promise<Numbers[]> => {
  const all: Numbers[] = [];
  for (const mode of everyMode)
    all.push(await readNumbers(() => weightsIn(normalize, typeof trial === 'function' ? trial() : trial, mode())));
  return all;
};
