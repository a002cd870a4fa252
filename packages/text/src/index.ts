/** Words to numbers and back. */

// A text becomes tokens,
export type { Tokenizer } from './tokenizer/tokenizer.ts';
export { characterTokenizer } from './tokenizer/characters.ts';
export { wordTokenizer } from './tokenizer/words.ts';
export { tokenizerOfType } from './tokenizer/tokenizer-from-type.ts';
export { normalizeText } from './tokenizer/normalize-text.ts';

// tokens become numbers,
export { createVocabulary, type Vocabulary } from './vocabulary/vocabulary.ts';
export { buildVocabulary, type BuildVocabularyOptions } from './vocabulary/build-vocabulary.ts';
export { vocabularyFromJson, vocabularyToJson, type VocabularyJson } from './vocabulary/vocabulary-json.ts';
export { decodeExtended, encodeExtended, extendedIds, type ExtendedSource } from './vocabulary/extended-vocabulary.ts';
export { bosId, eosId, isSpecialToken, padId, specialTokens, unkId } from './vocabulary/special-tokens.ts';

// pairs of texts make a corpus,
export { parsePairs, type ParallelPair } from './corpus/parse-pairs.ts';

// vectors that others have trained stand for words,
export { embeddingTable, type EmbeddingTable } from './vectors/embedding-table.ts';
export {
  parseWordVectors,
  type WordVectorOptions,
  wordVectorReader,
  type WordVectorReader,
  type WordVectors,
} from './vectors/word-vectors.ts';

// numbers of unequal length make batches,
export { padSequences, type PaddedSequences } from './batching/pad.ts';
export { bucketByLength, type BucketOptions } from './batching/bucket-by-length.ts';
export { shuffle, type RandomSource } from './batching/shuffle.ts';

// and what cannot be read is said clearly.
export { TextError } from './text-error.ts';
export { VocabularyError } from './vocabulary-error.ts';
export { CorpusError, type CorpusProblem } from './corpus/corpus-error.ts';
