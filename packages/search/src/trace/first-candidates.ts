import type { Candidates } from '../step-model.ts';

/** The best few candidates of every row: all of them where there are no more than `count`. */
export function firstCandidates({ tokens, logProbs, eosLogProbs }: Candidates, count: number): Candidates {
  const perRow = tokens.length / eosLogProbs.length;
  const isAmongFirst = (_: number, index: number) => index % perRow < count;
  return { tokens: tokens.filter(isAmongFirst), logProbs: logProbs.filter(isAmongFirst), eosLogProbs };
}
