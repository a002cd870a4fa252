// How long outputs are. As everywhere in the package a length counts the end of sentence.

import { SearchError } from '../search-error.ts';
import { countOption } from '../strategy/count-option.ts';
import type { Constraint } from './constraint.ts';
import { keepOnly } from './token-list.ts';

/**
 * Outputs have this many tokens at least, the end of sentence included.
 *
 * @throws SearchError if it is not a positive integer, and during the search if it is more than the maximum
 */
export function minimumLength(length: number): Constraint {
  const path = 'minimumLength';
  countOption(path, length);
  return {
    begin({ eos, maxLength, source }) {
      if (length > maxLength) {
        throw new SearchError(
          `${path}, source ${source}: must be at most the maximum length ${maxLength}, got ${length}; raise that or ask for less.`,
          { path, expected: maxLength, actual: length },
        );
      }
      return {
        apply(logProbs, tokens) {
          if (tokens.length + 1 < length) logProbs[eos] = -Infinity;
        },
      };
    },
  };
}

/**
 * Outputs end after this many tokens at the latest, the end of sentence included. Unlike `maxLength` of the task, which cuts an
 * output off, it makes the output end itself; and it may differ from source to source.
 *
 * @throws SearchError if it is not a positive integer
 */
export function maximumLength(length: number): Constraint {
  return {
    maxLength: countOption('maximumLength', length),
    begin: ({ eos }) => ({
      apply(logProbs, tokens) {
        if (tokens.length + 1 >= length) keepOnly(logProbs, [eos]);
      },
    }),
  };
}
