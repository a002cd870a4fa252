// From the playground's choices to a config that every part of the toolkit reads, the command line too.
import type { KindConfig, RunConfigInput } from 'seq2seq';
import type { Experiment, ScorerName, TaskName } from './experiment.ts';

/** How the texts of a problem become tokens, source and target. */
export const tokensOf = ({
  task,
  ownTokens,
}: Experiment): readonly ['characters' | 'words', 'characters' | 'words'] => {
  const known: Readonly<Record<Exclude<TaskName, 'own'>, readonly ['characters' | 'words', 'characters' | 'words']>> = {
    reverse: ['characters', 'characters'],
    copy: ['characters', 'characters'],
    sort: ['characters', 'characters'],
    dates: ['characters', 'characters'],
    addition: ['characters', 'characters'],
    numbers: ['characters', 'words'],
    phrases: ['words', 'words'],
    g2p: ['characters', 'words'],
  };
  return task === 'own' ? [ownTokens, ownTokens] : known[task];
};

/** The longest source that a location scorer can look at: more tokens than any problem here has. */
const longestSource = 100;

/** The options that a scorer cannot do without. */
const scorerOptions = (units: number): Readonly<Partial<Record<ScorerName, Readonly<Record<string, number>>>>> => ({
  mlp: { units },
  'normed-mlp': { units },
  location: { maxLength: longestSource },
  'location-sensitive': { units, filters: 8, width: 5 },
  'coverage-count': { units },
  'coverage-gru': { units, size: 8 },
  'coverage-fertility': { units },
});

const windowConfig = ({ window, windowSize, units }: Experiment): KindConfig => {
  if (window === 'global') return { type: window };
  return window === 'local-m' ? { type: window, width: windowSize } : { type: window, width: windowSize, units };
};

/** The config of an experiment. */
export const configOf = (experiment: Experiment): RunConfigInput => {
  const { cell, layers, direction, units, embedding, context, query, inputFeeding, dropout } = experiment;
  const { scorer, normalizer } = experiment;
  const { optimizer, learningRate, batchSize, clip, labelSmoothing, seed, reversed } = experiment;
  const [source, target] = tokensOf(experiment);
  const attends = context === 'attention';
  return {
    model: {
      source: { embedding },
      target: { embedding },
      encoder: { cell, layers, direction, units: direction === 'bidirectional' ? units / 2 : units, dropout },
      bridge: 'dense',
      decoder: { cell, units, layers, context, dropout, ...(attends && { inputFeeding }) },
      ...(attends && {
        attention: {
          query,
          scorer: { type: scorer, ...scorerOptions(units)[scorer] },
          window: windowConfig(experiment),
          normalizer,
        },
      }),
    },
    text: { source: { tokenizer: source, reverse: reversed }, target: { tokenizer: target }, maxLength: 40 },
    training: { seed, batchSize, learningRate, maxGradientNorm: clip, labelSmoothing, optimizer },
  };
};
