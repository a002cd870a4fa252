import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { sortTask } from './sort-task.ts';

/** Sorts by counting, and links the nth of equal symbols to the nth in the source. */
function expectSorted({ source, targets, links }: TaskExample, symbols: readonly string[]): void {
  const places = symbols.flatMap((symbol) => source.flatMap((other, place) => (other === symbol ? [place] : [])));
  expect(targets).toEqual([places.map((place) => source[place])]);
  expect(links).toEqual(places.map((place, target) => [target, place]));
}

describe('sortTask', () => {
  describeTaskLaws(sortTask);

  test('sorts letters, equal ones among them', () => {
    const data = sortTask({
      minimumLength: 5,
      maximumLength: 20,
      examples: { train: 200, dev: 20, test: 20 },
      random: seededRandom(1),
    });
    for (const example of allOf(data)) expectSorted(example, Array.from('abcdefghijklmnopqrstuvwxyz'));
    expect(allOf(data).filter(({ source }) => new Set(source).size < source.length).length).toBeGreaterThan(100);
  });

  test('sorts in the order of the symbols it is given', () => {
    const symbols = ['ten', 'two', 'one', 'b', 'a'];
    const { train } = sortTask({
      symbols,
      minimumLength: 1,
      maximumLength: 7,
      examples: { train: 300, dev: 0, test: 0 },
      random: seededRandom(2),
    });
    for (const example of train) expectSorted(example, symbols);
  });

  test('worked by hand: of 16 sequences of four from two symbols', () => {
    const { train } = sortTask({
      symbols: ['a', 'b'],
      minimumLength: 4,
      maximumLength: 4,
      examples: { train: 16, dev: 0, test: 0 },
      random: seededRandom(3),
    });
    const example = train.find(({ source }) => source.join('') === 'baba');
    expect(example?.targets).toEqual([['a', 'a', 'b', 'b']]);
    expect(example?.links).toEqual([
      [0, 1],
      [1, 3],
      [2, 0],
      [3, 2],
    ]);
  });
});
