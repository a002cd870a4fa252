/**
 * The four tokens that are not words. They open every vocabulary, in this order, so their ids are the same everywhere:
 * a batch can be padded without asking which vocabulary it came from.
 */
export const specialTokens: readonly ['<pad>', '<unk>', '<s>', '</s>'] = ['<pad>', '<unk>', '<s>', '</s>'];

/** Id of `<pad>`, which fills a batch up to its longest sequence. */
export const padId = 0;

/** Id of `<unk>`, which stands for every token that the vocabulary does not know. */
export const unkId = 1;

/** Id of `<s>`, the beginning of a sequence. */
export const bosId = 2;

/** Id of `</s>`, the end of a sequence. */
export const eosId = 3;

const spellings: ReadonlySet<string> = new Set(specialTokens);

/** Whether a token is spelled like one of the four special tokens. */
export function isSpecialToken(token: string): boolean {
  return spellings.has(token);
}
