import { normalizeText } from './normalize-text.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * One token per run of anything but ASCII space and tab, which is how published parallel corpora are tokenized. Other white
 * space does not split: a no-break space is there to hold a word together, and U+0085 or U+2028 inside a line is data.
 */
export const wordTokenizer: Tokenizer = {
  type: 'words',
  tokenize: (text) =>
    normalizeText(text)
      .split(/[ \t]+/)
      .filter((word) => word !== ''),
  detokenize: (tokens) => tokens.join(' '),
};
