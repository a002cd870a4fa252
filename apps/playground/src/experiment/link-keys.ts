// What a link calls things: short enough to be read in an address. Names that were once given stay: links live long.
import type { ExperimentKey } from './experiment.ts';

/** Long texts are in no key of their own: they are packed. */
export type PackedKey = 'ownPairs' | 'ownScorer';

export const linkKeys: Readonly<Record<Exclude<ExperimentKey, PackedKey>, string>> = {
  task: 'task',
  shortest: 'min',
  longest: 'max',
  examples: 'n',
  ownTokens: 'tokens',
  cell: 'cell',
  layers: 'layers',
  direction: 'dir',
  units: 'h',
  embedding: 'e',
  reversed: 'rev',
  context: 'ctx',
  scorer: 'att',
  window: 'win',
  windowSize: 'width',
  normalizer: 'norm',
  query: 'query',
  inputFeeding: 'feed',
  dropout: 'drop',
  optimizer: 'opt',
  learningRate: 'lr',
  batchSize: 'b',
  clip: 'clip',
  labelSmoothing: 'smooth',
  seed: 'seed',
  stopSteps: 'steps',
  stopExact: 'exact',
  stopLoss: 'loss',
  stopSeconds: 'seconds',
  backend: 'backend',
};

/** What a lesson can hide; what is read off stays. */
export const hideableParts = [
  'preset',
  'transport',
  'setup',
  'tabs',
  'examples',
  'curves',
  'film',
  'share',
  'tour',
] as const;
export type HideablePart = (typeof hideableParts)[number];
