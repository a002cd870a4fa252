import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, problemsOf } from '../__fixtures__/task-laws.ts';
import { copyTask, type CopyOptions } from './copy-task.ts';

const options: CopyOptions = {
  minimumLength: 1,
  maximumLength: 3,
  symbols: ['x', 'yy'],
  examples: { train: 10, dev: 2, test: 2 },
  random: seededRandom(1),
};

describe('copyTask', () => {
  describeTaskLaws(copyTask);

  test('repeats the source, linked along the diagonal, in all sequences that there are', () => {
    const examples = allOf(copyTask(options));
    const sources = examples.map(({ source }) => source.join(' '));
    expect(new Set(sources).size).toBe(2 + 4 + 8);
    for (const { source, targets, links } of examples) {
      expect(targets.map((target) => target.join(' '))).toEqual([source.join(' ')]);
      expect(links?.map(String)).toEqual(['0,0', '1,1', '2,2'].slice(0, source.length));
      expect(source.every((symbol) => symbol === 'x' || symbol === 'yy')).toBe(true);
    }
  });

  test('says when there are too few sequences', () => {
    const problems = problemsOf(() => copyTask({ ...options, examples: { train: 15, dev: 0, test: 0 } }));
    expect(problems).toEqual([expect.stringContaining('expected at most 14 examples')]);
  });
});
