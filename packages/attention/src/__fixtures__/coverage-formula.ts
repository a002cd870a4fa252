import type { PastStep, StepFormula } from './expect-steps.ts';
import { dot, type Matrix, timesMatrix, type Vector } from './float64-loops.ts';

/** What the coverage of one position may be computed from. */
export type CoveredPosition = {
  readonly m: Vector;
  readonly s: number;
  readonly past: readonly PastStep[];
  readonly weights: Readonly<Record<string, unknown>>;
};

/** v · tanh(q Wq + m Wk + C V) by loops, with C [F] from all that came before. */
export const coverageFormula =
  (coverageOf: (position: CoveredPosition) => Vector): StepFormula =>
  (query, memory, weights, past) => {
    const fromQuery = timesMatrix(query, weights['queryKernel'] as Matrix);
    return memory.map((m, s) => {
      const fromKey = timesMatrix(m, weights['keyKernel'] as Matrix);
      const fromCoverage = timesMatrix(coverageOf({ m, s, past, weights }), weights['coverageKernel'] as Matrix);
      const hidden = fromKey.map((x, a) => Math.tanh(x + (fromQuery[a] as number) + (fromCoverage[a] as number)));
      return dot(weights['v'] as Vector, hidden);
    });
  };
