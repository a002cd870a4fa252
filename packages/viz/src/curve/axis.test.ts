import { describe, expect, it } from 'vitest';
import { axisFor, scaleOf } from './axis.ts';

describe('axisFor', () => {
  it('ends on its last mark when closed', () => {
    const axis = axisFor([3.4, 0.4], 4, 'closed');
    expect([axis.low, axis.high]).toEqual([0, 4]);
    expect(axis.marks.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('ends where the data ends when open', () => {
    const axis = axisFor([1, 1975], 4, 'open');
    expect([axis.low, axis.high]).toEqual([0, 1975]);
    expect(axis.marks.map(({ value }) => value)).toEqual([0, 500, 1000, 1500]);
  });

  it('has room around a single value, open or closed', () => {
    for (const end of ['open', 'closed'] as const) {
      const { low, high } = axisFor([7, 7], 4, end);
      expect(low).toBeLessThan(7);
      expect(high).toBeGreaterThan(7);
    }
  });
});

describe('scaleOf', () => {
  it('maps the ends to the ends, also downwards', () => {
    const axis = axisFor([0, 10], 5, 'closed');
    const up = scaleOf(axis, 300, 100);
    expect([up(0), up(5), up(10)]).toEqual([300, 200, 100]);
  });
});
