import { createParameterStore, createRandom, fromSeed, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { AttentionSizes, ScorerKind } from '../scorer/scorer.ts';
import { expectNumbers } from './expect-numbers.ts';
import { expectTidy } from './expect-tidy.ts';
import { type Matrix, randomMatrix, type Vector } from './float64-loops.ts';

/** One row's scores [S] from its query [Q], its memory [S, D] and the weights by name. */
export type ScoreFormula = (query: Vector, memory: Matrix, weights: Readonly<Record<string, unknown>>) => Vector;

/** Holds a kind of scorer against a formula, for many sizes, weights and inputs. */
export const expectScores = <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  formula: ScoreFormula,
  { equalSizes = false, names = [] }: { readonly equalSizes?: boolean; readonly names?: readonly string[] } = {},
): void => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(size, size, size, size, fc.nat(), (B, S, querySize, width, seed) => {
      const sizes: AttentionSizes = { querySize, memorySize: equalSizes ? querySize : width };
      const random = createRandom(seed);
      const queries = randomMatrix(B, querySize, random.fork('query'), 2);
      const memories = queries.map((_, row) => randomMatrix(S, sizes.memorySize, random.fork(`memory ${row}`), 2));
      expectTidy(() => {
        const store = createParameterStore(fromSeed(seed));
        const scorer = kind.create(sizes, options, store);
        const weights = Object.fromEntries([...store.entries()].map(([path, weight]) => [path, weight.arraySync()]));
        if (Object.keys(weights).join() !== names.join()) throw new Error(`weights are ${Object.keys(weights).join()}`);
        const history = { position: tf.zeros([B, 1]), previous: tf.zeros([B, S]), coverage: tf.zeros([B, S]), notes: {} } as const;
        const keys = scorer.prepare(tf.tensor3d(memories as number[][][]));
        const scores = scorer.score(tf.tensor2d(queries as number[][]), keys, history as never);
        expectNumbers(scores, queries.map((query, row) => formula(query, memories[row] as Matrix, weights)));
        store.dispose();
      });
    }),
    { seed: 1, numRuns: 30 },
  );
};
