import { expect, test } from 'vitest';
import { seededNumbers } from '../src/random/seeded-numbers.ts';
import { gatherTensorRows, tensorRows } from './tensor-rows.ts';

test('rows on the first axis', () => {
  const memory = tensorRows('memory', { type: 'float32', dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }, 0);
  const gathered = gatherTensorRows(memory, Int32Array.of(1, 1, 0));
  expect(gathered).toEqual({
    ...{ type: 'float32', rowAxis: 0, dims: [3, 3] },
    data: Float32Array.of(4, 5, 6, 4, 5, 6, 1, 2, 3),
  });
});

test('rows behind the layers, each layer by itself', () => {
  // Layer 0 has the rows 1 2 and 3 4, layer 1 the rows 5 6 and 7 8.
  const hidden = tensorRows(
    'hidden',
    { type: 'float64', dims: [2, 2, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
    1,
  );
  const gathered = gatherTensorRows(hidden, Int32Array.of(1));
  expect(gathered).toEqual({
    ...{ type: 'float64', rowAxis: 1, dims: [2, 1, 2] },
    data: Float64Array.of(3, 4, 7, 8),
  });
});

test('element by element, for every axis of random shapes', () => {
  const random = seededNumbers(3);
  const upTo = (limit: number) => 1 + Math.floor(random() * limit);
  for (let round = 0; round < 100; round++) {
    const dims = Array.from({ length: upTo(4) }, () => upTo(4));
    const rowAxis = upTo(dims.length) - 1;
    const order = Int32Array.from({ length: upTo(5) }, () => upTo(dims[rowAxis]!) - 1);
    const data = Int32Array.from({ length: dims.reduce((size, dim) => size * dim, 1) }, (_, index) => index);
    const gathered = gatherTensorRows(tensorRows('state', { type: 'int32', dims, data }, rowAxis), order);
    const newDims = dims.map((dim, axis) => (axis === rowAxis ? order.length : dim));
    expect(gathered.dims).toEqual(newDims);
    for (const [index, value] of (gathered.data as Int32Array).entries()) {
      const place = placeOf(index, newDims);
      place[rowAxis] = order[place[rowAxis]!]!;
      expect(value).toBe(indexOf(place, dims));
    }
  }
});

test('whole numbers of 64 bits, and a mask of booleans as the runtime keeps them', () => {
  const lengths = tensorRows('lengths', { type: 'int64', dims: [2], data: BigInt64Array.of(7n, 2n ** 60n) }, 0);
  expect(gatherTensorRows(lengths, Int32Array.of(1, 0)).data).toEqual(BigInt64Array.of(2n ** 60n, 7n));
  const mask = tensorRows('mask', { type: 'bool', dims: [2, 2], data: Uint8Array.of(1, 1, 1, 0) }, 0);
  expect(gatherTensorRows(mask, Int32Array.of(1)).data).toEqual(Uint8Array.of(1, 0));
});

test('a copy shares nothing with what it was made of', () => {
  const state = tensorRows('state', { type: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) }, 0);
  const copy = gatherTensorRows(state, Int32Array.of(0));
  state.data[0] = 9;
  expect(copy.data).toEqual(Float32Array.of(1, 2));
});

test.each([
  [
    { type: 'float32', dims: [], data: Float32Array.of(1) },
    /h must have its rows on axis 0, got shape \[\]; give it a batch axis/,
  ],
  [
    { type: 'float32', dims: [2, 2], data: Float32Array.of(1) },
    /h must be 4 numbers in a typed array, got 1 for shape \[2, 2\]; give/,
  ],
  [
    { type: 'string', dims: [1], data: ['a'] },
    /h must be 1 numbers in a typed array, got string for shape \[1\]; give/,
  ],
])('what cannot be rows is refused: %o', (value, message) => {
  expect(() => tensorRows('h', value, 0)).toThrow(message);
});

/** The index of an element in each axis, and back; both by repeated division, from the last axis on. */
function placeOf(index: number, dims: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const dim of dims.toReversed()) {
    place.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  return place;
}

function indexOf(place: readonly number[], dims: readonly number[]): number {
  return place.reduce((index, position, axis) => index * dims[axis]! + position, 0);
}
