import { expect, test } from 'vitest';
import { pairedDifference } from './paired-difference.ts';

test('worked by hand', () => {
  // Differences 1, 2, 3: mean 2, variance 1, standard error 1/√3, t(2) = 4.303.
  const found = pairedDifference(
    [
      [2, 1],
      [4, 2],
      [6, 3],
    ],
    'more',
  );
  expect(found).toMatchObject({ differences: [1, 2, 3], mean: 2, verdict: 'too close to tell' });
  expect(found.margin).toBeCloseTo(4.303 / Math.sqrt(3), 12);
});

test('a claim comes out where the whole interval is on its side', () => {
  const pairs = [
    [0.9, 0.2],
    [0.92, 0.21],
    [0.95, 0.22],
  ] as const;
  expect(pairedDifference(pairs, 'more').verdict).toBe('came out');
  expect(pairedDifference(pairs, 'less').verdict).toBe('the opposite came out');
  const turned = pairs.map(([a, b]) => [b, a] as const);
  expect(pairedDifference(turned, 'less').verdict).toBe('came out');
  expect(pairedDifference(turned, 'more').mean).toBeCloseTo(-pairedDifference(pairs, 'more').mean, 12);
});

test('equal arms are too close to tell, and fewer than three seeds say nothing', () => {
  expect(
    pairedDifference(
      [...'abc'].map(() => [1, 1] as const),
      'more',
    ).verdict,
  ).toBe('too close to tell');
  expect(pairedDifference([[1, 0]], 'more')).toMatchObject({ margin: Infinity, verdict: 'too few seeds' });
  const two = pairedDifference(
    [
      [1, 0],
      [1, 0],
    ],
    'more',
  );
  expect(two).toMatchObject({ mean: 1, margin: 0, verdict: 'too few seeds' });
  expect(pairedDifference([], 'more').verdict).toBe('not run');
});
