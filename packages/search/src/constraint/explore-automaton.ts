// An automaton is met as functions and used as a table: every state that can be reached, where each symbol leads from it, and
// how many symbols at the least lead from it to a state where an output may end.

import { SearchError } from '../search-error.ts';

/** A machine that reads symbols. Two states are the same if `nameOf` says so. */
export interface Automaton<State> {
  readonly start: State;
  /** How many symbols there are: the integers from 0. */
  readonly symbols: number;
  /** Where a symbol leads; undefined where it is not allowed. */
  next(state: State, symbol: number): State | undefined;
  /** Whether an output may end here. */
  accepts(state: State): boolean;
  nameOf(state: State): string | number;
}

/** States are integers from 0, the start. */
export type AutomatonTable = {
  /** For each state [symbols] the next state; −1 where none is allowed or an output could never end. */
  readonly next: readonly Int32Array[];
  /** For each state how many symbols an output needs at the least to end well: 0 where it may end, Infinity where it cannot. */
  readonly missing: readonly number[];
};

/** More than this is taken for a mistake: it would take seconds and tens of megabytes. */
const mostStates = 2 ** 15;
const largestTable = 2 ** 23;

/** @throws SearchError if the table would be too large */
export function exploreAutomaton<State>(path: string, automaton: Automaton<State>): AutomatonTable {
  const { start, symbols } = automaton;
  const states = [start];
  const indexes = new Map([[automaton.nameOf(start), 0]]);
  const next: Int32Array[] = [];
  const previous: number[][] = [[]];
  for (let from = 0; from < states.length; from++) {
    if (states.length > mostStates || states.length * symbols > largestTable) {
      const expected = Math.min(mostStates, Math.floor(largestTable / symbols));
      throw new SearchError(
        `${path}: must have at most ${expected} states with ${symbols} tokens to tell apart, got more; ask for less at once.`,
        { path, expected, actual: states.length },
      );
    }
    const row = new Int32Array(symbols).fill(-1);
    for (let symbol = 0; symbol < symbols; symbol++) {
      const state = automaton.next(states[from]!, symbol);
      if (state === undefined) continue;
      const name = automaton.nameOf(state);
      const to = indexes.get(name) ?? states.length;
      if (to === states.length) {
        indexes.set(name, to);
        states.push(state);
        previous.push([]);
      }
      row[symbol] = to;
      if (previous[to]!.at(-1) !== from) previous[to]!.push(from);
    }
    next.push(row);
  }

  const missing = states.map((state) => (automaton.accepts(state) ? 0 : Infinity));
  const queue = [...missing.keys()].filter((state) => missing[state] === 0);
  for (const to of queue) {
    for (const from of previous[to]!) {
      if (missing[from]! < Infinity) continue;
      missing[from] = missing[to]! + 1;
      queue.push(from);
    }
  }
  for (const row of next) {
    for (const [symbol, to] of row.entries()) if (missing[to] === Infinity) row[symbol] = -1;
  }
  return { next, missing };
}
