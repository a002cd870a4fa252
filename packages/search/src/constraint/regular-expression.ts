// Outputs whose text has a form: a date, a number, one of a few answers, JSON of one shape.

import { SearchError } from '../search-error.ts';
import { characterAutomaton, type PatternState } from './character-automaton.ts';
import type { Constraint } from './constraint.ts';
import { exploreAutomaton } from './explore-automaton.ts';
import { tableConstraint } from './finite-state.ts';

export type RegularExpressionOptions = {
  /** What stands between the texts of two tokens: a blank, where tokens are words. Default: nothing. */
  readonly separator?: string;
};

/**
 * The texts of an output's tokens, one behind another, match a regular expression as a whole. Tokens may cross its parts as they
 * like. Classes, properties (`\p{Lu}`), groups, alternatives, repetitions and the flags i and s are understood.
 *
 * @param pattern - without ^ and $, looking around, references back and `\b`
 * @param texts - [V] the text of each token; '' or undefined for what has none and must not be used: the end of sentence,
 * padding, unknown words
 * @throws SearchError if the pattern is not understood, too large, or matched by no sequence of tokens, and during the search if
 * what it matches is longer than the maximum length
 */
export function regularExpression(
  pattern: RegExp | string,
  texts: readonly (string | undefined)[],
  { separator = '' }: RegularExpressionOptions = {},
): Constraint {
  const path = 'regularExpression';
  const begin: PatternState = { ...characterAutomaton(path, pattern), name: 'begin' }; // where no separator is read
  const table = exploreAutomaton<PatternState>(path, {
    start: begin,
    symbols: texts.length,
    nameOf: ({ name }) => name,
    accepts: ({ accepts }) => accepts,
    next(state, token) {
      const text = texts[token];
      if (!text) return undefined;
      let after: PatternState | undefined = state;
      for (const character of state === begin ? text : separator + text) after = after?.next(character);
      return after;
    },
  });
  if (table.missing[0] === Infinity) {
    throw new SearchError(
      `${path}: some sequence of tokens must match ${String(pattern)}, got ${texts.length} texts of which none does; check how texts begin words, and the separator.`,
      { path, expected: 'texts that match', actual: pattern },
    );
  }
  return tableConstraint(path, table);
}
