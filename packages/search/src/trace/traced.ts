// The tree that a search has grown, with the branches it has cut: what a viewer needs to show each step again, and why one output
// won and another did not.

import { emptyHistory, extendHistory, stepAlignment, tokensOf, type HistoryNode } from '../history.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { scoring, type ScoringOptions } from '../scoring/scorer.ts';
import { pickCandidates } from '../strategy/candidates-of.ts';
import { countOption } from '../strategy/count-option.ts';
import type { SearchStrategy } from '../strategy/strategy.ts';
import { firstCandidates } from './first-candidates.ts';

/** One candidate: a beginning and a token that may follow. */
export type TraceNode = {
  /** From 0, in order of appearance, through the whole search. */
  readonly id: number;
  /** The candidate it continues; undefined for the beginning of a source. */
  readonly parent: number | undefined;
  readonly source: number;
  readonly token: number;
  /** Of this token, after constraints. */
  readonly tokenLogProb: number;
  /** Of this token as the model gave it, where there are constraints. */
  readonly modelLogProb?: number;
  /** Of all tokens so far. */
  readonly logProb: number;
  /** What it would be ranked by if it were a result. */
  readonly score: number;
  /**
   * `kept`: it goes on, and `rows` are its rows at the next step, several where outputs are drawn with replacement; `ended`: it
   * is among the best results so far; `pruned`: neither.
   */
  readonly outcome: 'kept' | 'ended' | 'pruned';
  readonly rows: readonly number[];
};

/** Everything about one step. Plain data: it can be saved as JSON. */
export type TraceStep = {
  /** From 0. */
  readonly step: number;
  readonly nodes: readonly TraceNode[];
  /** For each source its best results so far. */
  readonly best: readonly (readonly Hypothesis[])[];
};

export type TraceOptions = {
  /** As given to the strategy, so that scores are the same. */
  readonly scoring?: ScoringOptions;
  /**
   * How many candidates of a row to record beside its end, where so many are possible: the best ones, and what is kept or
   * ended. They may be more than the strategy looks at. Default: all that it looks at.
   */
  readonly candidatesPerRow?: number;
};

/**
 * The same strategy, telling after each step all candidates it had: every possible token of every row, or the best few where it
 * looks at no more and no more are asked for. Where constraints divide the places of a beam, what got no place is told, too. It
 * changes no result; it takes time and memory, so trace what you want to look at.
 *
 * @param record - called once per step
 * @throws SearchError if an option is out of its range
 */
export function traced(
  strategy: SearchStrategy,
  record: (step: TraceStep) => void,
  options: TraceOptions = {},
): SearchStrategy {
  const scorerOf = scoring('traced', options.scoring ?? {});
  const { candidatesPerRow: looksAt } = strategy;
  const asked = options.candidatesPerRow;
  if (asked !== undefined) countOption('traced.candidatesPerRow', asked);
  return {
    ...strategy,
    ...(looksAt !== undefined && { candidatesPerRow: Math.max(looksAt, asked ?? looksAt) }),
    begin(task) {
      const { vocabularySize, eos } = task;
      const run = strategy.begin(task);
      const scorer = scorerOf(task);
      const count = asked ?? looksAt ?? vocabularySize;
      let live: readonly LiveRow[] = Array.from({ length: task.sources }, (_, source) => ({
        source,
        id: undefined,
        path: emptyHistory,
      }));
      let ids = 0;
      let step = 0;

      return {
        best: () => run.best(),
        advance(scores) {
          const { logProbs, modelLogProbs, candidates: given } = scores;
          const place = { path: 'logProbs', perRow: vocabularySize };
          const candidates = logProbs ? pickCandidates(logProbs, { count, eos }, place) : firstCandidates(given, count);
          const logProbOf = (row: number, token: number) =>
            logProbs
              ? logProbs[row * vocabularySize + token]!
              : given.logProbs[given.tokens.indexOf(token, (row * given.tokens.length) / live.length)]!;
          // The strategy sees what it would see by itself.
          const expansion = run.advance(given ? { ...scores, candidates: firstCandidates(given, looksAt!) } : scores);
          const best = run.best();
          const resultsAfter = new Map<string, number[]>();
          for (const [source, list] of best.entries()) {
            for (const { tokens } of list) {
              const beginning = nameOf(source, tokens.slice(0, -1));
              resultsAfter.set(beginning, [...(resultsAfter.get(beginning) ?? []), ...tokens.slice(-1)]);
            }
          }
          const alignment = stepAlignment(scores, live.length);
          const perRow = candidates.tokens.length / live.length;
          const nextRows: number[][][] = live.map(() => []);
          for (const [index, row] of expansion?.rows.entries() ?? [])
            (nextRows[row]![expansion!.tokens[index]!] ??= []).push(index);

          const nodes: TraceNode[] = [];
          const next: LiveRow[] = [];
          for (const [row, { source, id: parent, path }] of live.entries()) {
            const coverage = scorer.cover(source, path, alignment, row);
            const results = resultsAfter.get(nameOf(source, tokensOf(path))) ?? [];
            const considered = new Map<number, number>();
            const consider = (token: number, logProb: number) => {
              if (logProb > -Infinity) considered.set(token, logProb);
            };
            for (let at = row * perRow; at < (row + 1) * perRow; at++)
              consider(candidates.tokens[at]!, candidates.logProbs[at]!);
            consider(eos, candidates.eosLogProbs[row]!);
            // Fewer may have been asked for than the strategy has chosen from.
            for (const token of [...Object.keys(nextRows[row]!).map(Number), ...results])
              if (!considered.has(token)) consider(token, logProbOf(row, token));

            for (const [token, logProb] of considered) {
              const rows = nextRows[row]![token] ?? [];
              const longer = extendHistory(path, token, logProb, alignment, row, coverage);
              const id = ids++;
              for (const index of rows) next[index] = { source, id, path: longer };
              nodes.push({
                id,
                parent,
                source,
                token,
                tokenLogProb: longer.tokenLogProb,
                ...(modelLogProbs && { modelLogProb: modelLogProbs[row * vocabularySize + token]! }),
                logProb: longer.logProb,
                score:
                  token === eos
                    ? scorer.score(source, longer.length, path.logProb, coverage, logProb)
                    : scorer.score(source, longer.length, longer.logProb, coverage),
                outcome: rows.length > 0 ? 'kept' : results.includes(token) ? 'ended' : 'pruned',
                rows,
              });
            }
          }
          live = next;
          record({ step: step++, nodes, best });
          return expansion;
        },
      };
    },
  };
}

/** A beginning, in a word. */
const nameOf = (source: number, tokens: readonly number[]): string => `${source}: ${tokens.join()}`;

/** A row of the present step, and the node of its last token. */
type LiveRow = { readonly source: number; readonly id: number | undefined; readonly path: HistoryNode };
