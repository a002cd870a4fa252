import { describe, expect, it } from 'vitest';
import { checkHeatMap, type HeatMap } from './heat-map.ts';
import { VizError } from '../viz-error.ts';

const good: HeatMap = {
  weights: [
    [1, 0],
    [0.25, 0.75],
  ],
  rowLabels: ['a', 'a'],
  columnLabels: ['x', 'x'],
};

describe('checkHeatMap', () => {
  it('accepts plain and Float32 rows, repeated labels, and sums a float above one', () => {
    expect(() => checkHeatMap(good, 'test')).not.toThrow();
    const weights = [new Float32Array([1.00001, 0]), [0, 0]];
    expect(() => checkHeatMap({ ...good, weights }, 'test')).not.toThrow();
  });

  it.each<[string, Partial<HeatMap>, string]>([
    ['a short row', { weights: [[1, 0], [1]] }, 'weights[1] has 1 columns, columnLabels has 2'],
    ['too few row labels', { rowLabels: ['a'] }, 'weights has 2 rows, rowLabels has 1'],
    ['too many column labels', { columnLabels: ['x', 'y', 'z'] }, 'weights[0] has 2 columns, columnLabels has 3'],
    [
      'NaN',
      {
        weights: [
          [1, NaN],
          [0, 1],
        ],
      },
      'weights[0][1] is NaN; not a number',
    ],
    [
      'a negative weight',
      {
        weights: [
          [1, 0],
          [-0.1, 1],
        ],
      },
      'weights[1][0] is -0.1; pass weights, not scores',
    ],
    [
      'a weight above one',
      {
        weights: [
          [1, 0],
          [0, 1.5],
        ],
      },
      'weights[1][1] is 1.5; pass weights, not scores',
    ],
    [
      'infinity',
      {
        weights: [
          [Infinity, 0],
          [0, 1],
        ],
      },
      'weights[0][0] is Infinity',
    ],
    ['a hole', { weights: [Array<number>(2), [0, 1]] }, 'weights[0][0] is undefined'],
    ['no rows', { weights: [], rowLabels: [] }, 'nothing to draw'],
    ['no columns', { weights: [[], []], columnLabels: [] }, 'nothing to draw'],
  ])('refuses %s', (_, change, message) => {
    const check = (): void => checkHeatMap({ ...good, ...change }, 'test');
    expect(check).toThrow(VizError);
    expect(check).toThrow(message);
  });

  it('reports all problems at once, under the name of the caller', () => {
    expect(() => checkHeatMap({ ...good, rowLabels: ['a'], weights: [[1], [NaN, 0]] }, 'svgHeatMap')).toThrow(
      /^svgHeatMap: .*\n.*weights has 2 rows.*\n.*weights\[0\] has 1.*\n.*weights\[1\]\[0\] is NaN/,
    );
  });

  it('counts what it does not list', () => {
    const weights = Array.from({ length: 4 }, () => [NaN, NaN]);
    expect(() =>
      checkHeatMap({ weights, rowLabels: 'a b c d'.split(' '), columnLabels: 'x y'.split(' ') }, 'test'),
    ).toThrow('… and 3 more');
  });
});
