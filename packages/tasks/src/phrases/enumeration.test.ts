import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { anyOf, bothOf, listOf, type Enumeration } from './enumeration.ts';

const all = <Item>(set: Enumeration<Item>): Item[] => Array.from({ length: set.count }, (_, index) => set.at(index));
const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 });

describe('an enumeration', () => {
  test('has the items of a list, those of any of several sets, and all pairs', () => {
    fc.assert(
      fc.property(letters, letters, letters, (first, second, third) => {
        expect(all(listOf(first))).toEqual(first);
        expect(all(anyOf([first, second, third].map(listOf)))).toEqual([...first, ...second, ...third]);
        const pairs = bothOf(listOf(first), listOf(second), (one, other) => one + other);
        expect(all(pairs)).toEqual(first.flatMap((one) => second.map((other) => one + other)));
      }),
      { seed: 1 },
    );
  });

  test('draws alternatives equally often, however large', () => {
    const random = seededRandom(1);
    const large = bothOf(listOf([1, 2, 3, 4, 5]), listOf([0, 5, 10, 15]), (one, other) => one + other);
    const set = anyOf([listOf([0]), listOf<number>([]), large]);
    const counts = Array.from({ length: set.count }, () => 0);
    for (let draw = 0; draw < 8000; draw++) {
      const index = set.draw(random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    // 4000 expected, standard deviation 44.7; then 200 each, standard deviation 14.0: five of them on either side
    expect(counts).toHaveLength(21);
    expect(Math.abs((counts[0] ?? 0) - 4000)).toBeLessThan(224);
    for (const count of counts.slice(1)) expect(Math.abs(count - 200)).toBeLessThan(70);
  });
});
