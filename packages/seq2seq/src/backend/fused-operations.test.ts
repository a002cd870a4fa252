// The LSTM of the SIMD backend held against the plain composition on backend-cpu.
import { lstmCell } from '@seq2seq/core';
import fc from 'fast-check';
import { test } from 'vitest';
import {
  expectSameBits,
  expectSameNumbers,
  type SequenceShapes,
  sequenceShapes,
  smallVocabularyShapes,
  unrolledNumbers,
} from './__fixtures__/unrolled-numbers.ts';

test('an LSTM over a sequence: forward and backward, padded, both directions, on both builds', async () => {
  await fc.assert(
    fc.asyncProperty(
      sequenceShapes,
      fc.constantFrom('simd' as const, 'simd-strict' as const),
      async (shapes, backend) => {
        const wanted = await unrolledNumbers(lstmCell, 'cpu', 'auto', shapes);
        expectSameNumbers(await unrolledNumbers(lstmCell, backend, 2, shapes), wanted);
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

test('over tokens of a small vocabulary, whose table is multiplied, on one thread and on three', async () => {
  await fc.assert(
    fc.asyncProperty(smallVocabularyShapes, async (shapes) => {
      const one = await unrolledNumbers(lstmCell, 'simd', 1, shapes);
      expectSameNumbers(one, await unrolledNumbers(lstmCell, 'cpu', 'auto', shapes));
      expectSameBits(await unrolledNumbers(lstmCell, 'simd', 3, shapes), one);
    }),
    { seed: 2, numRuns: 25 },
  );
});

test('the same bits whatever the number of threads, with work that does not divide evenly', async () => {
  const vectors: SequenceShapes = { B: 37, S: 7, E: 19, H: 44, reverse: true, padding: 'anywhere' };
  for (const shapes of [vectors, { ...vectors, vocabulary: 29 }]) {
    const one = await unrolledNumbers(lstmCell, 'simd', 1, shapes);
    for (let round = 0; round < 10; round++) {
      for (const threads of [2, 3]) expectSameBits(await unrolledNumbers(lstmCell, 'simd', threads, shapes), one);
    }
  }
});
