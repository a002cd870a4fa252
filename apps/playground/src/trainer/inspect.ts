// What a run makes of a text greedily, with all that went into it: the tokens that were likely at each step, and the attention's numbers
// from query to weight. Rows of its weights may be set by hand.
import type { ScorerKind } from '@seq2seq/attention';
import { greedy, type SearchStrategy } from '@seq2seq/search';
import type { TextModel } from 'seq2seq';
import type {
  AttentionInside,
  InspectAnswer,
  InspectRequest,
  LikelyToken,
  SearchChoices,
  Weights,
} from '../protocol/messages.ts';
import { searchText } from './find-outputs.ts';
import { openAttention, type Sight } from './open-attention.ts';
import { tableOf } from './table-of.ts';

/** Tokens of an output: what the page's own problems need, more for a long source, and an end for a model that finds none. */
const lengthFor = (sourceLength: number): number => Math.min(Math.max(40, sourceLength + 10), 250);

/** @throws Error if a forced row is not one for this source */
export const inspectText = async (
  textModel: TextModel,
  { text, top, forced }: Pick<InspectRequest, 'text' | 'top' | 'forced'>,
  { step, ownScorer }: { readonly step: number; readonly ownScorer?: ScorerKind<never> },
): Promise<InspectAnswer> => {
  const { source } = textModel;
  const sourceLength = source.tokenizer.tokenize(text).length;
  const columns = sourceLength + 1;
  for (const { row, weights } of forced) checkRow(row, weights, columns);
  /** Both ways: what is read from its end is turned again by being turned. */
  const turned = (values: Float32Array, width = 1): Float32Array =>
    source.isReversed ? turnedRows(values, width, sourceLength) : values;
  const rows = new Map(forced.map(({ row, weights }) => [row, turned(weights)]));
  const open = openAttention(textModel, rows, ownScorer);
  try {
    const likely: LikelyToken[][] = [];
    const answer = await searchText(
      open.textModel,
      text,
      choices(lengthFor(sourceLength)),
      watched(likely, top, textModel.target.vocabulary.tokenOf),
    );
    const sight = open.sight();
    return { ...answer, step, likely, ...(sight && { inside: insideOf(sight, columns, turned) }) };
  } finally {
    open.dispose();
  }
};

const choices = (maxLength: number): SearchChoices => ({
  ...{ strategy: 'greedy', width: 1, nBest: 1, alpha: 0, maxLength, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
});

/** Greedy search that lists the likeliest tokens of each of its steps. */
const watched = (likely: LikelyToken[][], top: number, tokenOf: (token: number) => string): SearchStrategy => ({
  begin: (task) => {
    const run = greedy().begin(task);
    return {
      best: () => run.best(),
      advance: (scores) => {
        likely.push(
          Array.from(scores.logProbs ?? [], (logProb, token) => ({ token, logProb }))
            .toSorted((a, b) => b.logProb - a.logProb || a.token - b.token)
            .slice(0, top)
            .map(({ token, logProb }) => ({ token: tokenOf(token), logProb })),
        );
        return run.advance(scores);
      },
    };
  },
});

const insideOf = (
  { memory, keys, steps }: Sight,
  columns: number,
  turned: (values: Float32Array, width?: number) => Float32Array,
): AttentionInside => {
  const table = (rows: readonly Float32Array[]): Weights => tableOf(rows.map((row) => turned(row)));
  const vectors = ({ width, values }: { readonly width: number; readonly values: Float32Array }): Weights => ({
    ...{ rows: columns, columns: width, values: turned(values, width) },
  });
  const emphases = steps.flatMap(({ emphasis }) => (emphasis ? [emphasis] : []));
  return {
    queries: tableOf(steps.map(({ query }) => query)),
    energies: table(steps.map(({ energies }) => energies)),
    allowed: table(steps.map(({ allowed }) => allowed)),
    ...(emphases.length > 0 && { emphasis: table(emphases) }),
    memory: vectors(memory),
    ...(keys && { keys: vectors(keys) }),
  };
};

/** The first rows in the opposite order; the end of sentence stays the end. */
const turnedRows = (values: Float32Array, width: number, count: number): Float32Array => {
  const turned = values.slice();
  for (let row = 0; row < count; row++) {
    turned.set(values.subarray(row * width, (row + 1) * width), (count - 1 - row) * width);
  }
  return turned;
};

/** Sums of weights are told in float32. */
const roundingSlack = 1e-3;

const checkRow = (row: number, weights: Float32Array, columns: number): void => {
  const expected = `inspect: expected row ${row} as ${columns} weights from 0 that sum to 1, one for each source token and the end`;
  if (weights.length !== columns) {
    throw new Error(`${expected}, got ${weights.length}; make it for this source.`);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) <= roundingSlack && weights.every((weight) => weight >= 0)) return;
  throw new Error(`${expected}, got a sum of ${sum} and a least of ${Math.min(...weights)}; divide by the sum.`);
};
