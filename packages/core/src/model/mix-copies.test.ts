import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { crossEntropy } from '../loss/cross-entropy.ts';
import { type Mixture, mixCopies } from './mix-copies.ts';

/** One step of one source. */
type Step = {
  readonly logits: readonly number[];
  readonly gateLogit: number;
  readonly weights: readonly number[];
  readonly ids: readonly number[];
};

/** P over V + X, as the paper has it, in float64. */
const byLoops = ({ logits, gateLogit, weights, ids }: Step, extra: number): number[] => {
  const largest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const gate = 1 / (1 + Math.exp(-gateLogit));
  return [...logits, ...new Array<number>(extra).fill(-Infinity)].map((logit, w) => {
    const copied = weights.reduce((sum, weight, s) => sum + (ids[s] === w ? weight : 0), 0);
    return (gate * Math.exp(logit - largest)) / total + (1 - gate) * copied;
  });
};

const mixtureOf = (steps: readonly Step[], extra: number): Mixture => ({
  logits: tf.tensor3d(steps.map(({ logits }) => [[...logits]])),
  gateLogits: tf.tensor2d(steps.map(({ gateLogit }) => [gateLogit])),
  alignments: tf.tensor3d(steps.map(({ weights }) => [[...weights]])),
  ids: tf.tensor2d(
    steps.map(({ ids }) => [...ids]),
    undefined,
    'int32',
  ),
  extra,
});

const sixteenths = fc.integer({ min: -64, max: 64 }).map((x) => x / 16);
const someSteps = fc
  .record({ V: fc.integer({ min: 2, max: 4 }), X: fc.integer({ min: 0, max: 2 }), S: fc.integer({ min: 1, max: 4 }) })
  .chain(({ V, X, S }) => {
    const times = <Item>(arbitrary: fc.Arbitrary<Item>, length: number) =>
      fc.array(arbitrary, { minLength: length, maxLength: length });
    const step = fc.record({
      logits: times(sixteenths, V),
      gateLogit: sixteenths,
      ids: times(fc.nat(V + X - 1), S),
      weights: times(fc.integer({ min: 0, max: 9 }), S)
        .filter((parts) => parts.some((part) => part > 0))
        .map((parts) => parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0))),
    });
    return fc.record({ X: fc.constant(X), steps: fc.array(step, { minLength: 1, maxLength: 3 }) });
  });

cpuTest('is the mixture of the paper, sums to one, and is finite where nothing can be', () => {
  fc.assert(
    fc.property(someSteps, ({ X, steps }) => {
      const mixed = mixCopies(mixtureOf(steps, X));
      const wanted = steps.map((step) => byLoops(step, X));
      expect(mixed.shape).toEqual([steps.length, 1, wanted[0]?.length]);
      expectClose(tf.exp(mixed), wanted.flat(), { absolute: 1e-6, relative: 1e-5 });
      expectClose(
        tf.sum(tf.exp(mixed), 2),
        steps.map(() => 1),
      );
      for (const logProb of mixed.dataSync()) expect(Number.isFinite(logProb)).toBe(true);
    }),
    { seed: 1, numRuns: 150 },
  );
});

cpuTest('by hand: half generated, half copied, a token that stands twice adds up', () => {
  const step: Step = {
    logits: [0, 0, Math.log(2)],
    gateLogit: 0,
    weights: [0.5, 0.25, 0.25],
    ids: [1, 3, 1],
  };
  // 1/2 · [1/4, 1/4, 1/2, 0] + 1/2 · [0, 3/4, 0, 1/4]
  expectClose(tf.exp(mixCopies(mixtureOf([step], 1))), [1 / 8, 1 / 2, 1 / 4, 1 / 8]);
});

cpuTest('pGen near one gives the softmax, pGen near zero the copies', () => {
  const step: Step = { logits: [1, -2, 0.5], gateLogit: 40, weights: [0.75, 0.25], ids: [2, 3] };
  const mixed = mixCopies(mixtureOf([step], 1));
  const softmax = tf.logSoftmax(tf.tensor1d([1, -2, 0.5]));
  expectClose(tf.slice(mixed, [0, 0, 0], [1, 1, 3]), softmax.dataSync());
  const copied = tf.exp(mixCopies(mixtureOf([{ ...step, gateLogit: -40 }], 1)));
  expectClose(copied, [0, 0, 0.75, 0.25]);
});

