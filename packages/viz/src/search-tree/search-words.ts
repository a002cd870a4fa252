/** What a picture of a search says: numbers, notes and sentences, the same in SVG, in a terminal and to a screen reader. */
import { VizError } from '../viz-error.ts';
import type { DrawnBranch } from './drawn-tree.ts';
import { type SearchBranch, type SearchTree, tokensTo } from './read-search.ts';
import type { SearchResult } from './search-trace.ts';

/** What every picture of a search is told. */
export type SearchPictureOptions = {
  /** the text of a token */
  readonly labelOf: (token: number) => string;
  /** the text of an output; the labels of its tokens with spaces between if absent */
  readonly outputOf?: (tokens: readonly number[]) => string;
  /** which source of the batch; the first, 0, if absent */
  readonly source?: number;
  /** how many pruned candidates to draw of each beginning, 2 if absent; the others are counted */
  readonly prunedPerRow?: number;
  /** the number at each token: `logProb` of the output so far if absent, its `probability`, or its `score` as a result */
  readonly numbers?: 'logProb' | 'probability' | 'score';
  /** what stands at the beginning, `<s>` if absent */
  readonly startLabel?: string;
  readonly title?: string;
};

/** The options with nothing absent. */
export type SearchWords = {
  readonly label: (token: number) => string;
  readonly output: (tokens: readonly number[]) => string;
  readonly value: (branch: SearchBranch) => string;
  readonly valueMeaning: string;
  readonly startLabel: string;
  readonly title: string;
};

const meanings = {
  logProb: 'log-probability so far, in nats',
  probability: 'probability so far',
  score: 'score as a result',
};

/** @throws VizError if `numbers` is none of those */
export function searchWords(options: SearchPictureOptions, where: string): SearchWords {
  const { labelOf, numbers = 'logProb', startLabel = '<s>', title = 'Search' } = options;
  if (!Object.hasOwn(meanings, numbers)) {
    throw new VizError(
      `${where}: numbers must be one of ${Object.keys(meanings).join(', ')}, but is ${numbers}; leave it out for logProb`,
    );
  }
  const value = (branch: SearchBranch): string =>
    numbers === 'probability' ? probabilityText(Math.exp(branch.logProb)) : numberText(branch[numbers]);
  return {
    label: labelOf,
    output: options.outputOf ?? ((tokens) => tokens.map(labelOf).join(' ')),
    value,
    valueMeaning: meanings[numbers],
    startLabel,
    title,
  };
}

/** Two digits, with the sign of typographers, which is as wide as the digits. */
function numberText(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
}

/** Three digits that count, `0.147`, or two and the power of ten, `2.8e−5`. */
function probabilityText(value: number): string {
  return (value < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replace('-', '−');
}

/** What stands under a token: nothing where it simply goes on. */
export function noteOf({ kind, branch }: DrawnBranch, { places }: SearchTree): string {
  if (!branch) return '';
  if (kind === 'pruned') return `pruned, rank ${branch.rank}`;
  const place = places.get(branch.id);
  if (place !== undefined) return `result ${place}`;
  return kind === 'ended' ? 'ended, outdone' : '';
}

/** Everything about a token, for a tooltip. */
export function sentenceOf(drawn: DrawnBranch, tree: SearchTree, words: SearchWords): string {
  const { kind, branch, count } = drawn;
  if (!branch) return kind === 'more' ? `${count} more pruned` : 'the beginning';
  const parts = [
    `log P ${numberText(branch.logProb)} (token ${numberText(branch.tokenLogProb)})`,
    `score ${numberText(branch.score)}`,
    `rank ${branch.rank} of ${tree.steps[branch.step]!.length}`,
    ...(kind === 'pruned' ? ['pruned'] : [noteOf(drawn, tree) || 'kept']),
    ...(branch.rows.length > 1 ? [`${branch.rows.length} rows`] : []),
  ];
  return `${words.output(tokensTo(branch))}: ${parts.join(', ')}`;
}

/** The columns of the shelf: what is said of each result. */
export const shelfHeads = ['output', 'log P', 'length', 'score'] as const;

/** One line of the shelf under its heads. */
export function shelfTexts({ tokens, logProb, score, finished }: SearchResult, words: SearchWords): string[] {
  const output = words.output(tokens);
  return [finished ? output : `${output} (cut off)`, numberText(logProb), String(tokens.length), numberText(score)];
}

/** The search as a few sentences, for who cannot see the picture. */
export function describeSearch({ steps, results }: SearchTree, words: SearchWords): string {
  const candidates = steps.reduce((sum, branches) => sum + branches.length, 0);
  const opening = `A search of ${counted(steps.length, 'step')} that looked at ${counted(candidates, 'candidate')}.`;
  const found = results.map(({ result }, index) => {
    const [output = '', logProb, length, score] = shelfTexts(result, words);
    return `Result ${index + 1}: ${output}, log P ${logProb}, length ${length}, score ${score}.`;
  });
  return [opening, ...(found.length > 0 ? found : ['It found nothing.'])].join(' ');
}

/**
 * What a step chose from and how much it kept, such as `4 beams × 32 tokens → keep 4`. Rows that are the same count twice, as they
 * are drawn from twice.
 *
 * @param step - from 0
 */
export function countsOf({ roots, steps }: SearchTree, step: number): string {
  const before = step === 0 ? undefined : steps[step - 1]!.filter(({ outcome }) => outcome === 'kept');
  const beams = counted(before ? rowCount(before) : 1, 'beam');
  const widths = new Set(before ? before.map(({ children }) => children.length) : [roots.length]);
  const considered = steps[step]!;
  const kept = considered.filter(({ outcome }) => outcome === 'kept');
  const ended = considered.filter(({ outcome }) => outcome === 'ended').length;
  const ends = ended === 0 ? '' : `, ${ended === 1 ? '1 ends' : `${ended} end`}`;
  const from =
    widths.size === 1
      ? `${beams} × ${counted([...widths][0]!, 'token')}`
      : `${beams}, ${counted(considered.length, 'candidate')}`;
  return `${from} → keep ${rowCount(kept)}${ends}`;
}

function rowCount(branches: readonly SearchBranch[]): number {
  return branches.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
