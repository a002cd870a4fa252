import '@tensorflow/tfjs-backend-cpu';
import { constant, dropout, type Initializer, uniform, withoutGradient } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  defineNormalizer,
  entmax15Normalizer,
  maskedSoftmax,
  monotonicNormalizer,
  type Normalizer,
  type NormalizerKind,
  softmaxNormalizer,
  sparsemaxNormalizer,
} from '../src/index.ts';
import { checkNormalizerContract } from './normalizer-contract.ts';

type NoOptions = Record<never, never>;

describe('the normalizer contract', () => {
  it.each<[string, () => Promise<void>]>([
    ['softmax', () => checkNormalizerContract(softmaxNormalizer, {}, { sumsToOne: true })],
    ['sparsemax', () => checkNormalizerContract(sparsemaxNormalizer, {}, { sumsToOne: true })],
    ['entmax-1.5', () => checkNormalizerContract(entmax15Normalizer, {}, { sumsToOne: true })],
    ['monotonic', () => checkNormalizerContract(monotonicNormalizer, {})],
    ['monotonic without noise', () => checkNormalizerContract(monotonicNormalizer, { noise: 0 }, { seed: 2 })],
    [
      'monotonic, soft at test',
      () => checkNormalizerContract(monotonicNormalizer, { bias: 0.5, noise: 0.3, test: 'expected' }, { seed: 3 }),
    ],
    ['a sigmoid of each score', () => checkNormalizerContract(shareOfSigmoids, {})],
    [
      'a softmax, some of whose weights are dropped while training',
      () => checkNormalizerContract(droppedSoftmax, { rate: 0.3 }),
    ],
  ])('is kept by %s, and the kit leaves nothing behind', async (_, check) => {
    const before = tf.memory().numTensors;
    await check();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets an error of the normalizer itself through', async () => {
    await expect(checkNormalizerContract(monotonicNormalizer, { noise: -1 })).rejects.toThrow('noise is -1');
  });

  it('asks for a sum of one only where that is said', async () => {
    await expect(checkNormalizerContract(shareOfSigmoids, {}, { sumsToOne: true })).rejects.toThrow(
      /^normalizer contract: weights are shares of one: expected weights that sum to one, got 0\.\d+ in row 0; /,
    );
    await expect(checkNormalizerContract(monotonicNormalizer, {}, { sumsToOne: true })).rejects.toThrow('sum to one');
  });

  it.each<[law: string, message: RegExp, kind: NormalizerKind<NoOptions>]>([
    ['weights are shares of one', /expected \[5, 5\], got \[5, 1\]/, normalizerOf((scores) => tf.max(scores, 1, true))],
    [
      'weights are shares of one',
      /expected 0 at \[0, 2\], which is hidden, got 0.\d+; multiply weights by allowed/,
      normalizerOf((scores) => tf.softmax(scores)),
    ],
    [
      'weights are shares of one',
      /expected no weight below zero, got -0.\d+ at/,
      normalizerOf((scores, allowed) => tf.div(tf.mul(allowed, tf.tanh(scores)), 5)),
    ],
    [
      'weights are shares of one',
      /expected weights that sum to at most one, got [1-5](\.\d+)? in row 0/,
      normalizerOf((scores, allowed) => tf.mul(tf.sigmoid(scores), allowed)),
    ],
    [
      'weights are shares of one',
      /sum to at most one/,
      // At test it is fine.
      normalizerOf((scores, allowed, { mode }) => tf.mul(maskedSoftmax(scores, allowed), mode.training ? 2 : 1)),
    ],
    [
      'scores that are not allowed do not matter',
      /high scores at hidden places changed weights/,
      normalizerOf((scores, allowed) => tf.mul(tf.softmax(scores), allowed)),
    ],
    ['nothing is remembered', /take what was before from history/, defineNormalizer(cooling)],
    [
      'rows are independent, and one alone works',
      /row 0 has other weights alone than in a batch/,
      normalizerOf((scores, allowed) => tf.mul(maskedSoftmax(scores, allowed), tf.sigmoid(tf.mean(scores)))),
    ],
    [
      'rows are independent, and one alone works',
      /row 0 has other weights alone than in a batch/,
      normalizerOf((scores, allowed, { mode }) =>
        tf.mul(maskedSoftmax(scores, allowed), mode.training ? tf.sigmoid(tf.mean(scores)) : 1),
      ),
    ],
    [
      'one position works',
      /expected \[5, 1\], got \[5\]/,
      normalizerOf((scores, allowed) => {
        const weights = maskedSoftmax(scores, allowed);
        return scores.shape[1] === 1 ? tf.squeeze(weights, [1]) : weights;
      }),
    ],
    [
      'padding changes nothing',
      /count the positions that are allowed/,
      normalizerOf((scores, allowed) => maskedSoftmax(tf.mul(scores, Math.log(scores.shape[1])), allowed)),
    ],
    [
      'a row with nothing allowed is zeros',
      /expected 0 at \[0, 0\], which is hidden, got NaN/,
      normalizerOf((scores, allowed) => {
        const raised = tf.mul<Tensor2D>(tf.exp(tf.mul(scores, allowed)), allowed);
        return tf.div(raised, tf.sum(raised, 1, true));
      }),
    ],
    [
      'extreme scores have finite weights and gradients',
      /a weight should be finite, but is NaN at .*; scores were ±10000: subtract the largest before exp/,
      normalizerOf((scores, allowed) => {
        const raised = tf.mul<Tensor2D>(tf.exp(tf.mul(scores, allowed)), allowed);
        return tf.div(raised, tf.add(tf.sum(raised, 1, true), 1e-20));
      }),
    ],
    [
      'extreme scores have finite weights and gradients',
      /the gradient of the scores should be finite, but is NaN/,
      normalizerOf((scores, allowed) => {
        const weights = maskedSoftmax(scores, allowed);
        return tf.mul(weights, tf.sqrt(tf.sub(1, weights)));
      }),
    ],
    [
      'a row with nothing allowed has finite gradients',
      /the gradient of the scores should be finite, but is NaN at \[[04], \d\]; nothing was allowed in a row/,
      normalizerOf((scores, allowed) => {
        const shares = tf.mul<Tensor2D>(tf.add(tf.sigmoid(scores), 0.1), allowed);
        const sum = tf.sum(shares, 1, true);
        return tf.where(
          tf.greater(
            withoutGradient(() => sum),
            0,
          ),
          tf.div(shares, tf.mul(sum, 1)),
          tf.zerosLike(shares),
        );
      }),
    ],
    [
      'every weight gets a gradient, and it is right',
      /unused gets no gradient/,
      weighted('unused', (_weight, weights) => weights),
    ],
    [
      'every weight gets a gradient, and it is right',
      /expected a gradient of .* of the scores at \[0, \d\] by finite differences/,
      normalizerOf((scores, allowed) => wrongSoftmax(scores, allowed)),
    ],
    [
      'every weight gets a gradient, and it is right',
      /of the last weights at \[0, 0\] by finite differences/,
      normalizerOf((scores, allowed, { history }) =>
        tf.mul(
          maskedSoftmax(scores, allowed),
          tf.div(
            withoutGradient(() => tf.add<Tensor2D>(history.previous, 1)),
            2,
          ),
        ),
      ),
    ],
    [
      'the same seed gives the same weights',
      /differs between two scopes/,
      weighted('drawn', (weight, weights) => tf.mul(weights, tf.sigmoid(weight)), countingInitializer()),
    ],
    ['weights saved and loaded give the same', /not in the scope matters/, defineNormalizer(hiddenNumber())],
    [
      'memory is given back',
      /a step inside tf.tidy left 4 tensors/,
      normalizerOf((scores, allowed) => tf.keep(maskedSoftmax(scores, allowed))),
    ],
  ])('%s: broken, with %s', async (law, message, kind) => {
    const check = checkNormalizerContract(kind, {});
    await expect(check).rejects.toThrow(`normalizer contract: ${law}`);
    await expect(check).rejects.toThrow(message);
  });
});

