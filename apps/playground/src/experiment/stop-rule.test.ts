import { describe, expect, it } from 'vitest';
import { stopReasons } from './stop-rule.ts';

const never = { stopSteps: 1000, stopExact: 2, stopLoss: 0, stopSeconds: 0 };
const standing = { step: 10, loss: 0.5, seconds: 3, exact: 1 };

describe('training ends', () => {
  it('never where nothing is asked for', () => {
    expect(stopReasons(never, standing)).toEqual([]);
  });

  it('at its last step, not before and not after', () => {
    const at = (step: number): readonly string[] => stopReasons({ ...never, stopSteps: 10 }, { ...standing, step });
    expect([9, 10, 11].map(at)).toEqual([[], ['steps'], []]);
  });

  it('when enough held-out examples are right, where that was measured', () => {
    const goal = { ...never, stopExact: 0.9 };
    expect(stopReasons(goal, { ...standing, exact: 0.89 })).toEqual([]);
    expect(stopReasons(goal, { ...standing, exact: 0.9 })).toEqual(['exact']);
    const { exact: _, ...unmeasured } = standing;
    expect(stopReasons({ ...never, stopExact: 0 }, unmeasured)).toEqual([]);
  });

  it('when the loss is low, and when the time is over', () => {
    expect(stopReasons({ ...never, stopLoss: 0.5 }, standing)).toEqual(['loss']);
    expect(stopReasons({ ...never, stopLoss: 0.49 }, standing)).toEqual([]);
    expect(stopReasons({ ...never, stopSeconds: 3 }, standing)).toEqual(['seconds']);
    expect(stopReasons({ ...never, stopSeconds: 3.1 }, standing)).toEqual([]);
  });

  it('for every reason that there is, so that one that was passed does not hide another', () => {
    const all = { stopSteps: 10, stopExact: 1, stopLoss: 1, stopSeconds: 1 };
    expect(stopReasons(all, standing)).toEqual(['steps', 'exact', 'loss', 'seconds']);
  });
});
