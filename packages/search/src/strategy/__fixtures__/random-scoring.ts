import * as fc from 'fast-check';
import type { TableModel } from '../../../testing/index.ts';
import {
  lengthNormalization,
  noLengthPenalty,
  sockeyeLengthPenalty,
  summaryCoverage,
  wuCoverage,
  wuLengthPenalty,
  type ScoringOptions,
} from '../../index.ts';
import type { Path } from './enumerate.ts';

type Formula = {
  readonly divisor: (T: number) => number;
  readonly reward: number;
  readonly coverage: (received: readonly number[]) => number;
  readonly gamma: number | undefined;
};

/** Options, and the same in plain formulas. */
export type ScoringCase = { readonly options: ScoringOptions; readonly formula: Formula };

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const lengthPenalties = [
  [{}, (T: number) => T ** 0.7],
  [{ lengthPenalty: noLengthPenalty }, () => 1],
  [{ lengthPenalty: lengthNormalization(1) }, (T: number) => T],
  [{ lengthPenalty: lengthNormalization(2) }, (T: number) => T ** 2],
  [{ lengthPenalty: wuLengthPenalty(1.5) }, (T: number) => ((5 + T) / 6) ** 1.5],
  [{ lengthPenalty: sockeyeLengthPenalty(0.9, 2) }, (T: number) => ((2 + T) / 3) ** 0.9],
  [{ lengthPenalty: (T: number) => 1.5 + Math.sin(T * 2) }, (T: number) => 1.5 + Math.sin(T * 2)],
] as const;

const coverages = [
  [{}, () => 0],
  [{}, () => 0],
  [
    { coverage: wuCoverage(0.4) },
    (received: readonly number[]) => 0.4 * sum(received.map((each) => Math.log(Math.min(Math.max(each, 0.0001), 1)))),
  ],
  [
    { coverage: summaryCoverage(0.8) },
    (received: readonly number[]) => -0.8 * sum(received.map((each) => Math.max(each - 1, 0))),
  ],
] as const;

/** Any length penalty with any reward, any coverage penalty and any end of sentence normalisation. */
export const randomScoring: fc.Arbitrary<ScoringCase> = fc
  .record({
    length: fc.constantFrom(...lengthPenalties),
    coverage: fc.constantFrom(...coverages),
    wordReward: fc.constantFrom(undefined, undefined, 0.3, 1.7, -0.4),
    eosNormalization: fc.constantFrom(undefined, undefined, 0.5, 2),
  })
  .map(({ length, coverage, wordReward, eosNormalization }) => ({
    options: {
      ...length[0],
      ...coverage[0],
      ...(wordReward !== undefined && { wordReward }),
      ...(eosNormalization !== undefined && { eosNormalization }),
    },
    formula: { divisor: length[1], coverage: coverage[1], reward: wordReward ?? 0, gamma: eosNormalization },
  }));

/** What a path scores by the formulas: (log P + r T) / lp(T) + cp. */
export function scoreBy({ formula }: ScoringCase, model: TableModel, source: number, S: number): (path: Path) => number {
  return ({ tokens, tokenLogProbs, finished }) => {
    const T = tokens.length;
    const ending = finished ? tokenLogProbs.at(-1)! : 0;
    const before = sum(finished ? tokenLogProbs.slice(0, -1) : tokenLogProbs);
    const factor = formula.gamma === undefined ? 1 : (formula.gamma * S) / T;
    const received = Array.from({ length: S }, (_, position) =>
      sum(tokens.map((__, at) => Math.fround(model.alignment!(source, tokens.slice(0, at))[position]!))),
    );
    return (before + ending * factor + formula.reward * T) / formula.divisor(T) + formula.coverage(received);
  };
}
