// The oracle of the tests: written as plainly as possible, and sharing nothing with the package but types.

import type { TableModel } from '../../../testing/index.ts';
import type { Hypothesis } from '../../index.ts';

export type Path = { readonly tokens: readonly number[]; readonly tokenLogProbs: readonly number[]; readonly finished: boolean };
type Limits = { readonly eos: number; readonly maxLength: number };

/** The log-probabilities of a table row, rounded as a Float32Array rounds them. */
export function rowOf(model: TableModel, source: number, prefix: readonly number[]): number[] {
  return model.nextProbabilities(source, prefix).map((probability) => Math.fround(Math.log(probability)) + 0);
}

/** A hypothesis without its alignment, which the oracle does not know. */
export function withoutAlignment(hypothesis: Hypothesis): Hypothesis {
  const { tokens, tokenLogProbs, logProb, score, finished } = hypothesis;
  return { tokens, tokenLogProbs, logProb, score, finished };
}

/** Every output of one source, by recursion: what ended itself, reached maxLength, or could not go on. */
export function everyOutput(model: TableModel, source: number, { eos, maxLength }: Limits): Path[] {
  const grow = (tokens: readonly number[], tokenLogProbs: readonly number[]): Path[] => {
    if (tokens.length === maxLength) return [{ tokens, tokenLogProbs, finished: false }];
    const row = rowOf(model, source, tokens);
    const possible = [...row.keys()].filter((token) => row[token] !== -Infinity);
    const grown = possible.flatMap((token) => {
      const longer = [...tokens, token];
      const logProbs = [...tokenLogProbs, row[token]!];
      return token === eos ? [{ tokens: longer, tokenLogProbs: logProbs, finished: true }] : grow(longer, logProbs);
    });
    return grown.length > 0 ? grown : [{ tokens, tokenLogProbs, finished: false }];
  };
  return grow([], []);
}

/** Beam search as it is told in a lecture: sort everything, never stop early, keep all that ended. */
export function plainBeam(model: TableModel, source: number, { eos, maxLength }: Limits, width: number): Path[] {
  const ended: Path[] = [];
  let live: Path[] = [{ tokens: [], tokenLogProbs: [], finished: false }];
  for (let length = 1; length <= maxLength; length++) {
    const grown: Path[] = [];
    for (const path of live) {
      const row = rowOf(model, source, path.tokens);
      if (row.every((logProb) => logProb === -Infinity)) ended.push(path);
      for (const [token, logProb] of row.entries()) {
        if (logProb === -Infinity) continue;
        const longer = { tokens: [...path.tokens, token], tokenLogProbs: [...path.tokenLogProbs, logProb], finished: token === eos };
        (token === eos ? ended : grown).push(longer);
      }
    }
    live = grown.toSorted((one, other) => sum(other.tokenLogProbs) - sum(one.tokenLogProbs)).slice(0, width);
  }
  return [...ended, ...live];
}

/**
 * Scores and ranks paths: finished first, then by score, then by tokens as a dictionary would.
 *
 * @param scoring - what a path scores, or α of log P / T^α
 */
export function ranked(paths: readonly Path[], scoring: number | ((path: Path) => number)): Hypothesis[] {
  return paths
    .map((path) => {
      const logProb = sum(path.tokenLogProbs);
      if (path.tokens.length === 0) return { ...path, logProb, score: logProb };
      const score = typeof scoring === 'number' ? logProb / path.tokens.length ** scoring : scoring(path);
      return { ...path, logProb, score };
    })
    .toSorted(
      (one, other) =>
        Number(other.finished) - Number(one.finished) ||
        other.score - one.score ||
        (spelled(one.tokens) < spelled(other.tokens) ? -1 : 1),
    );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Tokens as text whose alphabetical order is theirs; fits vocabularies below 65,536. */
function spelled(tokens: readonly number[]): string {
  return String.fromCodePoint(...tokens);
}
