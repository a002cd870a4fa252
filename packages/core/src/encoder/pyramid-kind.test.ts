import { describe, expect } from 'vitest';
import { randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Matrix } from '../cell/__fixtures__/plain-arrays.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { besides, expectReads, readByLoops, sumOf } from './__fixtures__/read-by-loops.ts';
import { partsOf, withEncoder } from './__fixtures__/small-encoders.ts';
import { pyramidKind } from './pyramid-kind.ts';

const sequences = randomSequences([7, 4, 1], 3, createRandom(10));

const lastOf = (outputs: Matrix): readonly number[] => outputs.at(-1) as readonly number[];
const firstOf = (outputs: Matrix): readonly number[] => outputs[0] as readonly number[];

/** Neighbours side by side, as often as there are any, the last group filled with zeros. */
const joinByLoops = (outputs: Matrix, reduction: number): Matrix => {
  const width = firstOf(outputs).length;
  const joined: number[][] = [];
  outputs.forEach((output, s) => {
    if (s % reduction === 0) joined.push(new Array<number>(reduction * width).fill(0));
    output.forEach((value, j) => {
      (joined.at(-1) as number[])[(s % reduction) * width + j] = value;
    });
  });
  return joined;
};

describe.each([2, 3])('reduction %i', (reduction) => {
  cpuTest('each layer above the first reads joined neighbours, both ways', () =>
    withEncoder(pyramidKind, { units: 2, layers: 3, reduction }, partsOf('elman'), (encoder, store) => {
      expect([encoder.memorySize, encoder.memoryLength?.(7), encoder.memoryLength?.(1)]).toEqual([
        4,
        reduction === 2 ? 2 : 1,
        1,
      ]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const layer = (below: Matrix, path: string) => {
          const there = readByLoops(below, weights, path, 'forward');
          const back = readByLoops(below, weights, path, 'backward');
          return { outputs: besides(there, back), final: [...lastOf(there), ...firstOf(back)] };
        };
        const first = layer(sequence, 'layers.0');
        const second = layer(joinByLoops(first.outputs, reduction), 'layers.1');
        const third = layer(joinByLoops(second.outputs, reduction), 'layers.2');
        return {
          memory: third.outputs,
          summary: third.final,
          finalHidden: [first.final, second.final, third.final],
        };
      });
    }),
  );
});

cpuTest('residual: the lowest layer adds its input, and padding that was added is not joined', () =>
  withEncoder(
    pyramidKind,
    { units: 3, layers: 2, direction: 'forward', residual: true },
    partsOf('elman', 'mean'),
    (encoder, store) =>
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const first = readByLoops(sequence, weights, 'layers.0', 'forward');
        const second = readByLoops(joinByLoops(sumOf(first, sequence), 2), weights, 'layers.1', 'forward');
        const mean = firstOf(second).map(
          (_, j) => second.reduce((sum, row) => sum + (row[j] as number), 0) / second.length,
        );
        return { memory: second, summary: mean, finalHidden: [lastOf(first), lastOf(second)] };
      }),
  ),
);

cpuTest('weights are named as those of the recurrent encoder, and are wide enough for what is joined', () =>
  withEncoder(pyramidKind, { units: 2, layers: 2, direction: 'backward', reduction: 3 }, partsOf('elman'), (_, store) =>
    expect([...store.entries()].map(([path, { shape }]) => [path, shape])).toEqual([
      ['layers.0.backward.kernel', [3, 2]],
      ['layers.0.backward.recurrentKernel', [2, 2]],
      ['layers.0.backward.bias', [2]],
      ['layers.1.backward.kernel', [6, 2]],
      ['layers.1.backward.recurrentKernel', [2, 2]],
      ['layers.1.backward.bias', [2]],
    ]),
  ),
);

cpuTest('one layer, a reduction of one, and residual where nothing can be added are ConfigErrors', () => {
  const store = createParameterStore(scattered(1));
  const build = (options: { layers: number; reduction?: number; residual?: boolean }) => (): unknown =>
    pyramidKind.create(partsOf('elman'), { units: 2, ...options }, store.scope(JSON.stringify(options)));
  expect(build({ layers: 1 })).toThrow('pyramid encoder: it joins outputs above its first layer, but layers is 1');
  expect(build({ layers: 2, reduction: 1 })).toThrow('pyramid layer: reduction is 1');
  expect(build({ layers: 2, residual: true })).toThrow(
    'residual is on but no layer gives as much as it reads (3 → 4, 4 → 4)',
  );
  expect(build({ layers: 1 })).toThrow(ConfigError);
  store.dispose();
});
