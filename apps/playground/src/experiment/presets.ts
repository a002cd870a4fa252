// Ready-made experiments. Sizes are chosen so that each shows what it is for within a minute on two cores.
import type { Experiment } from './experiment.ts';

export const presetNames = ['reverse', 'dates', 'numbers', 'phrases', 'g2p'] as const;
export type PresetName = (typeof presetNames)[number];

export type Preset = {
  readonly title: string;
  /** One sentence: what there is to see. */
  readonly about: string;
  /** What to type into the input box at first, tokens as people write them. */
  readonly input: string;
  readonly experiment: Experiment;
};

const base: Experiment = {
  task: 'reverse',
  shortest: 3,
  longest: 8,
  examples: 8000,
  ownPairs: '',
  ownTokens: 'characters',
  cell: 'lstm',
  layers: 1,
  direction: 'bidirectional',
  units: 64,
  embedding: 32,
  reversed: false,
  context: 'attention',
  scorer: 'mlp',
  ownScorer: '',
  window: 'global',
  windowSize: 4,
  normalizer: 'softmax',
  query: 'previous',
  inputFeeding: false,
  dropout: 0,
  optimizer: 'adam',
  learningRate: 0.005,
  batchSize: 64,
  clip: 5,
  labelSmoothing: 0,
  seed: 1,
  stopSteps: 2000,
  stopExact: 0.99,
  stopLoss: 0,
  stopSeconds: 0,
  backend: 'auto',
};

export const presets: Readonly<Record<PresetName, Preset>> = {
  reverse: {
    title: 'Reversal',
    about: 'Letters backwards: the alignment becomes a diagonal that runs the wrong way.',
    input: 'abcdef',
    experiment: base,
  },
  dates: {
    title: 'Dates',
    about: 'Dates as people write them become ISO 8601: each digit has one place to look at.',
    input: 'Monday, May 3, 2021',
    experiment: { ...base, task: 'dates', stopSteps: 3000 },
  },
  numbers: {
    title: 'Numbers',
    about: 'Digits become English words: “hundred” looks at a digit it does not name.',
    input: '1005',
    experiment: { ...base, task: 'numbers', shortest: 1, longest: 6, stopSteps: 3000 },
  },
  phrases: {
    title: 'Phrases',
    about: 'Small English phrases become French: adjectives change places with their nouns.',
    input: 'the small red house',
    experiment: { ...base, task: 'phrases', shortest: 1, longest: 12, stopSteps: 2000 },
  },
  g2p: {
    title: 'Spelling to sound',
    about: 'English words become phones: real data, irregular, and never quite finished.',
    input: 'attention',
    experiment: {
      ...base,
      task: 'g2p',
      examples: 20_000,
      units: 96,
      embedding: 48,
      scorer: 'general',
      query: 'current',
      inputFeeding: true,
      stopSteps: 5000,
      stopExact: 2,
    },
  },
};
