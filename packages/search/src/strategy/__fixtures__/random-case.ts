import * as fc from 'fast-check';
import { randomTableModel, type TableModel } from '../../../testing/index.ts';
import type { SearchTask } from '../../index.ts';

/** One random search problem, small enough to enumerate. */
export type RandomCase = {
  readonly model: TableModel;
  readonly task: Omit<SearchTask, 'vocabularySize'> & { readonly sourceLengths: readonly number[] };
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
      task: {
        ...sourcesOf(Array.from({ length: sources }, (_, source) => source)),
        bos: 0,
        eos: eos % vocabularySize,
        maxLength,
      },
      alpha,
      nBest,
    }));
}

/** What a task says of these sources. Odd ones are shorter: the second weight of their alignments is padding. */
export function sourcesOf(list: readonly number[]): { readonly sources: number; readonly sourceLengths: readonly number[] } {
  return { sources: list.length, sourceLengths: list.map((source) => 2 - (source % 2)) };
}
