import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import { expectClose } from './expect-close.ts';
import { expectGradients } from './finite-differences.ts';

const withVariables = (values: readonly number[][], run: (...variables: Variable[]) => void): void => {
  const variables = values.map((row) => tf.variable(tf.tensor1d(row)));
  try {
    run(...variables);
  } finally {
    tf.dispose(variables);
  }
};

/** tanh whose gradient is wrong by a factor. */
const wrongTanh = (factor: number) =>
  tf.customGrad((...inputs) => {
    const value = tf.tanh(inputs[0] as Tensor);
    return { value, gradFunc: (dy: Tensor) => tf.mul(dy, tf.mul(factor, tf.sub(1, tf.square(value)))) };
  });

cpuTest('right gradients pass, and the weights are the same after', () => {
  const start = [0.3, -0.8, 1.2];
  withVariables([start, [0.5, 0.1, -0.4]], (a, b) => {
    const compute = (): Scalar => tf.sum(tf.tanh(tf.mul(a, tf.sigmoid(b))));
    expectGradients(compute, [a, b]);
    expectGradients(compute, new Map([['a', a]]));
    expectClose(a, start, { absolute: 1e-7 });
  });
});

cpuTest('a wrong gradient fails and is named', () => {
  withVariables([[0.3, -0.8, 1.2]], (a) => {
    const named = new Map([['decoder.kernel', a]]);
    const compute = (factor: number) => (): Scalar => tf.sum(wrongTanh(factor)(a));
    expectGradients(compute(1), named);
    expect(() => expectGradients(compute(1.01), named)).toThrow(
      /^expectGradients: decoder\.kernel, entry \d of \[3\]: the gradient is 0\.\d+ but moving the weight by 0\.0078125/,
    );
    expect(() => expectGradients(compute(Number.NaN), named)).toThrow('the gradient is NaN');
    expectGradients(compute(1.01), named, { tolerance: 0.02 });
    expectClose(a, [0.3, -0.8, 1.2], { absolute: 1e-7 });
  });
});

cpuTest('a weight that the value does not depend on is named', () => {
  withVariables([[1], [2]], (used, unused) => {
    const compute = (): Scalar => tf.sum(tf.square(used));
    expect(() => expectGradients(compute, new Map(Object.entries<Variable>({ used, unused })))).toThrow(
      'expectGradients: unused has no gradient',
    );
  });
  expect(() => expectGradients(() => tf.scalar(1), [])).toThrow('there are no variables');
});

cpuTest('of a large weight, seeded entries are tried: as many as asked for', () => {
  withVariables([Array.from({ length: 100 }, (_, i) => i / 100)], (large) => {
    let calls = 0;
    const compute = (): Scalar => {
      calls++;
      return tf.sum(tf.square(large));
    };
    const callsWith = (samples: number): number => {
      calls = 0;
      expectGradients(compute, [large], { samples });
      return calls;
    };
    expect(callsWith(5)).toBe(1 + 2 * 5);
    expect(callsWith(1000)).toBe(1 + 2 * 100);
    // An error at one entry is found by some seeds only when five entries of a hundred are tried, and by the same ones each time.
    const spike = tf.oneHot(tf.scalar(17, 'int32'), 100);
    const wrong = tf.customGrad((...inputs) => ({
      value: tf.sum(tf.square(inputs[0] as Tensor)),
      gradFunc: (dy: Tensor) => tf.mul(dy, tf.add(tf.mul(2, inputs[0] as Tensor), spike)),
    }));
    const found = (): boolean[] =>
      Array.from({ length: 20 }, (_, seed) => {
        try {
          expectGradients(() => wrong(large) as Scalar, [large], { samples: 5, seed });
          return false;
        } catch {
          return true;
        }
      });
    const first = found();
    expect(new Set(first).size).toBe(2);
    expect(found()).toEqual(first);
  });
});
