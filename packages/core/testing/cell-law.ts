import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CellSizes, CellState, LayerCell } from '../src/cell/cell.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../src/parameters/parameter-store.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import type { Law } from './check-laws.ts';
import { randomMatrix, scattered } from './sequences.ts';

/** A kind of cell with its options given: makes the cell under test, which the kit does again for each law. */
export type CreateCell = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;

/** A cell with weights of which none is zero, and numbers to feed it. */
export type CellSubject = { readonly cell: LayerCell; readonly store: ParameterStore; readonly random: Random };

/** Makes a law of a sentence and a check: runs it on a new cell, and takes all down after it. */
export type CellLaw = (sentence: string, check: (subject: CellSubject) => void) => Law;

export const cellLaw =
  (create: CreateCell, sizes: CellSizes, seed: number): CellLaw =>
  (sentence, check) => [
    sentence,
    () => {
      const store = createParameterStore(scattered(seed));
      try {
        const cell = create(sizes, store.scope('cell'));
        tf.tidy(() => check({ cell, store, random: createRandom(seed).fork(sentence) }));
      } finally {
        store.dispose();
      }
    },
  ];

/** A state that a cell could be in: each part [B, size]. */
export const randomState = (cell: LayerCell, batchSize: number, random: Random): CellState =>
  Object.fromEntries(
    Object.entries(cell.stateSizes).map(([part, size]): [string, Tensor2D] => [
      part,
      randomMatrix(batchSize, size, random),
    ]),
  ) as CellState;
