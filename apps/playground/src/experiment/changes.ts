// What runs beside each other may differ in.
import type { Experiment, ExperimentKey } from './experiment.ts';

/** What runs must share to be comparable: the problem, its data and their order, when to stop, and where they are computed. */
type SharedKey =
  | ('task' | 'shortest' | 'longest' | 'examples' | 'ownPairs' | 'ownTokens' | 'batchSize' | 'seed')
  | ('stopSteps' | 'stopExact' | 'stopLoss' | 'stopSeconds' | 'backend');
/** What they may differ in. */
export type ComparableKey = Exclude<ExperimentKey, SharedKey>;
export const comparableKeys: readonly ComparableKey[] = [
  ...(['scorer', 'ownScorer', 'window', 'windowSize', 'normalizer', 'query', 'inputFeeding', 'context'] as const),
  ...(['cell', 'layers', 'direction', 'units', 'embedding', 'reversed', 'dropout'] as const),
  ...(['optimizer', 'learningRate', 'clip', 'labelSmoothing'] as const),
];
export type Changes = Partial<Pick<Experiment, ComparableKey>>;

/** What one experiment has that another has not, of what may be compared. */
export const changesOf = (experiment: Experiment, base: Experiment): Changes =>
  Object.fromEntries(
    comparableKeys.filter((key) => experiment[key] !== base[key]).map((key) => [key, experiment[key]]),
  );
