// The GRU of the SIMD backend held against the plain composition on backend-cpu, and against finite differences.
import { createParameterStore, fromSeed, gruCell, type GruState, type LayerCell, unroll } from '@seq2seq/core';
import { checkCellContract } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CreateCell,
  expectSameBits,
  expectSameNumbers,
  type SequenceShapes,
  sequenceShapes,
  smallVocabularyShapes,
  unrolledNumbers,
} from './__fixtures__/unrolled-numbers.ts';
import { type BackendName, useBackend } from './use-backend.ts';

const builds: readonly BackendName[] = ['simd', 'simd-strict'];

/** Deeper than one stretch of a packed product, forward and back. */
const large: SequenceShapes = { B: 5, S: 2, E: 3, H: 132, reverse: false, padding: 'behind' };

const kernelsOf = async (run: () => unknown): Promise<string[]> => {
  const { kernelNames } = await tf.profile(() => tf.tidy(() => void run()));
  return kernelNames;
};

describe.each([{ resetAfter: false }, { resetAfter: true }])('resetAfter: $resetAfter', (options) => {
  const create: CreateCell = (sizes, parameters) => gruCell(sizes, options, parameters);

  const createSteps: CreateCell = (sizes, parameters) => {
    const { unroll: _asOne, ...stepwise }: LayerCell<GruState> = gruCell(sizes, options, parameters);
    return stepwise;
  };

  test.each([
    { what: 'a sequence', kind: create },
    { what: 'steps one by one', kind: createSteps },
  ])('$what: forward and backward, padded, both directions, on both builds', async ({ kind }) => {
    for (const [seed, backend] of builds.entries()) {
      await fc.assert(
        fc.asyncProperty(sequenceShapes, async (shapes) => {
          const wanted = await unrolledNumbers(create, 'cpu', 'auto', shapes);
          expectSameNumbers(await unrolledNumbers(kind, backend, 2, shapes), wanted);
        }),
        { seed, numRuns: 20, examples: [[{ ...large, reverse: seed > 0 }]] },
      );
    }
  });

  test('gradients equal finite differences, and the other laws of cells hold', async () => {
    await useBackend('simd', { threads: 2 });
    checkCellContract({ create: gruCell }, options);
  });

  test('over tokens of a small vocabulary, whose table is multiplied, on one thread and on three', async () => {
    await fc.assert(
      fc.asyncProperty(smallVocabularyShapes, async (shapes) => {
        const one = await unrolledNumbers(create, 'simd', 1, shapes);
        expectSameNumbers(one, await unrolledNumbers(create, 'cpu', 'auto', shapes));
        expectSameBits(await unrolledNumbers(create, 'simd', 3, shapes), one);
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  test('the same bits whatever the number of threads, with work that does not divide evenly', async () => {
    const vectors: SequenceShapes = { B: 37, S: 7, E: 19, H: 44, reverse: true, padding: 'anywhere' };
    for (const shapes of [vectors, { ...vectors, vocabulary: 29 }]) {
      const one = await unrolledNumbers(create, 'simd', 1, shapes);
      for (let round = 0; round < 5; round++) {
        for (const threads of [2, 3]) expectSameBits(await unrolledNumbers(create, 'simd', threads, shapes), one);
      }
    }
  });

  test('one operation where units are a multiple of four, and the plain ones where they are not', async () => {
    await useBackend('simd');
    const run = async (units: number): Promise<string[]> => {
      const store = createParameterStore(fromSeed(1));
      const cell = gruCell({ inputSize: 3, units }, options, store);
      const kernels = await kernelsOf(() => unroll(cell, tf.ones([2, 4, 3]), tf.ones([2, 4]), { training: false }));
      const ofStep = await kernelsOf(() => cell.step(tf.ones([2, 3]), cell.initialState(2), { training: false }));
      store.dispose();
      expect(ofStep.includes('Seq2SeqGruSequence')).toBe(kernels.includes('Seq2SeqGruSequence'));
      return kernels;
    };
    const fused = await run(8);
    expect(fused).toContain('Seq2SeqGruSequence');
    expect(fused).not.toContain('BatchMatMul');
    const plain = await run(6);
    expect(plain).not.toContain('Seq2SeqGruSequence');
    expect(plain).toContain('BatchMatMul');
  });
});
