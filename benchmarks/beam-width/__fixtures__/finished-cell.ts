import type { BeamCell, CellPlan, Stage } from '../beam-cell.ts';

/** Two words for all beams, four for those up to 100. */
export const tinyStage: Stage = { name: 'tiny', steps: 7, few: 2, many: 4 };

/** A cell as if it had been measured: each word has two tokens, no edits and a probability of a half, unless told otherwise. */
export const finishedCell = (
  plan: Partial<CellPlan> & Pick<CellPlan, 'width' | 'alpha'>,
  found: Partial<BeamCell> = {},
): BeamCell => {
  const { words = 2, steps = 7, weights = 'abc' } = plan;
  const each = (value: number): number[] => Array.from({ length: words }, () => value);
  return {
    ...{ ...plan, words, steps, weights },
    ...{ logProbs: each(Math.log(0.5)), lengths: each(2), edits: each(0), referencePhones: words, unfinished: 0 },
    ...{ likeliestEmptyLogProb: Math.log(0.01), milliseconds: { mean: 3, median: 2 } },
    ...{ date: '2026-01-02T03:04:05.000Z', revision: 'def', processor: 'Some processor', node: 'v24' },
    ...found,
  };
};
