import { translationTask } from '@seq2seq/tasks/translation';
import type { RunConfigInput } from 'seq2seq';
import { exact, tokenErrors, weights } from '../columns.ts';
import type { Arm, Study } from '../study.ts';

const units = 64;

const config = (context: 'initial' | 'every-step' | 'attention'): RunConfigInput => ({
  model: {
    source: { embedding: 32 },
    target: { embedding: 32 },
    encoder: { cell: 'lstm', units: units / 2, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units, context },
    ...(context === 'attention' && { attention: { query: 'previous', scorer: { type: 'mlp', units } } }),
  },
  text: { maxLength: 30 },
  training: { batchSize: 32, learningRate: 0.003, schedule: { type: 'linear-decay', from: 8, to: 12 } },
});

const arms: readonly Arm[] = [
  { name: 'no attention', config: config('initial') },
  { name: 'fixed context', config: config('every-step') },
  { name: 'global attention', config: config('attention') },
];

const groupWidth = 4;

/** A vector of fixed size against looking back: the figure that began it all. */
export const ladder: Study = {
  name: 'ladder',
  title: 'Does attention keep long sentences from falling apart?',
  asks:
    'Bahdanau, Cho and Bengio 2015 (figure 2) and Luong, Pham and Manning 2015 (figure 6): a source as one vector of fixed size fails ' +
    'as sentences grow, attention does not.',
  about: 'translation of 1 to 23 words, dictionary of 40, modifiers 25 %; 4,000 sentences to learn from, 500 to test',
  model:
    'LSTM, encoder 2 × 32, decoder 64, embeddings of 32. No attention: the source is the decoder’s first state alone (Sutskever et al. ' +
    '2014). Fixed context: it is given at every step, too (Cho et al. 2014). Global attention: mlp scorer, queried by the state before the step.',
  seeds: [1, 2, 3, 4, 5],
  steps: 1500,
  arms,
  data: (random) => {
    const examples = { train: 4000, dev: 0, test: 500 };
    const { train, test } = translationTask({ words: 40, minimumLength: 1, maximumLength: 23, examples, random });
    return { train, tests: [{ name: 'test', examples: test, groupWidth }] };
  },
  columns: [exact('test'), tokenErrors('test'), weights],
  claims: [
    {
      says: 'Attention gets more sentences right than a fixed context at every step',
      better: 'global attention',
      worse: 'fixed context',
      column: exact('test'),
      wants: 'more',
    },
    {
      says: 'Attention gets more sentences right than none',
      better: 'global attention',
      worse: 'no attention',
      column: exact('test'),
      wants: 'more',
    },
    {
      says: 'A fixed context at every step gets more right than one at the beginning',
      better: 'fixed context',
      worse: 'no attention',
      column: exact('test'),
      wants: 'more',
    },
  ],
  curve: {
    title: 'Exactly right by length',
    xLabel: 'source words, in groups of four',
    yLabel: 'exact match',
    pointsOf: ({ tests }) =>
      (tests[0]?.byLength ?? []).map(({ from, right, total }) => [from + (groupWidth - 1) / 2, right / total]),
  },
  command: 'learning --study ladder',
};
