import { expect, test } from 'vitest';
import { createRandom, randomFromSnapshot } from './random.ts';

const draw = (random: { next(): number }, count: number): number[] =>
  Array.from({ length: count }, () => random.next());

test('the same seed gives the same stream, another seed another', () => {
  expect(draw(createRandom(7), 5)).toEqual(draw(createRandom(7), 5));
  expect(draw(createRandom(7), 5)).not.toEqual(draw(createRandom(8), 5));
});

test('a fork depends on its name and origin, not on what was drawn', () => {
  const random = createRandom(1);
  const before = draw(random.fork('dropout'), 5);
  random.next();
  expect(draw(random.fork('dropout'), 5)).toEqual(before);
  expect(draw(random.fork('shuffle'), 5)).not.toEqual(before);
});

test('a snapshot survives JSON and goes on exactly, forks included', () => {
  const random = createRandom(3);
  draw(random, 10);
  const restored = randomFromSnapshot(JSON.parse(JSON.stringify(random.snapshot())) as number[]);
  expect(draw(restored.fork('a'), 5)).toEqual(draw(random.fork('a'), 5));
  expect(draw(restored, 20)).toEqual(draw(random, 20));
});

test('numbers are uniform in [0, 1), also across neighbouring seeds and names', () => {
  const samples = [
    draw(createRandom(5), 20_000),
    Array.from({ length: 20_000 }, (_, seed) => createRandom(seed).next()),
    Array.from({ length: 20_000 }, (_, i) => createRandom(0).fork(`layers.${i}`).next()),
  ];
  for (const sample of samples) {
    const bins = new Array<number>(20).fill(0);
    for (const x of sample) {
      expect(x >= 0 && x < 1).toBe(true);
      const bin = Math.floor(x * 20);
      bins[bin] = (bins[bin] as number) + 1;
    }
    // Chi-square with 19 degrees of freedom: above 43.8 once in a thousand.
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(43.8);
  }
});

test('a damaged snapshot and a broken seed are refused', () => {
  expect(() => randomFromSnapshot([1, 2, 3])).toThrow(
    'randomFromSnapshot: expected 5 whole numbers, got [1, 2, 3]; pass what snapshot() gave.',
  );
  expect(() => createRandom(0.5)).toThrow('give a whole number');
});
