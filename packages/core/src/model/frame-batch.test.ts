import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { frameBatch, type FrameRow } from './frame-batch.ts';

const rows: readonly FrameRow[] = [
  [
    [1, 2],
    [3, 4],
  ],
  [],
  [[5, 6]],
];

cpuTest('rows are filled up with zeros, and the mask says what is real', () => {
  const { frames, mask } = frameBatch(rows, 2);
  expect([frames.dtype, mask.dtype]).toEqual(['float32', 'float32']);
  expect(frames.arraySync()).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [5, 6],
      [0, 0],
    ],
  ]);
  expect(mask.arraySync()).toEqual([
    [1, 1],
    [0, 0],
    [1, 0],
  ]);
});

cpuTest('numbers one after the other are the same frames', () => {
  const flat = [Float32Array.of(1, 2, 3, 4), new Float32Array(0), Float32Array.of(5, 6)];
  const [one, other] = [frameBatch(flat, 2), frameBatch(rows, 2)];
  expect(one.frames.arraySync()).toEqual(other.frames.arraySync());
  expect(one.mask.arraySync()).toEqual(other.mask.arraySync());
});

cpuTest('what is no sequence of frames is a ShapeError that names the place', () => {
  const wrong: [readonly FrameRow[], string][] = [
    [[], 'frameBatch: there is no frame in any row; give at least one.'],
    [[[], new Float32Array(0)], 'frameBatch: there is no frame in any row'],
    [
      [[[1, 2]], [[1, 2], [3]]],
      'frameBatch: row 1, frame 1 has 1 numbers, expected 2; give all frames the same width.',
    ],
    [[[[1, 2]], Float32Array.of(1, 2, 3)], 'frameBatch: row 1 has 3 numbers, which are no whole frames of 2'],
    [
      [
        [[1, 2]],
        [
          [1, 2],
          [3, Number.NaN],
        ],
      ],
      'frameBatch: row 1, frame 1 holds NaN; give finite numbers.',
    ],
    [[Float32Array.of(1, Infinity)], 'frameBatch: row 0, frame 0 holds Infinity'],
  ];
  for (const [given, message] of wrong) {
    expect(() => frameBatch(given, 2)).toThrow(message);
    expect(() => frameBatch(given, 2)).toThrow(ShapeError);
  }
  expect(() => frameBatch([[[1]]], 0)).toThrow('frameBatch: row 0, frame 0 has 1 numbers, expected 0');
});
