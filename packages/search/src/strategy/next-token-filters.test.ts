import { describe, expect, test } from 'vitest';
import { seededNumbers } from '../random/seeded-numbers.ts';
import { nextTokenFilters, type NextTokenFilters } from './next-token-filters.ts';

// Entropy 1.333 nats; surprises 2.996, 0.693, 1.897, 1.609, 2.303, so the distances from it are 1.66, 0.64, 0.56, 0.28, 0.97.
const probabilities = [0.05, 0.5, 0.15, 0.2, 0.1];
const logProbs = Float32Array.from(probabilities, Math.log);

const keptBy = (filters: NextTokenFilters, row = logProbs) =>
  [...nextTokenFilters('sampling', filters)(row).kept].toSorted((one, other) => one - other);

describe('who is kept, by hand', () => {
  test.each<[NextTokenFilters, number[]]>([
    [{}, [0, 1, 2, 3, 4]],
    [{ topK: 1 }, [1]],
    [{ topK: 2 }, [1, 3]],
    [{ topK: 9 }, [0, 1, 2, 3, 4]],
    [{ topP: 0.01 }, [1]],
    [{ topP: 0.49 }, [1]],
    [{ topP: 0.51 }, [1, 3]],
    [{ topP: 0.69 }, [1, 3]],
    [{ topP: 0.71 }, [1, 2, 3]],
    [{ topP: 1 }, [0, 1, 2, 3, 4]],
    [{ minP: 0.25 }, [1, 2, 3]], // at least 0.125
    [{ minP: 1 }, [1]],
    [{ typicalP: 0.19 }, [3]],
    [{ typicalP: 0.3 }, [2, 3]], // not the most probable
    [{ typicalP: 0.5 }, [1, 2, 3]],
    [{ typicalP: 0.94 }, [1, 2, 3, 4]],
    [{ epsilon: 0.12 }, [1, 2, 3]],
    [{ epsilon: 0.9 }, [1]],
    // Each on what is left: 0.5, 0.2 and 0.15 are then 0.588, 0.235 and 0.176.
    [{ topK: 3, topP: 0.55 }, [1]],
    [{ topK: 3, topP: 0.6 }, [1, 3]],
    [{ topK: 3, epsilon: 0.17 }, [1, 2, 3]],
    [{ topK: 4, epsilon: 0.17 }, [1, 3]], // 0.15 / 0.95 is below
    [{ topP: 0.6, minP: 0.41 }, [1]],
    // Temperature 0.5 squares: 0.25, 0.04, 0.0225, 0.01 and 0.0025 of 0.325.
    [{ temperature: 0.5, topP: 0.76 }, [1]],
    [{ temperature: 0.5, topP: 0.78 }, [1, 3]],
  ])('%j', (filters, expected) => {
    expect(keptBy(filters)).toEqual(expected);
  });
});

test('weights are the probabilities, to the power of one over the temperature', () => {
  for (const temperature of [0.5, 1, 2]) {
    const { kept, weights } = nextTokenFilters('sampling', { temperature })(logProbs);
    const powers = probabilities.map((probability) => probability ** (1 / temperature));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    const total = sum(Array.from(kept, (index) => weights[index]!));
    for (const index of kept) expect(weights[index]! / total).toBeCloseTo(powers[index]! / sum(powers), 6);
  }
});

test('of equals the smaller token, and what is impossible never', () => {
  const flat = Float32Array.from([0, 0.25, 0.25, 0.25, 0.25], Math.log);
  expect(keptBy({ topK: 2 }, flat)).toEqual([1, 2]);
  expect(keptBy({ topP: 0.49 }, flat)).toEqual([1, 2]);
  expect(keptBy({ typicalP: 0.74 }, flat)).toEqual([1, 2, 3]);
  expect(keptBy({}, flat)).toEqual([1, 2, 3, 4]);
  expect(keptBy({ epsilon: 0.3 }, flat)).toEqual([1]);
  expect(keptBy({ epsilon: 0.25 }, flat)).toEqual([1, 2, 3, 4]);
  expect(keptBy({ topP: 0.5 }, flat)).toEqual([1, 2]);
});

test('long rows: who is kept, by sorting all', () => {
  const random = seededNumbers(7);
  const weightsOf = [...Array(1000).keys()].map(() => random() ** 6 + 1e-9);
  const sum = weightsOf.reduce((total, each) => total + each, 0);
  const shares = weightsOf.map((weight) => weight / sum);
  const row = Float32Array.from(shares, Math.log);
  const falling = [...shares.keys()].toSorted((one, other) => shares[other]! - shares[one]!);
  const shortest = (order: readonly number[], share: number) => {
    let left = share;
    return order.slice(0, order.findIndex((token) => (left -= shares[token]!) <= 0) + 1);
  };
  const entropy = shares.reduce((nats, share) => nats - share * Math.log(share), 0);
  const distance = (token: number) => Math.abs(-Math.log(shares[token]!) - entropy);
  const typical = [...shares.keys()].toSorted((one, other) => distance(one) - distance(other));
  const byWeight = (list: readonly number[]) => falling.filter((token) => list.includes(token));
  const kept = (filters: NextTokenFilters) => [...nextTokenFilters('sampling', filters)(row).kept];
  for (const share of [0.1, 0.55, 0.9, 0.99]) {
    expect(kept({ topP: share })).toEqual(shortest(falling, share));
    expect(kept({ typicalP: share })).toEqual(byWeight(shortest(typical, share)));
  }
  const greatest = shares[falling[0]!]!;
  for (const least of [0.01, 0.2]) {
    expect(kept({ minP: least })).toEqual(falling.filter((token) => shares[token]! >= least * greatest));
    expect(kept({ epsilon: least / 10 })).toEqual(
      falling.filter((token, rank) => rank === 0 || shares[token]! >= least / 10),
    );
  }
  expect(kept({ topK: 30 })).toEqual(falling.slice(0, 30));
});

test('nothing is kept where nothing is possible', () => {
  const dead = new Float32Array(3).fill(-Infinity);
  const all = { topK: 2, topP: 0.5, minP: 0.5, typicalP: 0.5, epsilon: 0.5 };
  expect(keptBy({}, dead)).toEqual([]);
  expect(keptBy(all, dead)).toEqual([]);
});

test('very small probabilities and temperatures do no harm', () => {
  const tiny = Float32Array.of(-5000, -5001, -9000);
  expect(keptBy({ topP: 0.7 }, tiny)).toEqual([0]);
  expect(keptBy({ temperature: 1e-6 }, tiny)).toEqual([0]);
});

test.each<[NextTokenFilters, RegExp]>([
  [{ temperature: 0 }, /sampling: temperature must be a finite number above 0, got 0; use greedy\(\)/],
  [{ temperature: Infinity }, /temperature must be a finite number above 0, got Infinity/],
  [{ topK: 0 }, /sampling\.topK: must be a positive integer, got 0/],
  [{ topP: 1.1 }, /sampling: topP must be a finite number above 0 and at most 1, got 1\.1; leave it out/],
  [{ topP: 0 }, /topP must be/],
  [{ minP: -1 }, /minP must be/],
  [{ typicalP: Number.NaN }, /typicalP must be/],
  [{ epsilon: 2 }, /epsilon must be/],
])('%j is an error', (filters, message) => {
  expect(() => nextTokenFilters('sampling', filters)).toThrow(message);
});
