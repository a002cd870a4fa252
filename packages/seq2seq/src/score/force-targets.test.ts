import { expectNoLeak } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import { forceTargets, type Teacher } from './force-targets.ts';

beforeAll(() => useBackend('cpu'));

/** A teacher that finds each token as probable as all others, and notes what it was asked. */
const evenTeacher = (vocabularySize: number): { teacher: Teacher; asked: { rows: number[]; given: number[][] }[] } => {
  const asked: { rows: number[]; given: number[][] }[] = [];
  const teacher: Teacher = {
    ...{ vocabularySize, target: { bos: 2, pad: 0 } },
    force: (rows, given) => {
      asked.push({ rows: [...rows], given: given.arraySync() });
      return { logits: tf.zeros([...given.shape, 8]) };
    },
  };
  return { teacher, asked };
};

test('targets of like length stand side by side, each behind a beginning; results are in their order', () =>
  expectNoLeak(async () => {
    const { teacher, asked } = evenTeacher(8);
    const targets = [[4, 5, 6, 3], [3], [7, 3], [], [5, 6, 3]];
    const forced = await forceTargets(teacher, targets, { batchSize: 2 });
    expect(asked).toEqual([
      { rows: [3, 1], given: [[2], [2]] },
      {
        rows: [2, 4],
        given: [
          [2, 7, 0],
          [2, 5, 6],
        ],
      },
      { rows: [0], given: [[2, 4, 5, 6]] },
    ]);
    expect(forced.map(({ tokenLogProbs }) => tokenLogProbs.length)).toEqual([4, 1, 2, 0, 3]);
    for (const logProb of forced.flatMap(({ tokenLogProbs }) => tokenLogProbs)) {
      expect(logProb).toBeCloseTo(-Math.log(8), 6);
    }
  }));

test('a large vocabulary makes batches smaller, but never leaves a target out', () =>
  expectNoLeak(async () => {
    // 2^24 scores at once: four tokens of 2^22.
    const { teacher, asked } = evenTeacher(2 ** 22);
    await forceTargets(
      teacher,
      [
        [4, 3],
        [4, 3],
        [4, 3],
        [4, 4, 4, 4, 3],
      ],
      { batchSize: 32 },
    );
    expect(asked.map(({ rows }) => rows)).toEqual([[0, 1], [2], [3]]);
  }));
