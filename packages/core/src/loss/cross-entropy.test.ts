import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { crossEntropy } from './cross-entropy.ts';

type Row = { readonly logits: readonly number[]; readonly target: number; readonly real: number };

/** The definition, row by row: −Σ wanted(v) log P(v), summed over real rows. */
const byLoop = (rows: readonly Row[], smoothing: number): number => {
  let total = 0;
  for (const { logits, target, real } of rows) {
    const largest = Math.max(...logits);
    const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    for (const [v, logit] of logits.entries()) {
      const wanted = smoothing / logits.length + (v === target ? 1 - smoothing : 0);
      total -= real * wanted * (logit - logSum);
    }
  }
  return total;
};

const tensorsOf = (rows: readonly Row[]): [Tensor2D, Tensor1D, Tensor1D] => [
  tf.tensor2d(rows.map(({ logits }) => [...logits])),
  tf.tensor1d(
    rows.map(({ target }) => target),
    'int32',
  ),
  tf.tensor1d(rows.map(({ real }) => real)),
];

const someRows = fc.integer({ min: 2, max: 5 }).chain((V) =>
  fc.array(
    fc.record({
      logits: fc
        .array(fc.integer({ min: -80, max: 80 }), { minLength: V, maxLength: V })
        .map((row) => row.map((x) => x / 16)),
      target: fc.nat(V - 1),
      real: fc.constantFrom(0, 1),
    }),
    { minLength: 1, maxLength: 5 },
  ),
);

cpuTest('is the sum over real tokens of −log P(target), with and without label smoothing', () => {
  fc.assert(
    fc.property(someRows, fc.constantFrom(undefined, 0, 0.1, 0.9), (rows, labelSmoothing) => {
      const loss = crossEntropy(...tensorsOf(rows), labelSmoothing === undefined ? {} : { labelSmoothing });
      expect(loss.shape).toEqual([]);
      expectClose(loss, [byLoop(rows, labelSmoothing ?? 0)], { absolute: 1e-5, relative: 1e-5 });
    }),
    { seed: 1, numRuns: 200 },
  );
});

cpuTest('by hand: even scores cost log V, a certain right answer nothing', () => {
  const row = (logits: number[], target: number): Row => ({ logits, target, real: 1 });
  expectClose(crossEntropy(...tensorsOf([row([3, 3, 3, 3], 2)])), [Math.log(4)]);
  expectClose(crossEntropy(...tensorsOf([row([0, Math.log(3)], 1)])), [Math.log(4 / 3)]);
  expectClose(crossEntropy(...tensorsOf([row([50, 0], 0)])), [0]);
});

cpuTest('padding counts nothing, whatever it holds', () => {
  const real: Row = { logits: [1, 2, 3], target: 0, real: 1 };
  const alone = crossEntropy(...tensorsOf([real]));
  const padded = crossEntropy(...tensorsOf([real, { logits: [1e4, -1e4, 5], target: 1, real: 0 }]));
  expectClose(padded, alone, { absolute: 0 });
  expectClose(crossEntropy(...tensorsOf([{ ...real, real: 0 }])), [0], { absolute: 0 });
});

cpuTest('the written gradient equals finite differences', () => {
  for (const labelSmoothing of [0, 0.2]) {
    const [values, targets, mask] = tensorsOf([
      { logits: [0.5, -1, 2], target: 1, real: 1 },
      { logits: [1, 1, -0.25], target: 0, real: 0 },
      { logits: [-2, 0, 0.125], target: 2, real: 1 },
    ]);
    const logits = tf.variable(values);
    expectGradients(() => crossEntropy(logits, targets, mask, { labelSmoothing }), new Map([['logits', logits]]));
    // What follows the loss scales its gradient.
    expectGradients(
      () => tf.square<Scalar>(crossEntropy(logits, targets, mask, { labelSmoothing })),
      new Map([['logits', logits]]),
      { tolerance: 5e-3 },
    );
    logits.dispose();
  }
});

cpuTest('the gradient is softmax − target at real rows, and zero at padding', () => {
  const [logits, targets, mask] = tensorsOf([
    { logits: [0, Math.log(3)], target: 1, real: 1 },
    { logits: [5, -5], target: 0, real: 0 },
  ]);
  const gradient = tf.grad((scores) => crossEntropy(scores as Tensor2D, targets, mask))(logits);
  expectClose(gradient, [0.25, -0.25, 0, 0]);
});

cpuTest('huge logits stay finite, loss and gradient', () => {
  const rows: Row[] = [
    { logits: [1e30, -1e30, 0], target: 0, real: 1 },
    { logits: [1e4, 0, -1e4], target: 2, real: 1 },
    { logits: [-1e4, -1e4, -1e4], target: 1, real: 1 },
  ];
  expectClose(crossEntropy(...tensorsOf(rows)), [0 + 2e4 + Math.log(3)], { relative: 1e-6 });
  const [logits, targets, mask] = tensorsOf(rows);
  const gradient = tf.grad((scores) => crossEntropy(scores as Tensor2D, targets, mask))(logits);
  expectClose(gradient, [0, 0, 0, 1, 0, -1, 1 / 3, -2 / 3, 1 / 3]);
  const smoothed = crossEntropy(...tensorsOf(rows), { labelSmoothing: 0.1 });
  expect(Number.isFinite(smoothed.dataSync()[0])).toBe(true);
});

cpuTest('smoothing out of range is a ConfigError, another length a ShapeError', () => {
  const [logits, targets, mask] = tensorsOf([{ logits: [1, 2], target: 0, real: 1 }]);
  for (const labelSmoothing of [1, -0.1, Number.NaN]) {
    const run = (): unknown => crossEntropy(logits, targets, mask, { labelSmoothing });
    expect(run).toThrow(
      `crossEntropy: labelSmoothing is ${labelSmoothing}; give a number from 0 up to, not including, 1.`,
    );
    expect(run).toThrow(ConfigError);
  }
  expect(() => crossEntropy(logits, tf.tensor1d([0, 1], 'int32'), mask)).toThrow(ShapeError);
  expect(() => crossEntropy(logits, targets, tf.ones([2]))).toThrow(
    'crossEntropy: mask should be [N] with N = 1, but is [2]',
  );
});
