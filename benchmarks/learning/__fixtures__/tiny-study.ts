/** A study that is done in a second: copying one or two letters of three. */
import { copyTask } from '@seq2seq/tasks/copy';
import type { RunConfigInput } from 'seq2seq';
import { exact } from '../columns.ts';
import type { Study } from '../study.ts';

const config = (context: 'initial' | 'attention'): RunConfigInput => ({
  model: {
    source: { embedding: 8 },
    target: { embedding: 8 },
    encoder: { cell: 'gru', units: 8, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 16, context },
    ...(context === 'attention' && { attention: { query: 'current', scorer: 'general' } }),
  },
  text: { maxLength: 6 },
  training: { batchSize: 16, learningRate: 0.02 },
});

export const tinyStudy: Study = {
  name: 'tiny',
  title: 'Copying',
  asks: 'Somebody 2000: attention copies better.',
  about: 'copies of 1 to 3 letters of four',
  model: 'GRU.',
  seeds: [1, 2, 3],
  steps: 12,
  arms: [
    { name: 'with', config: config('attention') },
    { name: 'without', config: config('initial') },
  ],
  data: (random) => {
    const { train, dev, test } = copyTask({
      symbols: [...'abcd'],
      minimumLength: 1,
      maximumLength: 3,
      examples: { train: 50, dev: 10, test: 20 },
      random,
    });
    return { train, dev, tests: [{ name: 'test', examples: test, groupWidth: 2 }] };
  },
  columns: [exact('test')],
  claims: [{ says: 'Attention copies better', better: 'with', worse: 'without', column: exact('test'), wants: 'more' }],
  curve: {
    title: 'Copies by length',
    xLabel: 'letters',
    yLabel: 'exact match',
    pointsOf: ({ tests }) => (tests[0]?.byLength ?? []).map(({ from, right, total }) => [from, right / total]),
  },
  command: 'learning --study tiny',
};
