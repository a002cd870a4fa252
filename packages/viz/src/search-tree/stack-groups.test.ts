import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stackGroups, type Stacked } from './stack-groups.ts';

const groups = fc.array(
  fc.record({
    height: fc.integer({ min: 1, max: 3 }),
    wish: fc.integer({ min: 0, max: 6 }),
    weight: fc.constantFrom(1, 1, 5),
  }),
  { maxLength: 4 },
);

const costOf = (stack: readonly Stacked[], tops: readonly number[]): number =>
  stack.reduce((sum, { wish, weight }, index) => sum + weight * (tops[index]! - wish) ** 2, 0);

/** The least cost of all stacks whose tops are multiples of a half. */
const cheapest = (stack: readonly Stacked[], gap: number): number => {
  const from = (index: number, lowest: number): number => {
    const group = stack[index];
    if (!group) return 0;
    let least = Infinity;
    for (let top = lowest; top <= 14; top += 0.5) {
      const cost = group.weight * (top - group.wish) ** 2;
      if (cost < least) least = Math.min(least, cost + from(index + 1, top + group.height + gap));
    }
    return least;
  };
  return from(0, -10);
};

describe('stackGroups', () => {
  it('keeps all apart, and no stack on a grid is nearer to the wishes', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 2 }), (stack, gap) => {
        const tops = stackGroups(stack, gap);
        expect(tops).toHaveLength(stack.length);
        for (const [index, top] of tops.slice(1).entries()) {
          expect(top - tops[index]!).toBeGreaterThanOrEqual(stack[index]!.height + gap - 1e-9);
        }
        expect(costOf(stack, tops)).toBeLessThanOrEqual(cheapest(stack, gap) + 1e-9);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('shares a clash evenly, and by weight', () => {
    const [one, other] = [
      { height: 4, wish: 0, weight: 1 },
      { height: 4, wish: 0, weight: 1 },
    ];
    expect(stackGroups([one, other], 2)).toEqual([-3, 3]);
    expect(stackGroups([{ ...one, weight: 2 }, other], 2)).toEqual([-2, 4]);
  });

  it('grants wishes that are apart', () => {
    expect(
      stackGroups(
        [
          { height: 1, wish: 5, weight: 1 },
          { height: 1, wish: 9, weight: 1 },
        ],
        1,
      ),
    ).toEqual([5, 9]);
  });
});
