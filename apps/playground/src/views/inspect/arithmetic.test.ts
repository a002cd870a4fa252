import { expect, it } from 'vitest';
import { contextOf } from './arithmetic.ts';

it('a context is the memory’s sum, weighted by the row', () => {
  const alignment = { rows: 2, columns: 3, values: Float32Array.of(1, 0, 0, 0.5, 0.25, 0.25) };
  const memory = { rows: 3, columns: 2, values: Float32Array.of(1, 2, 4, 8, -4, 0) };
  expect([...contextOf(alignment, memory, 0)]).toEqual([1, 2]);
  expect([...contextOf(alignment, memory, 1)]).toEqual([0.5, 3]);
});
