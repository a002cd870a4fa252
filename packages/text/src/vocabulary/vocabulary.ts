import { VocabularyError } from '../vocabulary-error.ts';
import { bosId, eosId, isSpecialToken, padId, specialTokens, unkId } from './special-tokens.ts';

/**
 * A numbered list of tokens. The four special tokens come first; the others are *surface* tokens, pieces of text.
 * Text can never produce a special id by spelling it: the word "</s>" in a sentence is an unknown word, not its end.
 */
export interface Vocabulary {
  /** V, the number of tokens, special ones included. */
  readonly size: number;
  /** [V] the tokens in the order of their ids. */
  readonly tokens: readonly string[];
  readonly pad: number;
  readonly unk: number;
  readonly bos: number;
  readonly eos: number;
  /** Whether this surface token has an id of its own; false for the spelling of a special token. */
  has(token: string): boolean;
  /** The id of a surface token; `unk` if it is unknown or spelled like a special token. */
  idOf(token: string): number;
  /**
   * The token of an id, special ones included.
   *
   * @throws VocabularyError if the id is not an integer from 0 to V − 1
   */
  tokenOf(id: number): string;
  /** Surface tokens to ids, one for one; adds neither bos nor eos. */
  encode(tokens: readonly string[]): number[];
  /**
   * Ids to tokens: stops at the first eos, leaves out pad and bos, keeps unk as "<unk>".
   *
   * @throws VocabularyError if an id before the first eos is out of range
   */
  decode(ids: Iterable<number>): string[];
}

/**
 * A vocabulary from its whole list of tokens, as a checkpoint holds it. To make the list from data, see `buildVocabulary`.
 *
 * @param tokens - [V] the four special tokens, then the surface tokens
 * @param where - what to call the list in an error, for example the file that it came from
 * @throws VocabularyError that names every duplicate, every empty token and every special token that is not in its place
 */
export function createVocabulary(tokens: readonly string[], where = 'createVocabulary'): Vocabulary {
  const problems = listProblems(tokens);
  if (problems.length > 0) throw new VocabularyError(where, problems);
  const all: readonly string[] = Object.freeze([...tokens]);
  const ids = new Map(all.map((token, id) => [token, id]));
  for (const token of specialTokens) ids.delete(token);
  const idOf = (token: string): number => ids.get(token) ?? unkId;
  const tokenOf = (id: number): string => {
    const token = all[id];
    if (token === undefined) {
      throw new VocabularyError(where, [
        `expected an id from 0 to ${all.length - 1}, got ${id}; was it made with another vocabulary?`,
      ]);
    }
    return token;
  };
  return {
    size: all.length,
    tokens: all,
    pad: padId,
    unk: unkId,
    bos: bosId,
    eos: eosId,
    has: (token) => ids.has(token),
    idOf,
    tokenOf,
    encode: (sequence) => sequence.map(idOf),
    decode(sequence) {
      const decoded: string[] = [];
      for (const id of sequence) {
        if (id === eosId) break;
        if (id !== padId && id !== bosId) decoded.push(tokenOf(id));
      }
      return decoded;
    },
  };
}

function listProblems(tokens: readonly string[]): string[] {
  const problems: string[] = [];
  const opening = tokens.slice(0, specialTokens.length);
  if (specialTokens.some((token, id) => opening[id] !== token)) {
    problems.push(
      `expected the special tokens ${quoted(specialTokens)} as ids 0 to 3, got ${quoted(opening)}; put them first, in this order`,
    );
  }
  const late = tokens.slice(specialTokens.length).filter(isSpecialToken);
  if (late.length > 0) {
    problems.push(`expected special tokens as ids 0 to 3 only, got ${quoted(late)} further on; remove them there`);
  }
  const empty = tokens.flatMap((token, id) => (token === '' ? [id] : []));
  if (empty.length > 0) {
    problems.push(`expected tokens of at least one character, got an empty one as id ${empty.join(', ')}; remove it`);
  }
  const duplicates = repeated(tokens.filter((token) => token !== '' && !isSpecialToken(token)));
  if (duplicates.length > 0) {
    problems.push(`expected every token once, got ${quoted(duplicates)} more than once; keep the first of each`);
  }
  return problems;
}

/** The values that occur more than once, each named once, in order of their second occurrence. */
function repeated(tokens: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const token of tokens) {
    if (seen.has(token)) twice.add(token);
    seen.add(token);
  }
  return [...twice];
}

function quoted(tokens: readonly string[]): string {
  return tokens.length === 0 ? 'nothing' : tokens.map((token) => JSON.stringify(token)).join(', ');
}
