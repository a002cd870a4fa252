import { describe, expect } from 'vitest';
import { randomSequences } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Matrix } from '../cell/__fixtures__/plain-arrays.ts';
import { createRandom } from '../random/random.ts';
import { besides, expectReads, readByLoops, sumOf } from './__fixtures__/read-by-loops.ts';
import { partsOf, withEncoder } from './__fixtures__/small-encoders.ts';
import { recurrentKind } from './recurrent-kind.ts';

const sequences = randomSequences([5, 2, 1], 3, createRandom(7));

const lastOf = (outputs: Matrix): readonly number[] => outputs.at(-1) as readonly number[];
const firstOf = (outputs: Matrix): readonly number[] => outputs[0] as readonly number[];

describe.each([
  { direction: 'forward', endOf: lastOf },
  { direction: 'backward', endOf: firstOf },
] as const)('$direction', ({ direction, endOf }) => {
  cpuTest('each layer reads the one below the same way', () =>
    withEncoder(recurrentKind, { units: 4, layers: 2, direction }, partsOf('elman'), (encoder, store) => {
      expect([encoder.inputSize, encoder.memorySize, encoder.stateSizes]).toEqual([
        3,
        4,
        [{ hidden: 4 }, { hidden: 4 }],
      ]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const first = readByLoops(sequence, weights, 'layers.0', direction);
        const second = readByLoops(first, weights, 'layers.1', direction);
        return { memory: second, summary: endOf(second), finalHidden: [endOf(first), endOf(second)] };
      });
    }),
  );
});

cpuTest('bidirectional layers read both halves of the one below', () =>
  withEncoder(
    recurrentKind,
    { units: 2, layers: 2, direction: 'bidirectional' },
    partsOf('elman'),
    (encoder, store) => {
      expect([...store.entries()].map(([path, { shape }]) => [path, shape])).toEqual([
        ['layers.0.forward.kernel', [3, 2]],
        ['layers.0.forward.recurrentKernel', [2, 2]],
        ['layers.0.forward.bias', [2]],
        ['layers.0.backward.kernel', [3, 2]],
        ['layers.0.backward.recurrentKernel', [2, 2]],
        ['layers.0.backward.bias', [2]],
        ['layers.1.forward.kernel', [4, 2]],
        ['layers.1.forward.recurrentKernel', [2, 2]],
        ['layers.1.forward.bias', [2]],
        ['layers.1.backward.kernel', [4, 2]],
        ['layers.1.backward.recurrentKernel', [2, 2]],
        ['layers.1.backward.bias', [2]],
      ]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const layer = (below: Matrix, path: string) => {
          const [there, back] = [
            readByLoops(below, weights, path, 'forward'),
            readByLoops(below, weights, path, 'backward'),
          ] as const;
          return { outputs: besides(there, back), final: [...lastOf(there), ...firstOf(back)] };
        };
        const first = layer(sequence, 'layers.0');
        const second = layer(first.outputs, 'layers.1');
        return { memory: second.outputs, summary: second.final, finalHidden: [first.final, second.final] };
      });
    },
  ),
);

cpuTest('residual adds what each layer read, where it is as wide', () =>
  withEncoder(recurrentKind, { units: 3, layers: 2, residual: true }, partsOf('elman'), (encoder, store) =>
    expectReads(encoder, store, sequences, (sequence, weights) => {
      const first = readByLoops(sequence, weights, 'layers.0', 'forward');
      const between = sumOf(first, sequence);
      const second = readByLoops(between, weights, 'layers.1', 'forward');
      return { memory: sumOf(second, between), summary: lastOf(second), finalHidden: [lastOf(first), lastOf(second)] };
    }),
  ),
);
