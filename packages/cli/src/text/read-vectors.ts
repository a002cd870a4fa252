import { createReadStream } from 'node:fs';
import { CorpusError, type WordVectors, wordVectorReader } from '@seq2seq/text';
import { storageError } from 'seq2seq/node';

/**
 * The vectors of those words that are wanted, from a file of word2vec's or GloVe's text format; files are often larger than memory.
 *
 * @throws StorageError if the file cannot be read; CorpusError if it is not UTF-8 or not of that format
 */
export const readVectors = async (file: string, keep: (word: string) => boolean): Promise<WordVectors> => {
  const reader = wordVectorReader(file, { keep });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new CorpusError(file, [
        { line: 0, problem: 'expected UTF-8, got bytes that are not; is this the text format of word vectors?' },
      ]);
    }
  };
  for await (const chunk of chunksOf(file)) reader.read(decode(chunk));
  reader.read(decode());
  return reader.end();
};

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    throw storageError('read', file, error);
  }
}
