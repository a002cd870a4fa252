// A model that is a table: what may come next after which beginning is written down. Search can be tested with it to the last
// digit, and it counts its states, so a test can prove that each was released once.

import { SearchError, type FullScores, type StepModel } from '../src/index.ts';

/** The rows of a table model: which source, and which tokens so far; undefined before the first step. */
export type TableState = {
  readonly sources: readonly number[];
  readonly prefixes: readonly (readonly number[] | undefined)[];
};

export type TableModelOptions = {
  readonly vocabularySize: number;
  /**
   * The probabilities [V] of the next token of this source after these tokens (the beginning of sentence not among them).
   * Not checked: give wrong ones to test what a search does with them.
   */
  readonly nextProbabilities: (source: number, prefix: readonly number[]) => readonly number[];
  /** The attention weights [S] while choosing the token after this prefix. Without it the model has no alignments. */
  readonly alignment?: (source: number, prefix: readonly number[]) => readonly number[];
};

/** A table model, with what a test wants to know about how it was used. */
export interface TableModel extends StepModel<TableState> {
  /** Gives full scores, requested or not. */
  step(state: TableState, lastTokens: Int32Array): FullScores & { readonly state: TableState };
  /** A first state with one row for each of sources 0 to n − 1, or for each listed source. */
  start(sources: number | readonly number[]): TableState;
  /** The table itself, for an oracle to read. */
  readonly nextProbabilities: TableModelOptions['nextProbabilities'];
  /** The attention weights themselves, where the model has alignments. */
  readonly alignment?: NonNullable<TableModelOptions['alignment']>;
  /** States made and not yet released. */
  readonly openStates: number;
  /** States made so far. */
  readonly madeStates: number;
  /** How many rows each step had. */
  readonly rowsPerStep: readonly number[];
}

/**
 * Makes a model from a table. Using or releasing a state that is no longer open throws a SearchError.
 */
export function tableModel(options: TableModelOptions): TableModel {
  const { vocabularySize, nextProbabilities, alignment } = options;
  const open = new Set<TableState>();
  const rowsPerStep: number[] = [];
  let madeStates = 0;

  const make = (state: TableState): TableState => {
    open.add(state);
    madeStates++;
    return state;
  };
  const checkOpen = (action: string, state: TableState) => {
    if (open.has(state)) return;
    throw new SearchError(
      `tableModel.${action}: the state must be open, got one that was released or is not of this model.`,
    );
  };

  return {
    vocabularySize,
    nextProbabilities,
    ...(alignment && { alignment }),
    start: (sources) => {
      const list = typeof sources === 'number' ? Array.from({ length: sources }, (_, source) => source) : [...sources];
      return make({ sources: list, prefixes: list.map(() => undefined) });
    },
    step(state, lastTokens) {
      checkOpen('step', state);
      const { sources } = state;
      checkCount('step: lastTokens', lastTokens.length, sources.length);
      rowsPerStep.push(sources.length);
      const prefixes = state.prefixes.map((prefix, row) => (prefix ? [...prefix, lastTokens[row]!] : []));
      const rows = prefixes.map((prefix, row) => nextProbabilities(sources[row]!, prefix));
      for (const row of rows) checkCount('nextProbabilities', row.length, vocabularySize);
      const logProbs = Float32Array.from(rows.flat(), Math.log);
      const next = make({ sources, prefixes });
      if (!alignment) return { logProbs, state: next };
      return {
        logProbs,
        state: next,
        alignment: Float32Array.from(prefixes.flatMap((prefix, row) => alignment(sources[row]!, prefix))),
      };
    },
    reorder(state, rows) {
      checkOpen('reorder', state);
      const order = Array.from(rows);
      for (const row of order) {
        if (row in state.sources) continue;
        throw new SearchError(`tableModel.reorder: rows must be below ${state.sources.length}, got ${row}.`);
      }
      return make({
        sources: order.map((row) => state.sources[row]!),
        prefixes: order.map((row) => state.prefixes[row]),
      });
    },
    release(state) {
      checkOpen('release', state);
      open.delete(state);
    },
    get openStates() {
      return open.size;
    },
    get madeStates() {
      return madeStates;
    },
    rowsPerStep,
  };
}

function checkCount(what: string, actual: number, expected: number): void {
  if (actual === expected) return;
  throw new SearchError(`tableModel, ${what}: must have ${expected} values, got ${actual}.`, { expected, actual });
}
