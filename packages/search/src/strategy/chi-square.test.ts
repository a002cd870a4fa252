// The test of tests: it must see what is wrong, and nothing else.

import { expect, test } from 'vitest';
import { hashOf } from '../random/seeded-numbers.ts';
import { countsOf, isDrawnFrom } from './__fixtures__/chi-square.ts';

const fair = new Map(['0', '1', '2', '3', '4', '5'].map((face) => [face, 1 / 6]));
const throws = (loaded: number) =>
  countsOf(Array.from({ length: 6000 }, (_, at) => String(Math.floor((hashOf(7, at) / 2 ** 32) ** loaded * 6))));

test('a fair die is fair, a slightly loaded one is not', () => {
  expect(isDrawnFrom(throws(1), fair)).toBe(true);
  expect(isDrawnFrom(throws(1.1), fair)).toBe(false);
});

test('what is impossible must not come', () => {
  expect(isDrawnFrom(new Map([['7', 1]]), fair)).toBe(false);
});
