import * as fc from 'fast-check';
import { allowedTokens, bannedPhrases, bannedTokens, finiteState, forcedPrefix, maximumLength, minimumLength, noRepeatedNgrams, requiredPhrases, type Constraint } from '../../index.ts';
import { regularExpression } from '../regular-expression.ts';

/** A constraint with the same rule said plainly: about words, the tokens of an output without its end of sentence. */
export type Ruled = {
  readonly constraint: Constraint;
  /** Whether a finished output obeys. */
  readonly allows: (words: readonly number[]) => boolean;
  /** Whether something unfinished has nothing forbidden yet. */
  readonly allowsSoFar: (words: readonly number[]) => boolean;
};

export const contains = (words: readonly number[], phrase: readonly number[]): boolean =>
  words.some((_, start) => phrase.every((token, index) => words[start + index] === token));

/** Whether the phrases come one behind another, tried in every way. */
export function containsInOrder(words: readonly number[], [first, ...others]: readonly (readonly number[])[]): boolean {
  if (!first) return true;
  return words.some(
    (_, start) =>
      first.every((token, index) => words[start + index] === token) &&
      containsInOrder(words.slice(start + first.length), others),
  );
}

function hasRepeat(words: readonly number[], length: number): boolean {
  const grams = words.slice(length - 1).map((_, start) => words.slice(start, start + length).join());
  return new Set(grams).size < grams.length;
}

/** The texts of tokens in patterns: some are in others, and one has two letters of others. */
const texts: readonly string[] = ['a', 'ab', 'b', 'ba', 'c'];
const patterns = ['a*', '(ab|ba)+', '[ab]{2,4}', 'a.*b', '(?:a|b)*c?', 'b(a|bc)*', '.{3}', '(aa?b)*', '[^b]+|b{2,}', 'abc'];

/** Any constraint that forbids, for a vocabulary and an end of sentence. */
export function anyRuled(vocabularySize: number, eos: number): fc.Arbitrary<Ruled> {
  const words = Array.from({ length: vocabularySize }, (_, token) => token).filter((token) => token !== eos);
  if (words.length === 0) return fc.constant(always(maximumLength(1), (said) => said.length === 0));
  const word = fc.constantFrom(...words);
  const phrase = fc.array(word, { minLength: 1, maxLength: 3 });
  const phrases = fc.array(phrase, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.array(word, { maxLength: 3 }).map((prefix) =>
      ruled(
        forcedPrefix(prefix),
        (said) => prefix.every((token, index) => said[index] === token),
        (said) => said.every((token, index) => index >= prefix.length || prefix[index] === token),
      ),
    ),
    fc.subarray(words).map((banned) => always(bannedTokens(banned), (said) => !said.some((token) => banned.includes(token)))),
    fc.subarray(words).map((kept) => always(allowedTokens(kept), (said) => said.every((token) => kept.includes(token)))),
    phrases.map((banned) => always(bannedPhrases(banned), (said) => !banned.some((each) => contains(said, each)))),
    fc.integer({ min: 1, max: 3 }).map((n) => always(noRepeatedNgrams(n), (said) => !hasRepeat(said, n))),
    fc.integer({ min: 1, max: 4 }).map((n) => ruled(minimumLength(n), (said) => said.length + 1 >= n)),
    fc.integer({ min: 1, max: 5 }).map((n) => always(maximumLength(n), (said) => said.length < n)),
    phrases.map((each) => ruled(requiredPhrases(each), (said) => each.every((one) => contains(said, one)))),
    phrases.map((each) => ruled(requiredPhrases(each, { ordered: true }), (said) => containsInOrder(said, each))),
    fc.constantFrom(...patterns).map((pattern) => {
      const used = texts.slice(0, vocabularySize).map((text, token) => (token === eos ? '' : text));
      const whole = new RegExp(`^(?:${pattern})$`, 'u');
      try {
        return ruled(regularExpression(pattern, used), (said) => whole.test(said.map((token) => used[token]).join('')));
      } catch {
        return ruled(bannedTokens([]), () => true); // tokens with which nothing matches: no case
      }
    }),
    fc.integer({ min: 2, max: 3 }).map((n) => {
      // How often the first word came, counted up to a multiple of n.
      const next = (state: number, token: number) => (token === eos ? undefined : token === words[0] ? (state + 1) % n : state);
      const automaton = { start: 0, vocabularySize, next, accepts: (state: number) => state === 0 };
      return ruled(finiteState(automaton), (said) => said.filter((token) => token === words[0]).length % n === 0);
    }),
  );
}

function always(constraint: Constraint, allows: Ruled['allows']): Ruled {
  return { constraint, allows, allowsSoFar: allows };
}

function ruled(constraint: Constraint, allows: Ruled['allows'], allowsSoFar: Ruled['allows'] = () => true): Ruled {
  return { constraint, allows, allowsSoFar };
}
