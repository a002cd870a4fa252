// What an output may not say, or not say again.

import { numberOption } from '../number-option.ts';
import { countOption } from '../strategy/count-option.ts';
import type { Constraint } from './constraint.ts';
import { checkPhrases, checkTokens, endsWithStart } from './token-list.ts';

/**
 * Outputs have none of these phrases: the token that would complete one is forbidden. A phrase may end with the end of
 * sentence, so that outputs do not end that way.
 *
 * @throws SearchError if a phrase is empty
 */
export function bannedPhrases(phrases: readonly (readonly number[])[]): Constraint {
  const path = 'bannedPhrases';
  checkPhrases(path, phrases);
  return {
    begin(place) {
      checkTokens(path, phrases.flat(), place, true);
      return {
        apply(logProbs, tokens) {
          for (const phrase of phrases) {
            const last = phrase.length - 1;
            if (endsWithStart(tokens, phrase, last)) logProbs[phrase[last]!] = -Infinity;
          }
        },
      };
    },
  };
}

/**
 * No sequence of `length` tokens comes twice in an output.
 *
 * @param except - tokens that may: a sequence with one of them does not count
 * @throws SearchError if length is not a positive integer
 * @see Paulus, Xiong, Socher 2017, section 2.5, with trigrams
 */
export function noRepeatedNgrams(length: number, except: Iterable<number> = []): Constraint {
  countOption('noRepeatedNgrams', length);
  const uncounted = new Set(except);
  const begin = () => ({
    apply(logProbs: Float32Array, tokens: readonly number[]) {
      for (let end = length; end <= tokens.length; end++) {
        const earlier = tokens.slice(end - length, end);
        if (endsWithStart(tokens, earlier, length - 1) && !earlier.some((token) => uncounted.has(token)))
          logProbs[earlier.at(-1)!] = -Infinity;
      }
    },
  });
  return { begin };
}

/**
 * Makes every token that the output has already less probable: log p · factor. It changes what hypotheses are ranked by, and the
 * log-probabilities they report.
 *
 * @param factor - 1 changes nothing; 1.2 is common
 * @throws SearchError if factor is not a finite number of at least 1
 * @see Keskar et al. 2019 (CTRL), section 4.1, there with scores before the softmax
 */
export function repetitionPenalty(factor: number): Constraint {
  numberOption(['repetitionPenalty', 'factor'], factor, (each) => each >= 1, ['of at least 1', '1 is no penalty']);
  const begin = () => ({
    apply(logProbs: Float32Array, tokens: readonly number[]) {
      for (const token of new Set(tokens)) logProbs[token]! *= factor;
    },
  });
  return { begin };
}