cpuTest('what is generated keeps its logarithm however unlikely, and its gradient', () => {
  const step: Step = { logits: [200, 0, -150], gateLogit: 0, weights: [1, 0], ids: [0, 3] };
  const { logits, ...rest } = mixtureOf([step], 1);
  const mixed = mixCopies({ logits, ...rest });
  expectClose(mixed, [0, -200 - Math.log(2), -350 - Math.log(2), -100 * Math.log(2)]);
  const loss = (scores: tf.Tensor): Scalar => {
    const all = mixCopies({ ...rest, logits: scores as Tensor3D });
    return crossEntropy(tf.reshape(all, [1, 4]), tf.tensor1d([2], 'int32'), tf.ones([1]));
  };
  // −log P of the third token is 350 + log 2: it rises with the first logit and falls with its own, one for one.
  expectClose(tf.grad(loss)(logits), [1, 0, -1]);
});

describe('the written gradient equals finite differences', () => {
  const steps: readonly Step[] = [
    { logits: [0.5, -1, 2], gateLogit: 0.3, weights: [0.2, 0.4, 0.3, 0.1], ids: [1, 3, 1, 0] },
    { logits: [1, 1, -0.25], gateLogit: -1, weights: [0.5, 0.1, 0.3, 0.1], ids: [2, 4, 4, 0] },
  ];
  const check = (extra: number, ids: readonly (readonly number[])[]): void => {
    const { logits, gateLogits, alignments, ...rest } = mixtureOf(
      steps.map((step, i) => ({ ...step, ids: ids[i] as readonly number[] })),
      extra,
    );
    const variables = { logits, gateLogits, alignments };
    const weights = new Map(Object.entries(variables).map(([name, value]) => [name, tf.variable<tf.Rank>(value)]));
    const given = Object.fromEntries(weights) as unknown as Record<keyof typeof variables, Variable>;
    const compute = (): Scalar => {
      const mixed = mixCopies({
        logits: given.logits as Tensor3D,
        gateLogits: given.gateLogits as Tensor2D,
        alignments: given.alignments as Tensor3D,
        ...rest,
      });
      // An extra token that stands in the other source alone has the least logarithm, which nothing moves.
      const shares = steps.flatMap(({ logits: { length } }, b) =>
        Array.from({ length: length + extra }, (_, w) =>
          w < length || ids[b]?.includes(w) === true ? 0.1 * Math.sin(1 + w + 7 * b) : 0,
        ),
      );
      return tf.sum<Scalar>(tf.mul(tf.square(mixed), tf.tensor3d(shares, mixed.shape)));
    };
    expectGradients(compute, weights, { step: 2 ** -9, tolerance: 4e-3 });
    for (const weight of weights.values()) weight.dispose();
  };
  cpuTest('with tokens that the vocabulary lacks', () =>
    check(
      2,
      steps.map(({ ids }) => ids),
    ),
  );
  cpuTest('without', () =>
    check(0, [
      [1, 2, 1, 0],
      [2, 0, 0, 1],
    ]),
  );
});

cpuTest('a loss on a token that cannot be reached is finite and moves nothing', () => {
  const step: Step = { logits: [0, 1], gateLogit: 0, weights: [1, 0], ids: [1, 0] };
  const { logits, gateLogits, alignments, ...rest } = mixtureOf([step], 1);
  const [dLogits, dGate, dWeights] = tf.grads((...given: tf.Tensor[]) => {
    const [scores, gates, weights] = given as [Tensor3D, Tensor2D, Tensor3D];
    const mixed = mixCopies({ logits: scores, gateLogits: gates, alignments: weights, ...rest });
    return tf.neg(tf.slice(mixed, [0, 0, 2], [1, 1, 1]));
  })([logits, gateLogits, alignments]);
  for (const gradient of [dLogits, dGate, dWeights] as tf.Tensor[]) {
    expectClose(gradient, new Float32Array(gradient.size), { absolute: 0 });
  }
});
