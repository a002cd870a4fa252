import { type FScore, fScore } from './f-score.ts';
import { MetricError } from './metric-error.ts';
import { ngramCounter, ngramsIn, sharedNgrams } from './ngrams.ts';
import { joinReferences } from './references.ts';

export type ChrFOptions = {
  /** Longest n-grams of words that count besides: 0 is chrF, 2 is chrF++. Default: 0. */
  readonly wordOrder?: number;
  /** Longest n-grams of characters. Default: 6. */
  readonly characterOrder?: number;
  /** β: how many times as much recall counts as precision. Default: 2. */
  readonly beta?: number;
};

/**
 * chrF: how many short runs of characters the outputs share with their references, white space left out; with `wordOrder: 2` chrF++, for
 * which runs of words count besides. Unlike BLEU it sees a right word with a wrong ending, and needs no tokenizer. Counts are summed over
 * all outputs before dividing, for each output those of the reference that suits it best. Times 100 these are the numbers of sacreBLEU.
 *
 * @param outputs - one text per source
 * @param references - one or more right texts per source
 * @returns precision and recall are means over the lengths of n-grams that both sides have; f is from 0 to 1
 * @throws MetricError if an option is out of its range, there is nothing to score, the counts differ, or an output has no reference
 * @see Popović 2015, chrF: character n-gram F-score for automatic MT evaluation; 2017, chrF++: words helping character n-grams
 */
export function chrF(
  outputs: readonly string[],
  references: readonly (readonly string[])[],
  options: ChrFOptions = {},
): FScore {
  const checked = checkOptions('chrF', options);
  const counts = joinReferences('chrF', outputs, references).map(({ hypothesis, answers }) =>
    answers
      .map((answer) => countsOf(hypothesis, answer, checked))
      // Of equally good ones the first.
      .reduce((best, other) => (scoreOf([other], checked).f > scoreOf([best], checked).f ? other : best)),
  );
  return scoreOf(counts, checked);
}

/**
 * chrF of one output and one reference, from 0 to 1: a utility for minimum Bayes risk. Two texts without characters are equal, which is 1.
 *
 * @throws MetricError if an option is out of its range
 */
export function sentenceChrF(output: string, reference: string, options: ChrFOptions = {}): number {
  const checked = checkOptions('sentenceChrF', options);
  if (charactersOf(output).length === 0 && charactersOf(reference).length === 0) return 1;
  return scoreOf([countsOf(output, reference, checked)], checked).f;
}

/** Of one length of n-grams. */
type Counts = { readonly output: number; readonly reference: number; readonly shared: number };

function countsOf(output: string, reference: string, options: Required<ChrFOptions>): Counts[] {
  return [
    ...countsOfOrders(charactersOf(output), charactersOf(reference), options.characterOrder),
    ...countsOfOrders(wordsOf(output), wordsOf(reference), options.wordOrder),
  ];
}

function countsOfOrders(output: readonly string[], reference: readonly string[], longest: number): Counts[] {
  const count = ngramCounter();
  return Array.from({ length: longest }, (_, place) => {
    const n = place + 1;
    const inReference = ngramsIn(reference.length, n);
    return {
      // What no reference can have is not held against an output.
      output: inReference === 0 ? 0 : ngramsIn(output.length, n),
      reference: inReference,
      shared: sharedNgrams(count(output, n), count(reference, n)),
    };
  });
}

function scoreOf(counts: readonly (readonly Counts[])[], { beta }: Required<ChrFOptions>): FScore {
  const orders = (counts[0] ?? []).map((_, order) => {
    const sum = (part: keyof Counts): number => counts.reduce((total, each) => total + (each[order]?.[part] ?? 0), 0);
    return { output: sum('output'), reference: sum('reference'), shared: sum('shared') };
  });
  const effective = orders.filter(({ output, reference }) => output > 0 && reference > 0);
  const meanShare = (side: 'output' | 'reference'): number =>
    effective.reduce((total, each) => total + each.shared / each[side], 0) / Math.max(1, effective.length);
  return fScore(meanShare('output'), meanShare('reference'), beta);
}

/** As Unicode has it; what `\s` means is another list. */
const whiteSpace = /\p{White_Space}+/u;

function charactersOf(text: string): string[] {
  return Array.from(text.split(whiteSpace).join(''));
}

const punctuation: ReadonlySet<string> = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** Words, with one sign at their end, or else at their beginning, as a word of its own. */
function wordsOf(text: string): string[] {
  return text
    .split(whiteSpace)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const characters = Array.from(word);
      if (characters.length === 1) return [word];
      const [first = '', last = ''] = [characters[0], characters.at(-1)];
      if (punctuation.has(last)) return [word.slice(0, -1), last];
      return punctuation.has(first) ? [first, word.slice(1)] : [word];
    });
}

function checkOptions(where: string, options: ChrFOptions): Required<ChrFOptions> {
  const { wordOrder = 0, characterOrder = 6, beta = 2 } = options;
  for (const [name, value, least] of [
    ['wordOrder', wordOrder, 0],
    ['characterOrder', characterOrder, 1],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new MetricError(
      `${where}: expected a whole number of at least ${least} as ${name}, got ${value}; leave it out for that of the papers`,
    );
  }
  if (beta >= 0) return { wordOrder, characterOrder, beta };
  throw new MetricError(
    `${where}: expected a beta of at least 0, got ${beta}; 2 is that of the papers, 1 the harmonic mean`,
  );
}
