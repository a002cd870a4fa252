// The ranking of what a search has found. It is made here, from log-probabilities and lengths, so that another α ranks anew at once.
import type { TracedResult } from '../../protocol/messages.ts';
import { twoDigits } from '../two-digits.ts';

/** A result at its place. */
export type RankedResult = TracedResult & {
  /** From 1. */
  readonly place: number;
  /** Which of the search's results it is. */
  readonly index: number;
  /** T^α, what its log-probability is divided by. */
  readonly penalty: number;
};

/** Finished ones first, then by log P / T^α, the end of sentence counted in T; equals stay in order. */
export const rankResults = (results: readonly TracedResult[], alpha: number): readonly RankedResult[] =>
  results
    .map((result, index) => {
      const penalty = Math.max(1, result.tokens.length) ** alpha;
      return { ...result, index, penalty, score: result.logProb / penalty };
    })
    .toSorted((a, b) => Number(b.finished) - Number(a.finished) || b.score - a.score || a.index - b.index)
    .map((result, place) => ({ ...result, place: place + 1 }));

/** Why the first is first, in a sentence or two. */
export const whyItWon = (
  ranked: readonly RankedResult[],
  alpha: number,
  textOf: (tokens: readonly number[]) => string,
): string => {
  const [first, second] = ranked;
  if (!first) return 'Nothing was found.';
  if (!second) return 'It is the only one that was found.';
  if (first.finished !== second.finished) return 'It is the only one that has ended by itself.';
  const lengths = `${first.tokens.length} tokens against ${second.tokens.length}`;
  const scores = `${twoDigits(first.score)} against ${twoDigits(second.score)} of “${textOf(second.tokens)}”`;
  if (alpha === 0) return `It is the most probable: log P ${scores}.`;
  const same = ranked.filter(({ finished }) => finished === first.finished);
  const probable = same.reduce((best, each) => (each.logProb > best.logProb ? each : best), first);
  if (probable.index === first.index) return `It has the best score, ${scores}, and is the most probable, too.`;
  const other = `“${textOf(probable.tokens)}” is more probable (log P ${twoDigits(probable.logProb)} against ${twoDigits(first.logProb)})`;
  const shared = `shared by ${first.tokens.length} tokens and not ${probable.tokens.length}`;
  return probable.index === second.index
    ? `The length decides: ${other}, but ${shared}, T^${alpha}, what it lost weighs less: ${twoDigits(first.score)} against ${twoDigits(second.score)}.`
    : `The length decides, ${lengths}: its score is ${scores}. ${other}, but shorter.`;
};
