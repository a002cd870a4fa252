import * as fc from 'fast-check';
import { randomTableModel, type TableModel } from '../../../testing/index.ts';

/** One random search problem, small enough to enumerate. */
export type RandomCase = {
  readonly model: TableModel;
  readonly task: { readonly sources: number; readonly bos: number; readonly eos: number; readonly maxLength: number };
  readonly alpha: number;
  readonly nBest: number;
};

/** Sharp and flat tables, tables full of ties, tables with dead ends; any end of sentence; every length penalty of interest. */
export function randomCase(largest: { readonly vocabularySize: number; readonly maxLength: number }): fc.Arbitrary<RandomCase> {
  return fc
    .record({
      seed: fc.integer(),
      vocabularySize: fc.integer({ min: 1, max: largest.vocabularySize }),
      eos: fc.nat(),
      impossible: fc.constantFrom(0, 0, 0.3, 0.7),
      levels: fc.constantFrom(undefined, undefined, 1, 2),
      sources: fc.integer({ min: 1, max: 3 }),
      maxLength: fc.integer({ min: 0, max: largest.maxLength }),
      alpha: fc.constantFrom(0, 0.7, 1, 2),
      nBest: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ seed, vocabularySize, eos, impossible, levels, sources, maxLength, alpha, nBest }) => ({
      model: randomTableModel({ seed, vocabularySize, impossible, sourceLength: 2, ...(levels !== undefined && { levels }) }),
      task: { sources, bos: 0, eos: eos % vocabularySize, maxLength },
      alpha,
      nBest,
    }));
}
