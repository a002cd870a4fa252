// Outputs drawn by chance without drawing any twice. Every output takes part in a lottery with its log-probability plus Gumbel
// noise, and the best few win: a draw without replacement. The noise of a beginning is that of the best output behind it, so
// it can be drawn top down, and a beam finds the winners without looking at the others.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import { seedOption } from '../number-option.ts';
import { hashOf, seededNumbers } from '../random/seeded-numbers.ts';
import { scoring, type Scorer, type ScoringOptions } from '../scoring/scorer.ts';
import type { FullScores, StepScores } from '../step-model.ts';
import { bestCandidates } from './best-candidates.ts';
import { countOption } from './count-option.ts';
import { lengthLimits } from './length-limits.ts';
import type { SearchRun, SearchStrategy, SearchTask } from './strategy.ts';

export type StochasticBeamOptions = ScoringOptions & {
  /** K: how many different outputs of each source to draw, where so many are possible. */
  readonly width: number;
  /** The same seed gives the same outputs, whatever else is in the batch; see `seeds` of the task. Default: 0. */
  readonly seed?: number;
};

/** One of the K; `perturbed` is what it takes part with. */
type Entry = {
  readonly node: HistoryNode;
  readonly perturbed: number;
  readonly score: number;
  readonly isLive: boolean;
};

/**
 * Draws K outputs without replacement. They are in the order drawn: the first is a fair sample, the second a fair sample of the
 * others, and so on. Each has its `perturbedLogProb`; log-probabilities and scores are those of the model.
 *
 * @throws SearchError if an option is out of its range
 * @see Kool, van Hoof, Welling 2019, "Stochastic Beams and Where to Find Them", algorithm 1
 */
export function stochasticBeam(options: StochasticBeamOptions): SearchStrategy {
  const seed = seedOption('stochasticBeam', options.seed);
  const width = countOption('stochasticBeam.width', options.width);
  const scorerOf = scoring('stochasticBeam', options);
  return { begin: (task) => lotteryRun(task, width, seed, scorerOf(task)) };
}

function lotteryRun(task: SearchTask, width: number, seed: number, scorer: Scorer): SearchRun {
  const { vocabularySize: V, eos, sources } = task;
  const limits = lengthLimits(task);
  const best = bestCandidates(width);
  const perturb = perturbation(V, width);
  const beams = Array.from({ length: sources }, (): readonly Entry[] => [
    { node: emptyHistory, perturbed: 0, score: 0, isLive: true },
  ]);
  let hasAlignment = false;
  let length = 0;

  return {
    advance(scores: StepScores) {
      const { logProbs } = scores as FullScores;
      const rowCount = logProbs.length / V;
      const alignment = stepAlignment(scores, rowCount);
      hasAlignment = alignment !== undefined;
      const rows: number[] = [];
      const tokens: number[] = [];
      let firstRow = 0;
      for (const [source, entries] of beams.entries()) {
        const live = entries.filter(({ isLive }) => isLive);
        if (live.length === 0) continue;
        const ofRow = (row: number) => logProbs.subarray((firstRow + row) * V, (firstRow + row + 1) * V);
        const perturbed = live.map(({ node, perturbed: greatest }, row) =>
          perturb(ofRow(row), node.logProb, greatest, hashOf(seed, task.seeds?.[source] ?? 0, length, row)),
        );
        // What can go nowhere has come to its end.
        const ended = entries.filter((each) => !each.isLive || perturbed[live.indexOf(each)]!.size === 0);
        let threshold = -Infinity;
        const offer = (value: number, key: number) => {
          if (value > threshold) threshold = best.add(value, key);
        };
        for (const [index, each] of ended.entries()) offer(each.perturbed, index - ended.length);
        for (const [row, values] of perturbed.entries()) {
          for (const [token, value] of values) offer(value, row * V + token);
        }

        beams[source] = best.drain().map((key): Entry => {
          if (key < 0) return { ...ended[key + ended.length]!, isLive: false };
          const row = Math.floor(key / V);
          const token = key % V;
          const { node: parent } = live[row]!;
          const logProb = ofRow(row)[token]!;
          const coverage = scorer.cover(source, parent, alignment, firstRow + row);
          const node = extendHistory(parent, token, logProb, alignment, firstRow + row, coverage);
          const ends = token === eos;
          const score = scorer.score(
            source,
            node.length,
            ends ? parent.logProb : node.logProb,
            coverage,
            ends ? logProb : 0,
          );
          const isLive = !ends && node.length < limits[source]!;
          if (isLive) {
            rows.push(firstRow + row);
            tokens.push(token);
          }
          return { node, perturbed: perturbed[row]!.get(token)!, score, isLive };
        });
        firstRow += live.length;
      }
      length++;
      return rows.length === 0 ? undefined : { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
    },

    best: () =>
      beams.map((entries) =>
        entries.map(({ node, score, perturbed }) => ({
          ...toHypothesis(node, score, node.token === eos, hasAlignment),
          perturbedLogProb: perturbed,
        })),
      ),
  };
}

/**
 * The greatest perturbed log-probabilities of what follows a beginning, by token, given that the greatest is the beginning's own:
 * Gumbel noise first, then the truncation of the paper's appendix B.3, written so that nothing overflows.
 */
type Perturb = (logProbs: Float32Array, before: number, greatest: number, seed: number) => ReadonlyMap<number, number>;

function perturbation(V: number, width: number): Perturb {
  const best = bestCandidates(width);
  const noisy = new Float64Array(V);
  return (logProbs, before, greatest, seed) => {
    const random = seededNumbers(seed);
    let threshold = -Infinity;
    for (let token = 0; token < V; token++) {
      const number = random();
      const logProb = before + logProbs[token]!;
      // −ln(−ln u) is less than −ln(1 − u), which is at most this. It spares most tokens two logarithms.
      const mostNoise = (Math.clz32(~(number * 2 ** 32)) + 1) * Math.LN2;
      if (logProb + mostNoise <= threshold) continue;
      const uniform = number + 2 ** -33; // never 0
      noisy[token] = logProb - Math.log(-Math.log(uniform));
      if (noisy[token]! > threshold) threshold = best.add(noisy[token]!, token);
    }
    const tokens = best.drain();
    const most = noisy[tokens[0]!]!;
    // The truncation changes no order, so that those are the greatest after it, too.
    return new Map(
      tokens
        .toSorted((one, other) => one - other)
        .map((token) => {
          const shift = greatest - noisy[token]! + logOneMinusExp(noisy[token]! - most);
          return [token, greatest - Math.max(0, shift) - Math.log1p(Math.exp(-Math.abs(shift)))];
        }),
    );
  };
}

/** ln(1 − e^x) for x of at most 0. */
function logOneMinusExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}
