import { normalizeText } from './normalize-text.ts';
import type { Tokenizer } from './tokenizer.ts';

/** One token per Unicode code point, spaces included: for spelling, dates, and scripts without spaces. */
export const characterTokenizer: Tokenizer = {
  type: 'characters',
  tokenize: (text) => Array.from(normalizeText(text)),
  detokenize: (tokens) => tokens.join(''),
};
