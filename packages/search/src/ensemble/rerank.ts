// A second look at the n best: what a search cannot ask while it grows an output, it can ask of outputs that are complete.

import type { Hypothesis } from '../hypothesis.ts';
import { divisorAt, lengthPenaltyOption, type LengthPenalty } from '../scoring/length-penalty.ts';
import { SearchError } from '../search-error.ts';

/** A new score of a hypothesis; `place` is where it stands in the list, from 0. */
export type Rescore = (hypothesis: Hypothesis, place: number) => number;

/**
 * The same hypotheses with new scores, best first, finished before unfinished, of equals the one that was first.
 *
 * @throws SearchError if a score is not a number
 */
export function rerank(hypotheses: readonly Hypothesis[], rescore: Rescore): readonly Hypothesis[] {
  return hypotheses
    .map((hypothesis, place) => {
      const score = rescore(hypothesis, place);
      if (!Number.isNaN(score)) return { ...hypothesis, score };
      throw new SearchError(
        `rerank, hypothesis ${place}: the score must be a number, got ${score}; give a log-probability for each hypothesis of the list.`,
        { path: 'rerank', expected: 'a number', actual: score },
      );
    })
    .toSorted((one, other) => Number(other.finished) - Number(one.finished) || other.score - one.score); // of infinities NaN, a tie
}

export type NoisyChannelOptions = {
  /** log p(source | hypothesis) for each hypothesis, from a model that translates back. */
  readonly channel: readonly number[];
  /** log p(hypothesis) for each hypothesis, from a language model. */
  readonly languageModel: readonly number[];
  /** S: how many tokens the source has, the end of sentence included if the channel scores it. */
  readonly sourceLength: number;
  /** λ of the channel. Default: 1. */
  readonly channelWeight?: number;
  /** λ of the language model. Default: that of the channel. */
  readonly languageModelWeight?: number;
};

/**
 * log p(y | x) / T + (λ₁ · log p(x | y) + λ₂ · log p(y)) / S: what explains the source well, and is good language.
 *
 * @see Yee, Dauphin, Auli 2019, "Simple and Effective Noisy Channel Modeling for Neural Machine Translation"
 */
export function noisyChannel(options: NoisyChannelOptions): Rescore {
  const { channel, languageModel, sourceLength, channelWeight = 1, languageModelWeight = channelWeight } = options;
  return ({ logProb, tokens }, place) =>
    logProb / Math.max(1, tokens.length) +
    (channelWeight * (channel[place] ?? NaN) + languageModelWeight * (languageModel[place] ?? NaN)) / sourceLength;
}

export type ReversedTargetOptions = {
  /** log p(`reversedTokens` | source) for each hypothesis, from a model that was trained on outputs from their end. */
  readonly reversed: readonly number[];
  /** From 0, the first model alone, to 1, the other alone. Default: 0.5. */
  readonly weight?: number;
  /** What the sum is divided by. Default: `lengthNormalization(0.7)`. */
  readonly lengthPenalty?: LengthPenalty;
};

/**
 * ((1 − w) · log p(y | x) + w · log p(y from its end | x)) / lp(T): a model that reads from the left knows little of how an output
 * will end, and one that reads from the right knows that best.
 *
 * @see Sennrich, Haddow, Birch 2016, "Edinburgh Neural Machine Translation Systems for WMT 16", section 2.4
 */
export function reversedTarget({ reversed, weight = 0.5, lengthPenalty }: ReversedTargetOptions): Rescore {
  const penalty = lengthPenaltyOption('reversedTarget', lengthPenalty);
  return ({ logProb, tokens }, place) =>
    ((1 - weight) * logProb + weight * (reversed[place] ?? NaN)) / divisorAt(penalty, tokens.length);
}

/** The tokens from the last to the first, the end of sentence still behind them if the hypothesis is finished. */
export function reversedTokens({ tokens, finished }: Pick<Hypothesis, 'tokens' | 'finished'>): readonly number[] {
  return finished ? [...tokens.slice(0, -1).toReversed(), ...tokens.slice(-1)] : tokens.toReversed();
}
