import { phonicsTask } from '@seq2seq/tasks/phonics';
import type { RunConfigInput } from 'seq2seq';
import { tokenErrors } from '../columns.ts';
import type { Arm, Claim, Study, TestSet } from '../study.ts';

const lengths = [20, 40, 60];
const units = 64;

const config = (window: NonNullable<RunConfigInput['model']['attention']>['window']): RunConfigInput => ({
  model: {
    source: { embedding: 32 },
    target: { embedding: 32 },
    encoder: { cell: 'lstm', units: units / 2, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units, context: 'attention' },
    attention: { query: 'current', scorer: 'general', window: window ?? 'global' },
  },
  text: { maxLength: 100 },
  training: { batchSize: 64, learningRate: 0.005, schedule: { type: 'linear-decay', from: 5, to: 8 } },
});

const arms: readonly Arm[] = [
  { name: 'global', config: config('global') },
  { name: 'local-m', config: config({ type: 'local-m', width: 5 }) },
  { name: 'local-p', config: config({ type: 'local-p', width: 5, units }) },
];

const claimOf = (better: string, length: number): Claim => ({
  says: `${better === 'local-m' ? 'Local-m' : 'Local-p'} makes fewer errors than global at ${length} letters`,
  better,
  worse: 'global',
  column: tokenErrors(`${length} letters`, `token error rate at ${length}`),
  wants: 'less',
});

/** Words three times as long as any that was learned from. */
export const longWords: Study = {
  name: 'long-words',
  title: 'Does a local window help on words longer than those learned from?',
  asks:
    'Luong, Pham and Manning 2015 (sections 3.2 and 5): attention to a window, local-m around position t and local-p around one that is ' +
    'predicted, does better than global attention, and holds on long sentences.',
  about: 'phonics: 4,000 words of 5 to 20 letters to learn from; 200 words each of 20, 40 and 60 letters to test',
  model:
    'LSTM, encoder 2 × 32, decoder 64, embeddings of 32, general scorer, queried by the state after the step; windows of 5 either side; batches of 64. Outputs are cut at 100 tokens, which hides more of a runaway output at 60 letters than at 40.',
  seeds: [1, 2, 3, 4, 5],
  steps: 500,
  arms,
  data: (random) => {
    const none = { train: 0, dev: 0 };
    const words = (minimumLength: number, maximumLength: number, train: number, test: number) =>
      phonicsTask({
        minimumLength,
        maximumLength,
        examples: { ...none, train, test },
        random: random.fork(`${minimumLength} to ${maximumLength}`),
      });
    const { train } = words(5, 20, 4000, 0);
    const tests = lengths.map((length): TestSet => {
      const seen = new Set(train.map(({ source }) => source.join('')));
      const examples = words(length, length, 0, 200).test.filter(({ source }) => !seen.has(source.join('')));
      return { name: `${length} letters`, examples };
    });
    return { train, tests };
  },
  columns: lengths.map((length) => tokenErrors(`${length} letters`, `token error rate at ${length}`)),
  claims: lengths.flatMap((length) => ['local-m', 'local-p'].map((better) => claimOf(better, length))),
  curve: {
    title: 'Errors on words longer than those learned from',
    xLabel: 'letters (learned from 5 to 20)',
    yLabel: 'token error rate',
    pointsOf: ({ tests }) => tests.map(({ name, tokenErrorRate }) => [Number.parseInt(name, 10), tokenErrorRate]),
  },
  command: 'learning --study long-words',
};
