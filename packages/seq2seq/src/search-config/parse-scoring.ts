// Scores from plain JSON: a config names a formula by its type and gives its numbers.

import {
  lengthNormalization,
  noLengthPenalty,
  type ScoringOptions,
  SearchError,
  sockeyeLengthPenalty,
  summaryCoverage,
  wuCoverage,
  wuLengthPenalty,
} from '@seq2seq/search';

/** `ScoringOptions` as a config spells them. T is the number of tokens, the end of sentence included. */
export type ScoringConfig = {
  readonly lengthPenalty?:
    | { readonly type: 'none' }
    /** T^alpha; alpha 0.7 if absent. */
    | { readonly type: 'power'; readonly alpha?: number }
    /** ((5 + T) / 6)^alpha; alpha 0.7 if absent. */
    | { readonly type: 'wu'; readonly alpha?: number }
    /** ((beta + T) / (beta + 1))^alpha; alpha 1 and beta 0 if absent. */
    | { readonly type: 'sockeye'; readonly alpha?: number; readonly beta?: number }
    /** No division, but `reward` nats added for each token. */
    | { readonly type: 'word-reward'; readonly reward: number };
  readonly coverage?: { readonly type: 'none' } | { readonly type: 'wu' | 'summary'; readonly beta: number };
  readonly eosNormalization?: number;
};

/** What a type takes, with what it has where that is absent; NaN where it must be given. */
type Kind = readonly [numbers: Readonly<Record<string, number>>, make: (...numbers: number[]) => ScoringOptions];
type Kinds = Readonly<Record<string, Kind>>;

const lengthPenalties: Kinds = {
  none: [{}, () => ({ lengthPenalty: noLengthPenalty })],
  power: [{ alpha: 0.7 }, (alpha) => ({ lengthPenalty: lengthNormalization(alpha) })],
  wu: [{ alpha: 0.7 }, (alpha) => ({ lengthPenalty: wuLengthPenalty(alpha) })],
  sockeye: [{ alpha: 1, beta: 0 }, (alpha, beta) => ({ lengthPenalty: sockeyeLengthPenalty(alpha, beta) })],
  'word-reward': [{ reward: NaN }, (reward) => ({ lengthPenalty: noLengthPenalty, wordReward: reward })],
};

const coverages: Kinds = {
  none: [{}, () => ({})],
  wu: [{ beta: NaN }, (beta) => ({ coverage: wuCoverage(beta) })],
  summary: [{ beta: NaN }, (beta) => ({ coverage: summaryCoverage(beta) })],
};

/**
 * Reads a config. What is absent has its default, so that `beam({ width: 5, ...parseScoring({}) })` is `beam({ width: 5 })`.
 *
 * @param config - a `ScoringConfig`, not yet trusted
 * @param path - where it stands, for errors
 * @throws SearchError that names the place, what was expected and what came
 */
export function parseScoring(config: unknown, path = 'scoring'): ScoringOptions {
  const { lengthPenalty, coverage, eosNormalization } = record(config, path, [
    'lengthPenalty',
    'coverage',
    'eosNormalization',
  ]);
  return {
    ...(lengthPenalty !== undefined && kindOf(lengthPenalty, `${path}.lengthPenalty`, lengthPenalties)),
    ...(coverage !== undefined && kindOf(coverage, `${path}.coverage`, coverages)),
    ...(eosNormalization !== undefined && {
      eosNormalization: numberAt(eosNormalization, `${path}.eosNormalization`),
    }),
  };
}

function kindOf(config: unknown, path: string, kinds: Kinds): ScoringOptions {
  const type: unknown = (config as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(kinds, type)) {
    throw wrong(`${path}.type`, `one of ${Object.keys(kinds).join(', ')}`, type);
  }
  const [numbers, make] = kinds[type]!;
  const given = record(config, path, ['type', ...Object.keys(numbers)]);
  const values = Object.entries(numbers).map(([name, absent]) => {
    const value = given[name];
    return value === undefined && !Number.isNaN(absent) ? absent : numberAt(value, `${path}.${name}`);
  });
  try {
    return make(...values);
  } catch (error) {
    if (!SearchError.isInstance(error)) throw error;
    const { message, expected, actual } = error;
    throw new SearchError(`${path}: ${message}`, { path, expected, actual });
  }
}

function record(value: unknown, path: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object', value);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown === undefined) return value as Readonly<Record<string, unknown>>;
  throw wrong(path, `made of ${names.join(', ')}`, unknown);
}

function numberAt(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(path, 'a finite number', value);
}

function wrong(path: string, expected: string, actual: unknown): SearchError {
  return new SearchError(
    `${path}: must be ${expected}, got ${JSON.stringify(actual) ?? 'nothing'}; see ScoringConfig for what each type takes.`,
    { path, expected, actual },
  );
}
