import { describe, expect, it } from 'vitest';
import { clockTime } from './time.ts';

describe('clockTime', () => {
  it.each([
    [0, '0:00'],
    [7.4, '0:07'],
    [59.5, '1:00'],
    [125, '2:05'],
    [3599.6, '1:00:00'],
    [3723, '1:02:03'],
    [36_000, '10:00:00'],
    [-3, '0:00'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});
