import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { constant, glorotUniform, uniform, zeros } from './initializers.ts';
import {
  createParameterStore,
  fromSeed,
  fromZeros,
  type ParameterScope,
  type ParameterStore,
} from './parameter-store.ts';

const withStore = (run: (store: ParameterStore) => void, seed = 1): void => {
  const store = createParameterStore(fromSeed(seed));
  run(store);
  store.dispose();
};

const valuesOf = (store: ParameterStore, path: string): number[] => [
  ...(new Map(store.entries()).get(path) as Tensor).dataSync(),
];

cpuTest('a path is the scopes and the name, joined by points, in the order of creation', () =>
  withStore((store) => {
    const layers = store.scope('decoder').scope('layers');
    layers.scope('0').create('kernel', [2, 3], zeros);
    store.create('scale', [], constant(2));
    layers.scope('1').create('bias', [3], zeros);
    // A scope is only a name: made twice, it is the same place.
    store.scope('decoder').create('v', [1], zeros);
    expect([...store.entries()].map(([path, { shape }]) => [path, shape])).toEqual([
      ['decoder.layers.0.kernel', [2, 3]],
      ['scale', []],
      ['decoder.layers.1.bias', [3]],
      ['decoder.v', [1]],
    ]);
    expect(valuesOf(store, 'scale')).toEqual([2]);
  }),
);

cpuTest('a path that is taken is a ConfigError, and nothing is made', () =>
  withStore((store) => {
    store.scope('a').create('kernel', [1], zeros);
    const before = tf.memory().numTensors;
    const again = (): unknown => store.create('a.kernel', [1], zeros);
    expect(again).toThrow('a.kernel: a weight of this name exists already; give each part a scope of its own.');
    expect(again).toThrow(ConfigError);
    expect(tf.memory().numTensors).toBe(before);
  }),
);

cpuTest('an axis that is no whole number above 0 is a ConfigError', () =>
  withStore((store) => {
    for (const shape of [[0], [2, -1], [1.5], [Number.NaN], [3, Infinity]]) {
      const create = (): unknown => store.scope('a').create('kernel', shape, zeros);
      expect(create).toThrow(
        `a.kernel: every axis must be a whole number above 0, got [${shape.join(', ')}]; check the sizes`,
      );
      expect(create).toThrow(ConfigError);
    }
    expect([...store.entries()]).toEqual([]);
  }),
);

cpuTest('weights are float32 variables that can be assigned', () =>
  withStore((store) => {
    const weight = store.create('kernel', [2], zeros);
    expect(weight).toBeInstanceOf(tf.Variable);
    expect(weight.dtype).toBe('float32');
    weight.assign(tf.tensor1d([1, 2]));
    expectClose(weight, [1, 2]);
  }),
);

test('two stores may have weights of the same path; dispose frees every weight of its own store', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const [first, second] = [createParameterStore(fromSeed(1)), createParameterStore(fromSeed(1))];
  for (const store of [first, second]) {
    store.create('kernel', [2, 2], glorotUniform);
    store.create('bias', [2], zeros);
  }
  expect(tf.memory().numTensors - before).toBe(4);
  first.dispose();
  expect(tf.memory().numTensors - before).toBe(2);
  expect([...first.entries()]).toEqual([]);
  expect([...second.entries()].map(([, weight]) => weight.isDisposed)).toEqual([false, false]);
  second.dispose();
  second.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

cpuTest('a weight outlives the tidy that it was made in', () =>
  withStore((store) => {
    tf.tidy(() => {
      store.create('kernel', [2], constant(3));
    });
    expect(valuesOf(store, 'kernel')).toEqual([3, 3]);
  }),
);

/** The weight `encoder.kernel`, among others or alone. */
const kernelAfter = (seed: number, before: (parameters: ParameterScope) => void): number[] => {
  let values: number[] = [];
  withStore((store) => {
    before(store);
    store.scope('encoder').create('kernel', [3, 3], glorotUniform);
    values = valuesOf(store, 'encoder.kernel');
  }, seed);
  return values;
};

cpuTest('first values depend on seed and path alone', () => {
  const alone = kernelAfter(7, () => {});
  expect(kernelAfter(7, () => {})).toEqual(alone);
  expect(kernelAfter(8, () => {})).not.toEqual(alone);
  const afterOthers = kernelAfter(7, (parameters) => {
    parameters.create('kernel', [50], uniform(1));
    parameters.scope('encoder').create('bias', [50], uniform(1));
  });
  expect(afterOthers).toEqual(alone);
  withStore((store) => {
    store.scope('decoder').create('kernel', [3, 3], glorotUniform);
    expect(valuesOf(store, 'decoder.kernel')).not.toEqual(alone);
  }, 7);
});

cpuTest('fromZeros gives zeros whatever the initializer', () => {
  const store = createParameterStore(fromZeros);
  store.create('kernel', [2, 2], glorotUniform);
  store.create('scale', [], constant(4));
  expect(valuesOf(store, 'kernel')).toEqual([0, 0, 0, 0]);
  expect(valuesOf(store, 'scale')).toEqual([0]);
  store.dispose();
});

cpuTest('a source of your own is asked with path, shape and initializer', () => {
  const asked: unknown[] = [];
  const store = createParameterStore((path, shape, initializer) => {
    asked.push([path, shape, initializer]);
    return Float32Array.of(1, 2);
  });
  store.scope('a').create('b', [2], zeros);
  expect(asked).toEqual([['a.b', [2], zeros]]);
  expect(valuesOf(store, 'a.b')).toEqual([1, 2]);
  store.dispose();
});

cpuTest('what is frozen has no gradient, alone or with all that lies below a scope', () =>
  withStore((store) => {
    const [table, kernel, bias, last] = [
      store.scope('source').create('table', [2], constant(3)),
      store.scope('encoder').scope('0').create('kernel', [2], constant(2)),
      store.scope('encoder').create('bias', [2], constant(2)),
      store.scope('encoders').create('bias', [2], constant(5)),
    ];
    store.freeze(['source.table', 'encoder']);
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.mul(tf.mul(table, last), tf.mul(kernel, bias))),
      [...store.entries()].map(([, weight]) => weight),
    );
    // tfjs says null for one that does not train.
    expect([table, kernel, bias].map(({ name }) => grads[name])).toEqual([null, null, null]);
    expectClose(grads[last.name] as Tensor, [12, 12]);
    // It is still loaded like any other.
    table.assign(tf.tensor1d([1, 2]));
    expect(valuesOf(store, 'source.table')).toEqual([1, 2]);
  }),
);

cpuTest('to freeze what is not there is a ConfigError, and nothing is frozen', () =>
  withStore((store) => {
    const bias = store.scope('encoder').create('bias', [2], zeros);
    const freeze = (): unknown => store.freeze(['encoder', 'encoder.bia']);
    expect(freeze).toThrow(
      'encoder.bia: there is no weight of this name to freeze, nor a scope; there are encoder.bias.',
    );
    expect(freeze).toThrow(ConfigError);
    expect(bias.trainable).toBe(true);
  }),
);
