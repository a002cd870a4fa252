// Positive lexical constraints: what an output must say. An automaton follows how far each phrase has come.

import type { Constraint } from './constraint.ts';
import { exploreAutomaton, type Automaton } from './explore-automaton.ts';
import { tableConstraint } from './finite-state.ts';
import { checkPhrases, checkTokens, endsWithStart } from './token-list.ts';

export type RequiredPhrasesOptions = {
  /** Whether they must come in the order given, one behind another. Default: in any order, and they may overlap. */
  readonly ordered?: boolean;
};

/** For each phrase how many of its first tokens the output ends with, or all of them for ever once it was there. */
type Progress = readonly number[];

/**
 * Outputs have each of these phrases, its tokens side by side. A beam divides its places among hypotheses that miss different
 * numbers of tokens (dynamic beam allocation), and towards the maximum length only what still can have all of them goes on.
 *
 * @throws SearchError if a phrase is empty or the phrases are too many: in any order every set of them is a state, and a dozen is about the
 * most, and during the search if they do not
 * fit in the maximum length
 * @see Post, Vilar 2018, "Fast Lexically Constrained Decoding with Dynamic Beam Allocation"
 */
export function requiredPhrases(
  phrases: readonly (readonly number[])[],
  { ordered = false }: RequiredPhrasesOptions = {},
): Constraint {
  const path = 'requiredPhrases';
  checkPhrases(path, phrases);
  // Symbol 0 is any token that is in no phrase.
  const toldApart = [...new Set(phrases.flat())].toSorted((one, other) => one - other);
  const tokens = [-1, ...toldApart];
  const symbols = new Int32Array(Math.max(...tokens) + 1);
  for (const [symbol, token] of tokens.entries()) if (symbol > 0) symbols[token] = symbol;

  const isMet = (progress: Progress, index: number) => progress[index] === phrases[index]!.length;
  const automaton: Automaton<Progress> = {
    start: phrases.map(() => 0),
    symbols: tokens.length,
    accepts: (progress) => progress.every((_, index) => isMet(progress, index)),
    nameOf: (progress) => progress.join(' '),
    next(progress, symbol) {
      const firstUnmet = progress.findIndex((_, index) => !isMet(progress, index));
      return progress.map((length, index) => {
        if (isMet(progress, index) || (ordered && index !== firstUnmet)) return length;
        return progressAfter(phrases[index]!, length, tokens[symbol]!);
      });
    },
  };
  const constraint = tableConstraint(path, exploreAutomaton(path, automaton), symbols, toldApart);
  return {
    begin(place) {
      checkTokens(path, phrases.flat(), place);
      return constraint.begin(place);
    },
  };
}

/** How much of a phrase an output ends with, if it ended with `length` tokens of it before this one. */
function progressAfter(phrase: readonly number[], length: number, token: number): number {
  const end = [...phrase.slice(0, length), token];
  let longest = end.length;
  while (!endsWithStart(end, phrase, longest)) longest--;
  return longest;
}
