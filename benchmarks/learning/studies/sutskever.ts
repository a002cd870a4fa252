import { translationTask } from '@seq2seq/tasks/translation';
import type { Random } from '@seq2seq/core';
import type { RunConfigInput } from 'seq2seq';
import { exact, tokenErrors, weights } from '../columns.ts';
import type { LearningData, Study, StudyCurve } from '../study.ts';

const groupWidth = 4;

const config = (
  layers: number,
  units: number,
  direction: 'forward' | 'backward',
  schedule = { from: 10, to: 16 },
): RunConfigInput => ({
  model: {
    source: { embedding: 32 },
    target: { embedding: 32 },
    encoder: { cell: 'lstm', units, layers, direction },
    bridge: 'copy',
    decoder: { cell: 'lstm', units, layers, context: 'initial' },
  },
  text: { maxLength: 30 },
  training: { batchSize: 32, learningRate: 0.003, schedule: { type: 'linear-decay', ...schedule } },
});

const about =
  'translation of 1 to 23 words, dictionary of 40, modifiers 25 %; 4,000 sentences to learn from, 500 to test';

const data = (random: Random): LearningData => {
  const examples = { train: 4000, dev: 0, test: 500 };
  const { train, test } = translationTask({ words: 40, minimumLength: 1, maximumLength: 23, examples, random });
  return { train, tests: [{ name: 'test', examples: test, groupWidth }] };
};

const curve = (title: string): StudyCurve => ({
  title,
  xLabel: 'source words, in groups of four',
  yLabel: 'exact match',
  pointsOf: ({ tests }) =>
    (tests[0]?.byLength ?? []).map(({ from, right, total }) => [from + (groupWidth - 1) / 2, right / total]),
});

const shared = {
  about,
  seeds: [1, 2, 3, 4, 5],
  steps: 2000,
  data,
  columns: [exact('test'), tokenErrors('test'), weights],
};

/** The source turned round, so that its beginning is near where the decoder begins. */
export const reversedSource: Study = {
  ...shared,
  name: 'reversed-source',
  title: 'Does it help to read the source backwards, without attention?',
  asks: 'Sutskever, Vinyals and Le 2014 (section 3.3): an LSTM learns much better when the source is turned round.',
  model:
    'One layer of 96 LSTM units on either side, embeddings of 32, the decoder begins with the encoder’s last state.',
  arms: [
    { name: 'forward', config: config(1, 96, 'forward') },
    { name: 'backward', config: config(1, 96, 'backward') },
  ],
  claims: [
    {
      says: 'Reading backwards makes fewer errors than reading forward',
      better: 'backward',
      worse: 'forward',
      column: tokenErrors('test'),
      wants: 'less',
    },
    {
      says: 'Reading backwards gets more sentences right than reading forward',
      better: 'backward',
      worse: 'forward',
      column: exact('test'),
      wants: 'more',
    },
  ],
  curve: curve('Exactly right by length, source forward or backward'),
  command: 'learning --study reversed-source',
};

/** Depth against width at the same price in weights. */
export const depth: Study = {
  ...shared,
  seeds: [1, 2, 3],
  name: 'depth',
  title: 'Are four layers better than one with as many weights, without attention?',
  asks: 'Sutskever, Vinyals and Le 2014 (sections 3 and 3.4): deep LSTMs did much better than shallow ones, so they used four layers.',
  model:
    'Source read backwards, embeddings of 32, the decoder begins with the encoder’s last states; layers of 48 or one of 116 LSTM units on either side. The learning rate is the same and was tuned for neither.',
  arms: [
    { name: 'four layers of 48', config: config(4, 48, 'backward') },
    { name: 'one layer of 116', config: config(1, 116, 'backward') },
  ],
  claims: [
    {
      says: 'Four layers make fewer errors than one wide layer',
      better: 'four layers of 48',
      worse: 'one layer of 116',
      column: tokenErrors('test'),
      wants: 'less',
    },
    {
      says: 'Four layers get more sentences right than one wide layer',
      better: 'four layers of 48',
      worse: 'one layer of 116',
      column: exact('test'),
      wants: 'more',
    },
  ],
  curve: curve('Exactly right by length, four layers or one'),
  command: 'learning --study depth',
};

const longSchedule = { from: 30, to: 48 };

/** The same with thrice the steps: deep stacks begin slowly. */
export const depthLong: Study = {
  ...depth,
  seeds: [1, 2, 3],
  name: 'depth-long',
  title: 'The same with three times the steps',
  asks: 'Is it that four layers take longer to begin?',
  steps: 3 * depth.steps,
  arms: [
    { name: 'four layers of 48', config: config(4, 48, 'backward', longSchedule) },
    { name: 'one layer of 116', config: config(1, 116, 'backward', longSchedule) },
  ],
  claims: depth.claims.map((claim) => ({ ...claim, says: `${claim.says}, given three times the steps` })),
  curve: curve('Exactly right by length, four layers or one, three times the steps'),
  command: 'learning --study depth-long',
};
