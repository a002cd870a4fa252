// A cell in a few figures, and what they say of the most probable output there is.
import type { BeamCell } from './beam-cell.ts';

/** Means over words. */
export type BeamSummary = {
  /** nats */
  readonly logProb: number;
  /** log-probability over length^α */
  readonly score: number;
  readonly length: number;
  /** From 0 to 1. */
  readonly finished: number;
  /** Edits over phones, from 0. */
  readonly phoneErrorRate: number;
  /** Words with any edit, from 0 to 1. */
  readonly wordErrorRate: number;
  /** How many outputs have no phone. */
  readonly empty: number;
};

export const summaryOf = (cell: BeamCell): BeamSummary => {
  const { alpha, logProbs, lengths, edits, words } = cell;
  const mean = (values: readonly number[]): number => sum(values) / words;
  return {
    logProb: mean(logProbs),
    score: mean(logProbs.map((logProb, word) => logProb / lengths[word]! ** alpha)),
    length: mean(lengths),
    finished: 1 - cell.unfinished / words,
    phoneErrorRate: sum(edits) / cell.referencePhones,
    wordErrorRate: edits.filter((count) => count > 0).length / words,
    empty: lengths.filter((length) => length <= 1).length,
  };
};

/**
 * Which words surely have the most probable of all finished outputs: those where width · probability is at least 1. Beginnings
 * of one length exclude each other, so at most 1/p of them have a probability of p or more. Where the output found has p, those
 * of a more probable one have p or more each: a beam that keeps 1/p of them has lost none.
 *
 * @param cell - with α = 0, where the best is the most probable
 * @returns the indices of the words
 */
export const surelyBest = ({ alpha, width, logProbs }: Pick<BeamCell, 'alpha' | 'width' | 'logProbs'>): number[] => {
  if (alpha !== 0) {
    throw new Error(
      `surelyBest: expected α = 0, got ${alpha}; by another score the best need not be the most probable.`,
    );
  }
  return logProbs.flatMap((logProb, word) => (width * Math.exp(logProb) >= 1 ? [word] : []));
};

/** How many of these words have an output as probable as in the other cell; the file keeps four digits. */
export const foundAgain = (cell: BeamCell, other: BeamCell, words: readonly number[]): number =>
  words.filter((word) => Math.abs(cell.logProbs[word]! - other.logProbs[word]!) < 2e-4).length;

/** In how many words a cell has fewer edits than another, and in how many more. */
export const editChanges = (cell: BeamCell, other: BeamCell): { readonly fewer: number; readonly more: number } => {
  const differences = cell.edits.map((edits, word) => edits - other.edits[word]!);
  return {
    fewer: differences.filter((difference) => difference < 0).length,
    more: differences.filter((difference) => difference > 0).length,
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
