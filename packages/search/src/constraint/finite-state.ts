// Outputs that a finite-state machine accepts. It looks ahead: a token is allowed only if the output can still end well within
// its maximum length, so any strategy, however narrow, arrives where the model lets it.

import { SearchError } from '../search-error.ts';
import type { Constraint, RowConstraint } from './constraint.ts';
import { exploreAutomaton, type AutomatonTable } from './explore-automaton.ts';

/** A machine that reads tokens; its states are strings or numbers of your choice. */
export type TokenAutomaton<State extends string | number> = {
  readonly start: State;
  /** V: tokens are the integers below it. */
  readonly vocabularySize: number;
  /** Where a token leads; undefined where it is not allowed, and for the end of sentence. Asked for all there is, once. */
  readonly next: (state: State, token: number) => State | undefined;
  /** Whether an output may end here. */
  readonly accepts: (state: State) => boolean;
};

/**
 * Outputs are those that the automaton accepts.
 *
 * @throws SearchError if it has too many states, and during the search if it accepts nothing that is short enough
 */
export function finiteState<State extends string | number>(automaton: TokenAutomaton<State>): Constraint {
  const { start, vocabularySize: symbols, next, accepts } = automaton;
  const table = exploreAutomaton('finiteState', { start, symbols, next, accepts, nameOf: (state) => state });
  return tableConstraint('finiteState', table);
}

/**
 * A constraint from the table of an automaton.
 *
 * @param symbols - which symbol a token is, 0 where it says nothing; without it tokens are the symbols
 * @param toldApart - the tokens whose symbol is not 0, in rising order
 */
export function tableConstraint(
  path: string,
  { next, missing }: AutomatonTable,
  symbols?: Int32Array,
  toldApart?: readonly number[],
): Constraint {
  const symbolOf = (token: number) => (!symbols ? token : token < symbols.length ? symbols[token]! : 0);
  // What the worst token leaves missing; −1 leads to where nothing helps.
  const worst = next.map((row) => row.reduce((most, to) => Math.max(most, missing[to] ?? Infinity), 0));
  return {
    begin({ eos, maxLength, source, vocabularySize }) {
      if (missing[0]! >= maxLength) {
        throw new SearchError(
          `${path}, source ${source}: outputs need at least ${missing[0]! + 1} tokens, the end of sentence included, got a maximum length of ${maxLength}; raise it or ask for less.`,
          { path, expected: missing[0]! + 1, actual: maxLength },
        );
      }
      const reads = symbols ? vocabularySize : next[0]!.length;
      if (reads !== vocabularySize || next.some((row) => row[symbolOf(eos)]! >= 0 && !symbols)) {
        throw new SearchError(
          `${path}, source ${source}: must read the model's ${vocabularySize} tokens except the end of sentence ${eos}, got ${reads} tokens${reads === vocabularySize ? ' and the end of sentence' : ''}; let the end lead nowhere and have no text.`,
          { path, expected: vocabularySize, actual: reads },
        );
      }
      const rowAt = (state: number): RowConstraint => {
        const row = next[state];
        const stateAfter = (token: number) => row?.[symbolOf(token)] ?? -1;
        const missingAfter = (token: number) => {
          const to = stateAfter(token);
          return to < 0 ? Infinity : missing[to]!;
        };
        return {
          apply(logProbs, tokens) {
            if (missing[state] !== 0) logProbs[eos] = -Infinity;
            const fits = maxLength - tokens.length - 2; // after this token, and with the end behind
            if (worst[state]! <= fits) return;
            for (let token = 0; token < vocabularySize; token++) {
              if (token !== eos && missingAfter(token) > fits) logProbs[token] = -Infinity;
            }
          },
          after: (token) => rowAt(stateAfter(token)),
          missingAfter,
          ...(toldApart && { toldApart }),
        };
      };
      return rowAt(0);
    },
  };
}
