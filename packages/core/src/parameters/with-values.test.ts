import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { uniform } from '../parameters/initializers.ts';
import { createParameterStore, fromSeed, type ParameterSource } from './parameter-store.ts';
import { withValues } from './with-values.ts';

const valuesAt = (source: ParameterSource, path: string, shape: readonly number[]): number[] => {
  const store = createParameterStore(source);
  const weight = store.create(path, [...shape], uniform(1));
  const values = [...weight.dataSync()];
  store.dispose();
  return values;
};

cpuTest('known rows are put in their places; the others stay what the seed makes them', () => {
  const seeded = valuesAt(fromSeed(1), 'table', [4, 2]);
  const known = { table: { rows: Int32Array.of(3, 1), values: Float32Array.of(5, 6, 7, 8) } };
  const source = withValues(fromSeed(1), known);
  expect(valuesAt(source, 'table', [4, 2])).toEqual([...seeded.slice(0, 2), 7, 8, ...seeded.slice(4, 6), 5, 6]);
  expect(valuesAt(source, 'other', [4, 2])).toEqual(valuesAt(fromSeed(1), 'other', [4, 2]));
  // Names that every object has are nobody's values.
  expect(valuesAt(source, 'toString', [2])).toEqual(valuesAt(fromSeed(1), 'toString', [2]));
  expect(
    valuesAt(withValues(fromSeed(1), { table: { rows: [], values: new Float32Array(0) } }), 'table', [4, 2]),
  ).toEqual(seeded);
});

cpuTest('a whole weight may be known, and training does not change what was given', () => {
  const given = Float32Array.of(1, 2, 3);
  const store = createParameterStore(withValues(fromSeed(1), { 'a.bias': given }));
  const bias = store.scope('a').create('bias', [3], uniform(1));
  expect([...bias.dataSync()]).toEqual([1, 2, 3]);
  bias.assign(tf.add(bias, 1));
  expect([...given]).toEqual([1, 2, 3]);
  store.dispose();
});

cpuTest('what does not fit is a ConfigError that names both sides', () => {
  const wrong: [Parameters<typeof withValues>[1][string], readonly number[], string][] = [
    [{ rows: [0, 1], values: new Float32Array(6) }, [4, 2], 'w: the 2 known rows are 3 wide, but the weight is [4, 2]'],
    [{ rows: [0, 4], values: new Float32Array(4) }, [4, 2], 'w: a value is known for row 4, but the weight is [4, 2]'],
    [{ rows: [-1], values: new Float32Array(2) }, [4, 2], 'w: a value is known for row -1'],
    [{ rows: [0], values: new Float32Array(1) }, [], 'w: the 1 known rows are 1 wide, but the weight is []'],
    [new Float32Array(7), [4, 2], 'w: there are 7 known values, but the weight is [4, 2]; give 8.'],
  ];
  for (const [given, shape, message] of wrong) {
    const make = (): unknown => valuesAt(withValues(fromSeed(1), { w: given }), 'w', shape);
    expect(make).toThrow(message);
    expect(make).toThrow(ConfigError);
  }
});
