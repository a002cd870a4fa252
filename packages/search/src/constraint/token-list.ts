import { SearchError } from '../search-error.ts';
import type { ConstraintPlace } from './constraint.ts';

/** Tokens as a caller gave them to a constraint, if the model has them all. */
export function checkTokens(path: string, tokens: Iterable<number>, place: ConstraintPlace, mayEnd = false): void {
  const { vocabularySize, eos, source } = place;
  for (const token of tokens) {
    if (Number.isInteger(token) && token >= 0 && token < vocabularySize && (mayEnd || token !== eos)) continue;
    const expected = `integers from 0 to ${vocabularySize - 1}${mayEnd ? '' : ` other than the end of sentence ${eos}`}`;
    throw new SearchError(
      `${path}, source ${source}: tokens must be ${expected}, got ${String(token)}; encode them with the vocabulary of the model's outputs.`,
      { path, expected, actual: token },
    );
  }
}

/** Phrases as a caller gave them: each has a token at least. */
export function checkPhrases(path: string, phrases: readonly (readonly number[])[]): void {
  const empty = phrases.findIndex((phrase) => phrase.length === 0);
  if (empty < 0) return;
  throw new SearchError(`${path}: phrases must have tokens, got none in phrase ${empty}; leave it out.`, {
    path,
    expected: 'at least one token',
    actual: phrases[empty],
  });
}

/** Forbids all but these tokens. */
export function keepOnly(logProbs: Float32Array, tokens: readonly number[]): void {
  const kept = tokens.map((token) => logProbs[token]!);
  logProbs.fill(-Infinity);
  for (const [index, token] of tokens.entries()) logProbs[token] = kept[index]!;
}

/** Whether the end of `tokens` is the beginning of `phrase`, this many tokens of it. */
export function endsWithStart(tokens: readonly number[], phrase: readonly number[], length: number): boolean {
  const from = tokens.length - length;
  if (from < 0) return false;
  for (let index = 0; index < length; index++) if (tokens[from + index] !== phrase[index]) return false;
  return true;
}
