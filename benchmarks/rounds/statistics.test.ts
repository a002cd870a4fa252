import { expect, test } from 'vitest';
import { median, medianOfMedians, spreadOf } from './statistics.ts';

test('the median is the middle value, or the mean of the two in the middle, whatever the order', () => {
  expect(median([5])).toBe(5);
  expect(median([9, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 4])).toBe(3);
  expect(median([])).toBeNaN();
});

test('numbers are compared as numbers', () => {
  expect(median([100, 20, 3])).toBe(20);
});

test('one slow round does not move the median of medians', () => {
  expect(
    medianOfMedians([
      [1, 9, 3],
      [90, 80, 70],
      [1, 5, 6],
    ]),
  ).toBe(5);
});

test('a spread is the middle and both ends', () => {
  expect(spreadOf([3, 1, 8])).toEqual({ median: 3, least: 1, greatest: 8 });
});