function normalizerOf(normalize: Normalizer): NormalizerKind<NoOptions> {
  return defineNormalizer(() => normalize);
}

/** A softmax that is changed by one weight. */
function weighted(
  name: string,
  change: (weight: Tensor, weights: Tensor2D) => Tensor2D,
  first: Initializer = uniform(1),
): NormalizerKind<NoOptions> {
  return defineNormalizer((_sizes, _options, parameters) => {
    const weight = parameters.create(name, [1], first);
    return (scores, allowed) => change(weight, maskedSoftmax(scores, allowed));
  });
}

/** Each position by itself, so that all together hardly ever have all the weight. */
const shareOfSigmoids: NormalizerKind<NoOptions> = defineNormalizer((_sizes, _options, parameters) => {
  const bias = parameters.create('bias', [1], constant(0.5));
  return (scores, allowed) => {
    const shares = tf.mul<Tensor2D>(tf.sigmoid(tf.add(scores, bias as Tensor1D)), allowed);
    return tf.div(shares, tf.add(1, tf.sum(shares, 1, true)));
  };
});

/** Not scaled up, as weights are to sum to at most one. */
const droppedSoftmax: NormalizerKind<{ rate: number }> = defineNormalizer((_sizes, { rate }) => {
  return (scores, allowed, { mode }) => {
    const kept = tf.mul<Tensor2D>(dropout(tf.onesLike(scores), rate, mode), mode.training ? 1 - rate : 1);
    return tf.mul(maskedSoftmax(scores, allowed), kept);
  };
});

/** Softer with every step that it has seen. */
function cooling(): Normalizer {
  let steps = 0;
  return (scores, allowed) => maskedSoftmax(tf.div(scores, ++steps), allowed);
}

/** The softmax with a gradient that forgets that all weights share one sum. */
function wrongSoftmax(scores: Tensor2D, allowed: Tensor2D): Tensor2D {
  return tf.customGrad<Tensor2D>((x, save) => {
    const weights = maskedSoftmax(x as Tensor2D, allowed);
    (save as tf.GradSaveFunc)([weights]);
    return { value: weights, gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.mul(dy, saved!) };
  })(scores);
}

function countingInitializer(): Initializer {
  let made = 0;
  return () => Float32Array.of(++made);
}

function hiddenNumber(): () => Normalizer {
  let made = 0;
  return () => {
    const hidden = ++made;
    return (scores, allowed) => maskedSoftmax(tf.div(scores, hidden), allowed);
  };
}
