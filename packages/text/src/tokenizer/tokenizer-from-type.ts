import { TextError } from '../text-error.ts';
import { characterTokenizer } from './characters.ts';
import type { Tokenizer } from './tokenizer.ts';
import { wordTokenizer } from './words.ts';

const tokenizers: readonly Tokenizer[] = [characterTokenizer, wordTokenizer];

/**
 * The tokenizer that a config names.
 *
 * @throws TextError that lists the known types
 */
export function tokenizerOfType(type: string): Tokenizer {
  const tokenizer = tokenizers.find((candidate) => candidate.type === type);
  if (tokenizer === undefined) {
    const known = tokenizers.map((candidate) => JSON.stringify(candidate.type)).join(' or ');
    throw new TextError(`tokenizer: expected the type ${known}, got ${JSON.stringify(type)}; use one of the two`);
  }
  return tokenizer;
}
