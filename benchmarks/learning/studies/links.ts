import { datesTask } from '@seq2seq/tasks/dates';
import { numbersTask } from '@seq2seq/tasks/numbers';
import type { TaskData } from '@seq2seq/tasks';
import type { Random } from '@seq2seq/core';
import type { AttentionInput, RunConfigInput } from 'seq2seq';
import { alignmentErrors, cpuSeconds, exact } from '../columns.ts';
import type { Arm, Study } from '../study.ts';

const units = 32;

/** The longest source with its end, and some room for batches. */
const maxLength = 40;

const config = (attention: Pick<AttentionInput, 'scorer' | 'normalizer'>): RunConfigInput => ({
  model: {
    source: { embedding: 32 },
    target: { embedding: 32 },
    // As wide together as the decoder: the dot scorers want query and memory alike.
    encoder: { cell: 'lstm', units: units / 2, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units, context: 'attention' },
    attention: { query: 'current', ...attention },
  },
  text: { maxLength },
  training: { batchSize: 32, learningRate: 0.005 },
});

const scorers: readonly AttentionInput['scorer'][] = [
  'dot',
  'scaled-dot',
  'learned-scale-dot',
  'general',
  { type: 'mlp', units },
  { type: 'normed-mlp', units },
  { type: 'location', maxLength },
  { type: 'location-sensitive', units, filters: 8, width: 5 },
  { type: 'coverage-count', units },
  { type: 'coverage-gru', units, size: 4 },
  { type: 'coverage-fertility', units },
];

const nameOf = (kind: AttentionInput['scorer']): string => (typeof kind === 'string' ? kind : kind.type);

const arms: readonly Arm[] = [
  ...scorers.map((scorer): Arm => ({ name: nameOf(scorer), config: config({ scorer }) })),
  ...['sparsemax', 'entmax-1.5'].map((normalizer): Arm => ({
    name: `mlp, ${normalizer}`,
    config: config({ scorer: { type: 'mlp', units }, normalizer }),
  })),
];

/** One reader that never goes back: fit for numbers, not for dates, where the year may come last. */
const monotonic: Arm = {
  name: 'mlp, monotonic',
  config: config({ scorer: { type: 'mlp', units }, normalizer: 'monotonic' }),
};

const links = (
  name: string,
  task: { readonly title: string; readonly about: string; create(random: Random): TaskData },
  own: readonly Arm[],
): Study => ({
  name,
  title: task.title,
  asks:
    'Luong, Pham and Manning 2015 (section 5.4) hold alignments against those of people. Here the right ones are known: the alignment ' +
    'error rate (AER) is the share of linked target tokens that look most at a token they are not made from, given the right output so far.',
  about: task.about,
  model:
    'LSTM, encoder 2 × 16, decoder 32, embeddings of 32, queried by the state after the step, softmax unless said otherwise; batches of 32. Not all have learned the task by then: read AER beside exact match.',
  seeds: [1, 2, 3],
  steps: 500,
  arms: own,
  data: (random) => {
    const { train, test } = task.create(random);
    return { train, tests: [{ name: 'test', examples: test }] };
  },
  columns: [alignmentErrors('test'), exact('test'), cpuSeconds],
  claims: [
    {
      says: 'The mlp scorer looks at wrong tokens less often than dot',
      better: 'mlp',
      worse: 'dot',
      column: alignmentErrors('test'),
      wants: 'less',
    },
    {
      says: 'The general scorer looks at wrong tokens less often than dot',
      better: 'general',
      worse: 'dot',
      column: alignmentErrors('test'),
      wants: 'less',
    },
    {
      says: 'Content (general) finds the right tokens better than location alone',
      better: 'general',
      worse: 'location',
      column: alignmentErrors('test'),
      wants: 'less',
    },
    {
      says: 'Coverage counts make mlp look at wrong tokens less often',
      better: 'coverage-count',
      worse: 'mlp',
      column: alignmentErrors('test'),
      wants: 'less',
    },
  ],
  command: `learning --study ${name}`,
});

const examples = { train: 4000, dev: 0, test: 300 };

/** Whether each way of scoring looks at the right tokens. */
export const linksStudies: readonly Study[] = [
  links(
    'links-dates',
    {
      title: 'Who looks at the right place in dates?',
      about:
        'dates in American and British styles to ISO 8601, by character; 4,000 to learn from, 300 to test; hyphens do not count',
      create: (random) => datesTask({ examples, random }),
    },
    arms,
  ),
  links(
    'links-numbers',
    {
      title: 'Who looks at the right place in numbers?',
      about: 'numbers of 1 to 6 digits, digit by digit, to English words; 4,000 to learn from, 300 to test',
      create: (random) => numbersTask({ minimumLength: 1, maximumLength: 6, examples, random }),
    },
    [...arms, monotonic],
  ),
];
