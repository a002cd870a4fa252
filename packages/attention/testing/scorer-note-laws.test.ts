import '@tensorflow/tfjs-backend-cpu';
import type { TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { tiringScorer } from '../src/__fixtures__/tiring-scorer.ts';
import { type AttendedStep, batchedDot, defineScorer, type Scorer, type ScorerKind } from '../src/index.ts';
import { checkScorerContract } from './scorer-contract.ts';

const sizes = { querySize: 4, memorySize: 4 };
type Kind = ScorerKind<Record<never, never>, Tensor3D>;

/** q · m less what was noted, [B, S]: everywhere the weights of all steps, if nothing else is said. */
const noting = (parts: Partial<Scorer<Tensor3D, Tensor2D>> = {}): Kind =>
  defineScorer((): Scorer<Tensor3D, Tensor2D> => ({
    prepare: (values) => values,
    begin: (keys) => tf.zeros([keys.shape[0], keys.shape[1]]),
    score: (query, keys, { notes }) => tf.sub(batchedDot(query, keys), notes),
    note: ({ weights, notes }) => tf.add(weights, notes),
    ...parts,
  }));

const without = (part: 'begin' | 'note'): Kind =>
  defineScorer(() => {
    const { [part]: _, ...rest } = noting().create(sizes, {}, {} as never);
    return { ...rest, score: batchedDot };
  });

const remembering = (): Kind => {
  let steps = 0;
  return noting({ note: ({ notes }) => tf.add(notes, ++steps) });
};

it.each<[string, Kind]>([
  ['that sums the weights', noting()],
  ['that notes the queries', noting({ note: ({ query, notes }) => tf.add(notes, tf.tanh(tf.sum(query, 1, true))) })],
  ['of which the notes grow', growing()],
])('the scorer contract is kept by one %s, and the kit leaves nothing behind', async (_, kind) => {
  const before = tf.memory().numTensors;
  await checkScorerContract(kind, {}, { sizes });
  expect(tf.memory().numTensors).toBe(before);
});

it('is kept by the scorer of the README that takes notes', () => checkScorerContract(tiringScorer, { decay: 0.7 }));

it.each<[law: string, message: RegExp, kind: Kind]>([
  ['who begins notes goes on with them', /got begin alone; give note too/, without('note')],
  ['who begins notes goes on with them', /got note alone; give begin too/, without('begin')],
  [
    'rows are independent, and one alone works',
    /row 0 scores otherwise/,
    noting({ note: ({ weights, notes }) => tf.add(notes, tf.mean(weights, 0, true)) }),
  ],
  [
    'padding changes nothing',
    /score each position by itself/,
    noting({ note: ({ weights, notes }) => tf.add(notes, tf.mul(weights, weights.shape[1])) }),
  ],
  ['scores follow the order of the memory', /usesPositions: true/, noting({ note: byPosition })],
  ['nothing is remembered', /keep everything in keys/, remembering()],
  ['notes have the batch on axis 0', /expected notes of \[2, …\], got one of \[5, 2\]/, transposed()],
  ['notes have the batch on axis 0', /decide nothing by its number/, byRowNumber()],
  ['notes matter', /read history.notes in score/, noting({ score: batchedDot })],
  ['notes matter', /got the same/, noting({ note: ({ notes }) => notes })],
  [
    'zero rows have finite scores and gradients',
    /the gradient of the query should be finite/,
    noting({ note: ({ query, notes }) => tf.add(notes, tf.norm(query, 'euclidean', 1, true)) }),
  ],
  [
    'every weight gets a gradient, and it is right',
    /expected a gradient of .* of the weights of the step before at/,
    noting({ note: ({ weights, notes }) => tf.add(notes, wrongSquare(weights)) }),
  ],
])('“%s” is broken: %s', async (law, message, kind) => {
  const check = checkScorerContract(kind, {}, { sizes });
  await expect(check).rejects.toThrow(`scorer contract: ${law}: `);
  await expect(check).rejects.toThrow(message);
});

/** Every step is noted on its own: the axis of time grows. */
function growing(): Kind {
  return defineScorer((): Scorer<Tensor3D, Tensor3D> => ({
    prepare: (values) => values,
    begin: (keys) => tf.zeros([keys.shape[0], 1, keys.shape[1]]),
    score: (query, keys, { notes }) => tf.add(batchedDot(query, keys), tf.max(notes, 1)),
    note: ({ weights, notes }) => tf.concat([notes, tf.expandDims(weights, 1)], 1),
  }));
}

/** Its notes are [S, B]. */
function transposed(): Kind {
  return noting({
    begin: (keys) => tf.zeros([keys.shape[1], keys.shape[0]]),
    score: (query, keys, { notes }) => tf.sub(batchedDot(query, keys), tf.transpose(notes)),
    note: ({ weights, notes }) => tf.add(notes, tf.transpose(weights)),
  });
}

type Step = AttendedStep<Tensor3D, Tensor2D & TensorTree>;

function byPosition({ weights, notes }: Step): Tensor2D {
  return tf.add(notes, tf.mul(weights, tf.range(0, weights.shape[1])));
}

/** It notes the number of each row, and scores otherwise once the row has another. */
function byRowNumber(): Kind {
  const numbers = (x: Tensor): Tensor2D => tf.reshape(tf.range(0, x.shape[0]), [-1, 1]);
  return noting({
    begin: numbers,
    score: (query, keys, { notes }) => tf.add(batchedDot(query, keys), tf.sub(notes, numbers(keys))),
    note: ({ notes }) => notes,
  });
}

/** x² with the gradient of x³. */
function wrongSquare(weights: Tensor2D): Tensor2D {
  return tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as Tensor]);
    return {
      value: tf.square(x as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, tf.mul(3, tf.square(saved[0] as Tensor))),
    };
  })(weights) as Tensor2D;
}
