// gnmt and alternating: which layer reads which way, and what is added, against loops in float64.
import { describe, expect } from 'vitest';
import { randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Matrix } from '../cell/__fixtures__/plain-arrays.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { besides, expectReads, readByLoops, sumOf } from './__fixtures__/read-by-loops.ts';
import { partsOf, withEncoder } from './__fixtures__/small-encoders.ts';
import { alternatingKind } from './alternating-kind.ts';
import { gnmtKind } from './gnmt-kind.ts';

const sequences = randomSequences([5, 2, 1], 3, createRandom(8));

const lastOf = (outputs: Matrix): readonly number[] => outputs.at(-1) as readonly number[];
const firstOf = (outputs: Matrix): readonly number[] => outputs[0] as readonly number[];

describe.each([false, true])('gnmt, residual %s', (residual) => {
  cpuTest('one layer both ways, the others forward; the third and fourth add what they read', () =>
    withEncoder(gnmtKind, { units: 2, layers: 4, residual }, partsOf('elman'), (encoder, store) => {
      expect([encoder.memorySize, encoder.stateSizes.map(({ hidden }) => hidden)]).toEqual([2, [4, 2, 2, 2]]);
      const scopes = new Set([...store.entries()].map(([path]) => path.split('.').slice(0, 3).join('.')));
      expect([...scopes]).toEqual([
        'layers.0.forward',
        'layers.0.backward',
        'layers.1.forward',
        'layers.2.forward',
        'layers.3.forward',
      ]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const forward = (below: Matrix, layer: number): Matrix =>
          readByLoops(below, weights, `layers.${layer}`, 'forward');
        const there = forward(sequence, 0);
        const back = readByLoops(sequence, weights, 'layers.0', 'backward');
        const second = forward(besides(there, back), 1);
        const third = forward(second, 2);
        const aboveThird = residual ? sumOf(third, second) : third;
        const fourth = forward(aboveThird, 3);
        return {
          memory: residual ? sumOf(fourth, aboveThird) : fourth,
          summary: lastOf(fourth),
          finalHidden: [[...lastOf(there), ...firstOf(back)], lastOf(second), lastOf(third), lastOf(fourth)],
        };
      });
    }),
  );
});

cpuTest('gnmt: the lowest layer never adds its input, not even where the embedding is as wide as its output', () =>
  withEncoder(
    gnmtKind,
    { units: 2, layers: 3, residual: true },
    { ...partsOf('elman'), inputSize: 4 },
    (encoder, store) => {
      const wide = randomSequences([4, 1], 4, createRandom(9));
      expectReads(encoder, store, wide, (sequence, weights) => {
        const there = readByLoops(sequence, weights, 'layers.0', 'forward');
        const back = readByLoops(sequence, weights, 'layers.0', 'backward');
        const second = readByLoops(besides(there, back), weights, 'layers.1', 'forward');
        const third = readByLoops(second, weights, 'layers.2', 'forward');
        return {
          memory: sumOf(third, second),
          summary: lastOf(third),
          finalHidden: [[...lastOf(there), ...firstOf(back)], lastOf(second), lastOf(third)],
        };
      });
    },
  ),
);

describe.each([false, true])('alternating, residual %s', (residual) => {
  cpuTest('even layers read forward, odd ones backward, each the one below', () =>
    withEncoder(alternatingKind, { units: 3, layers: 3, residual }, partsOf('elman'), (encoder, store) => {
      expect([encoder.memorySize, encoder.stateSizes.length]).toEqual([3, 3]);
      const scopes = new Set([...store.entries()].map(([path]) => path.split('.').slice(0, 3).join('.')));
      expect([...scopes]).toEqual(['layers.0.forward', 'layers.1.backward', 'layers.2.forward']);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const plus = (outputs: Matrix, inputs: Matrix): Matrix => (residual ? sumOf(outputs, inputs) : outputs);
        const first = readByLoops(sequence, weights, 'layers.0', 'forward');
        const aboveFirst = plus(first, sequence);
        const second = readByLoops(aboveFirst, weights, 'layers.1', 'backward');
        const aboveSecond = plus(second, aboveFirst);
        const third = readByLoops(aboveSecond, weights, 'layers.2', 'forward');
        return {
          memory: plus(third, aboveSecond),
          summary: lastOf(third),
          finalHidden: [lastOf(first), firstOf(second), lastOf(third)],
        };
      });
    }),
  );
});

cpuTest('too few layers are a ConfigError that says what the kind is', () => {
  const store = createParameterStore(scattered(1));
  const build =
    (kind: typeof gnmtKind | typeof alternatingKind, layers: number, residual = false) =>
    (): unknown =>
      kind.create(partsOf('elman'), { units: 2, layers, residual }, store.scope(`${layers}${residual}`));
  expect(build(gnmtKind, 1)).toThrow(
    'gnmt encoder: it is one bidirectional layer with forward layers on it, but layers is 1; give 2 or more, or take the recurrent encoder.',
  );
  expect(build(gnmtKind, 1)).toThrow(ConfigError);
  expect(build(alternatingKind, 1)).toThrow('alternating encoder: its layers read in turns, but layers is 1');
  expect(build(gnmtKind, 2, true)).toThrow(
    'residual is on but no layer from number 2 on gives as much as it reads (3 → 4, 4 → 2)',
  );
  store.dispose();
});
