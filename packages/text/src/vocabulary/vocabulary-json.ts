import { VocabularyError } from '../vocabulary-error.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** The content of a vocabulary file, `{ "tokens": ["<pad>", "<unk>", "<s>", "</s>", …] }`: the position is the id. */
export type VocabularyJson = { readonly tokens: readonly string[] };

/** A vocabulary as plain JSON, ready for `JSON.stringify`. */
export function vocabularyToJson(vocabulary: Vocabulary): VocabularyJson {
  return { tokens: [...vocabulary.tokens] };
}

/**
 * A vocabulary from the parsed content of its file.
 *
 * @param value - what `JSON.parse` returned
 * @param where - the file's name, for the error
 * @throws VocabularyError that names every unknown key, wrong type and fault of the list
 */
export function vocabularyFromJson(value: unknown, where: string): Vocabulary {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new VocabularyError(where, [`expected an object { "tokens": [...] }, got ${described(value)}; ${remedy}`]);
  }
  const problems = Object.keys(value)
    .filter((key) => key !== 'tokens')
    .map((key) => `expected the key "tokens" only, got the unknown key ${JSON.stringify(key)}; remove or rename it`);
  const tokens = 'tokens' in value ? value.tokens : undefined;
  if (!Array.isArray(tokens)) {
    problems.push(`expected "tokens" to be a list of strings, got ${described(tokens)}; ${remedy}`);
    throw new VocabularyError(where, problems);
  }
  tokens.forEach((token: unknown, id) => {
    if (typeof token !== 'string') {
      problems.push(`expected tokens[${id}] to be a string, got ${described(token)}; put it in quotes`);
    }
  });
  if (problems.length > 0) throw new VocabularyError(where, problems);
  return createVocabulary(tokens, where);
}

const remedy = 'write the file with vocabularyToJson';

function described(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
