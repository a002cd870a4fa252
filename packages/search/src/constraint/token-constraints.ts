// Which tokens may be used at all.

import type { Constraint } from './constraint.ts';
import { checkTokens, keepOnly } from './token-list.ts';

/** Outputs begin with these tokens, whose log-probabilities stay the model's: what a reader has already accepted, say. */
export function forcedPrefix(prefix: readonly number[]): Constraint {
  return {
    begin(place) {
      checkTokens('forcedPrefix', prefix, place);
      return {
        apply(logProbs, { length }) {
          if (length < prefix.length) keepOnly(logProbs, [prefix[length]!]);
        },
      };
    },
  };
}

/** Outputs have none of these tokens. The end of sentence among them keeps every output from ending. */
export function bannedTokens(tokens: readonly number[]): Constraint {
  return {
    begin(place) {
      checkTokens('bannedTokens', tokens, place, true);
      return {
        apply(logProbs) {
          for (const token of tokens) logProbs[token] = -Infinity;
        },
      };
    },
  };
}

/** Outputs have these tokens and the end of sentence only: a shortlist of words that can translate those of the source, say. */
export function allowedTokens(tokens: readonly number[]): Constraint {
  return {
    begin(place) {
      checkTokens('allowedTokens', tokens, place, true);
      const kept = [...new Set(tokens).add(place.eos)];
      return { apply: (logProbs) => keepOnly(logProbs, kept) };
    },
  };
}
