import { ngramCounter, type NgramCounts, ngramsIn, sharedNgrams } from './ngrams.ts';
import { joinReferences, type Hypotheses, type References } from './references.ts';

/** `score` = `brevityPenalty` · (p₁ p₂ p₃ p₄)^¼. */
export type Bleu = {
  /** From 0 to 1; often told times 100. */
  readonly score: number;
  /** [4] p_n: the share of all n-grams of the hypotheses that their references have, n from 1 to 4. */
  readonly precisions: readonly number[];
  /** 1 for hypotheses that are longer than their references, else e^(1 − r / c). */
  readonly brevityPenalty: number;
  /** c: tokens of all hypotheses. */
  readonly hypothesisTokens: number;
  /** r: tokens of all references, of each hypothesis' the one nearest to it in length, of two equally near the shorter. */
  readonly referenceTokens: number;
};

export type BleuOptions = {
  /**
   * `none` is the measure of a test set: 0 if it shares no 4-gram. `add-one` counts one n-gram more and one shared one more for every n
   * above 1, so that single sentences differ. Default: `none`.
   */
  readonly smoothing?: 'none' | 'add-one';
};

const orders: readonly number[] = [1, 2, 3, 4];

/**
 * BLEU: how many runs of up to four tokens the hypotheses share with their references, each as often as any one reference has it, with
 * a penalty for brevity. Counts are summed over all hypotheses before dividing. Tokens are what is compared, so numbers of different
 * tokenizers cannot be.
 *
 * @param hypotheses - one output per source
 * @param references - one or more right answers per source
 * @throws MetricError if there is nothing to score, the counts differ, or a hypothesis has no reference
 * @see Papineni et al. 2002, BLEU: a Method for Automatic Evaluation of Machine Translation; Lin and Och 2004 for add-one
 */
export function bleu(hypotheses: Hypotheses, references: References, { smoothing = 'none' }: BleuOptions = {}): Bleu {
  const pairs = joinReferences('bleu', hypotheses, references);
  return bleuOf(
    pairs.map(({ hypothesis, answers }) => countsOf(hypothesis, answers)),
    smoothing === 'add-one',
  );
}

/**
 * BLEU of one output and one reference, smoothed by adding one: a utility for minimum Bayes risk. Items may be ids as well as tokens.
 * 1 if the two are equal, 0 if they share nothing.
 *
 * @see Lin and Och 2004, ORANGE: a Method for Evaluating Automatic Evaluation Metrics for Machine Translation
 */
export function sentenceBleu<Item>(output: readonly Item[], reference: readonly Item[]): number {
  // Nothing divided by nothing; but an empty output is what an empty reference asks for.
  if (output.length === 0 && reference.length === 0) return 1;
  return bleuOf([countsOf(output, [reference])], true).score;
}

/** What of one output is summed: shared and all n-grams of each order, and the two lengths. */
type Counts = {
  readonly shared: readonly number[];
  readonly length: number;
  readonly all: readonly number[];
  readonly referenceLength: number;
};

function countsOf<Item>(output: readonly Item[], answers: readonly (readonly Item[])[]): Counts {
  const { length } = output;
  const count = ngramCounter();
  return {
    shared: orders.map((n) => sharedNgrams(count(output, n), mostOf(answers.map((answer) => count(answer, n))))),
    all: orders.map((n) => ngramsIn(length, n)),
    length,
    referenceLength: nearestLength(
      length,
      answers.map((answer) => answer.length),
    ),
  };
}

function bleuOf(counts: readonly Counts[], isSmoothed: boolean): Bleu {
  const sum = (numberOf: (each: Counts) => number): number => counts.reduce((total, each) => total + numberOf(each), 0);
  const precisions = orders.map((n, place) => {
    const added = isSmoothed && n > 1 ? 1 : 0;
    const all = sum((each) => each.all[place] ?? 0) + added;
    return all === 0 ? 0 : (sum((each) => each.shared[place] ?? 0) + added) / all;
  });
  const [hypothesisTokens, referenceTokens] = [
    sum(({ length }) => length),
    sum(({ referenceLength }) => referenceLength),
  ];
  const isBrief = hypothesisTokens < referenceTokens;
  // Of no tokens at all the limit, 0.
  const brevityPenalty = isBrief ? Math.exp(1 - referenceTokens / hypothesisTokens) : 1;
  const product = precisions.reduce((all, precision) => all * precision, 1);
  return {
    ...{ score: brevityPenalty * product ** (1 / orders.length), precisions, brevityPenalty },
    ...{ hypothesisTokens, referenceTokens },
  };
}

/** Each n-gram as often as the reference that has most of it. */
function mostOf(answers: readonly NgramCounts[]): NgramCounts {
  const most = new Map<string, number>();
  for (const counts of answers) {
    for (const [ngram, count] of counts) most.set(ngram, Math.max(count, most.get(ngram) ?? 0));
  }
  return most;
}

function nearestLength(length: number, lengths: readonly number[]): number {
  const distance = (other: number): number => Math.abs(other - length);
  return lengths.reduce((nearest, other) => {
    const closer = distance(other) - distance(nearest);
    return closer < 0 || (closer === 0 && other < nearest) ? other : nearest;
  });
}
