// What columns are called: by what they differ in, and nothing else.
import type { Experiment } from '../../experiment/experiment.ts';
import { type ComparableKey, comparableKeys } from '../../experiment/changes.ts';

/** Each key's value in a few words that stand alone; undefined where another key says it. */
const words: Readonly<Record<ComparableKey, (experiment: Experiment) => string | undefined>> = {
  scorer: ({ scorer }) => (scorer === 'own' ? 'my own' : scorer),
  ownScorer: () => undefined,
  window: ({ window, windowSize }) => (window === 'global' ? window : `${window} ±${windowSize}`),
  windowSize: ({ window, windowSize }) => (window === 'global' ? undefined : `±${windowSize}`),
  normalizer: ({ normalizer }) => normalizer,
  query: ({ query }) => `${query} query`,
  inputFeeding: ({ inputFeeding }) => (inputFeeding ? 'input feeding' : 'no feeding'),
  context: ({ context }) =>
    ({ attention: 'attention', 'every-step': 'fixed context', initial: 'no attention' } as const)[context],
  cell: ({ cell }) => cell.toUpperCase(),
  layers: ({ layers }) => (layers === 1 ? '1 layer' : `${layers} layers`),
  direction: ({ direction }) => direction,
  units: ({ units }) => `${units} units`,
  embedding: ({ embedding }) => `embedding ${embedding}`,
  reversed: ({ reversed }) => (reversed ? 'source reversed' : 'source in order'),
  dropout: ({ dropout }) => `dropout ${dropout}`,
  optimizer: ({ optimizer }) => optimizer,
  learningRate: ({ learningRate }) => `rate ${learningRate}`,
  clip: ({ clip }) => `clip ${clip}`,
  labelSmoothing: ({ labelSmoothing }) => `smoothing ${labelSmoothing}`,
};

/** Keys that only models with attention have. */
const ofAttention: ReadonlySet<ComparableKey> = new Set([
  ...(['scorer', 'ownScorer', 'window', 'windowSize', 'normalizer', 'query', 'inputFeeding'] as const),
]);

const wordOf = (key: ComparableKey, experiment: Experiment): string | undefined =>
  ofAttention.has(key) && experiment.context !== 'attention' ? undefined : words[key](experiment);

/** A name for each experiment; those that differ in nothing are numbered. */
export const columnNames = (experiments: readonly Experiment[]): readonly string[] => {
  const differing = comparableKeys.filter((key) => new Set(experiments.map((each) => each[key])).size > 1);
  // Where the window is said, its size is said with it.
  const said = differing.filter((key) => key !== 'windowSize' || !differing.includes('window'));
  const names = experiments.map((experiment) => {
    const parts = said.flatMap((key) => wordOf(key, experiment) ?? []);
    return parts.join(', ') || wordOf('scorer', experiment) || wordOf('context', experiment)!;
  });
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
};
