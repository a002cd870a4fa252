import { describe, expect, it } from 'vitest';
import type { Column } from '../../page/comparison.ts';
import { createRunState } from '../../page/run-state.ts';
import type { Measure, WeightFingerprint } from '../../protocol/messages.ts';
import { measureAt, measuredSteps } from './moments.ts';
import { batchesOf, sharedWeights } from './same-beginning.ts';

const measure = (step: number, batches?: number): Measure => ({
  ...{ step, exact: 0, tokenAccuracy: 0, loss: 1, examples: [] },
  ...(batches !== undefined && { batches }),
});
const column = (measures: readonly Measure[], firstWeights: readonly WeightFingerprint[] = []): Column => {
  const run = createRunState('run');
  run.measures.value = measures;
  run.summary.value = {
    ...{ run: 'run', weights: 1, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1, pinned: [], sample: [] },
    ...{ step: 0, firstWeights },
  };
  return { run, look: 0, changes: {}, make: async () => {} };
};

describe('the order of examples', () => {
  it('is compared at the last step that all runs have been measured at', () => {
    const runs = [
      column([measure(0, 1), measure(5, 0xabc), measure(10, 7)]),
      column([measure(0, 1), measure(5, 0xabc)]),
    ];
    expect(batchesOf(runs)).toEqual({ step: 5, batches: '00000abc' });
    expect(batchesOf([runs[0]!, column([measure(0, 1), measure(5, 2)])])).toEqual({ step: 5, batches: undefined });
  });

  it('is not known where a run does not tell, or where there is nothing yet', () => {
    expect(batchesOf([column([measure(5)]), column([measure(5)])])).toEqual({ step: 5, batches: undefined });
    expect(batchesOf([column([]), column([measure(5)])])).toBeUndefined();
    expect(batchesOf([])).toBeUndefined();
  });
});

describe('weights in common', () => {
  it('are those of one path and shape; those of one value began alike', () => {
    const weight = (path: string, shape: readonly number[], values: number): WeightFingerprint => ({
      path,
      shape,
      values,
    });
    const first = column(
      [],
      [weight('a', [2, 3], 1), weight('b', [2], 2), weight('c', [3, 2], 3), weight('d', [1], 4)],
    );
    const second = column([], [weight('a', [2, 3], 1), weight('b', [2], 9), weight('c', [2, 3], 3)]);
    expect(sharedWeights([first, second])).toEqual({ shared: 2, equal: 1 });
    expect(sharedWeights([first, first, first])).toEqual({ shared: 4, equal: 4 });
  });
});

describe('moments', () => {
  it('are all measured steps of all runs; a run shows its last one until then', () => {
    const runs = [column([measure(0), measure(5)]), column([measure(0), measure(1), measure(10)])];
    expect(measuredSteps(runs)).toEqual([0, 1, 5, 10]);
    const { value } = runs[0]!.run.measures;
    expect([measureAt(value, 1)?.step, measureAt(value, 5)?.step, measureAt(value, 10)?.step]).toEqual([0, 5, 5]);
    expect(measureAt(value, undefined)?.step).toBe(5);
    expect(measureAt([], 3)).toBeUndefined();
  });
});
