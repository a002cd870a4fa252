import { expect, test } from 'vitest';
import { broadcastAxes } from './broadcast-axes.ts';

test.each([
  ['equal shapes are one loop', [2, 3, 4], [2, 3, 4], [[24, 1, 1]]],
  ['a number is one loop', [2, 3, 4], [], [[24, 1, 0]]],
  [
    'a bias is two',
    [2, 3, 4],
    [4],
    [
      [4, 1, 1],
      [6, 4, 0],
    ],
  ],
  [
    'a mask is two',
    [2, 3, 4],
    [2, 3, 1],
    [
      [4, 1, 0],
      [6, 4, 1],
    ],
  ],
  [
    'a query against keys is three',
    [2, 1, 4],
    [2, 3, 4],
    [
      [4, 1, 1],
      [3, 0, 4],
      [2, 4, 12],
    ],
  ],
  ['a number with a number', [1, 1], [], [[1, 0, 0]]],
] as const)('%s', (_, a, b, expected) => {
  expect(broadcastAxes(a, b).axes.map(({ size, aStride, bStride }) => [size, aStride, bStride])).toEqual(expected);
});
