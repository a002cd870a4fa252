import { expect, test } from 'vitest';
import { CorpusError } from './corpus/corpus-error.ts';
import { TextError } from './text-error.ts';
import { VocabularyError } from './vocabulary-error.ts';

/** An error as another package, or another copy of this one, would make it. */
function foreign(name: string): Error {
  const error = Object.assign(new Error('foreign'), { name });
  return Object.defineProperty(error, Symbol.for('seq2seq.error'), { value: true });
}

test.each([
  [TextError, ['TextError', 'VocabularyError', 'CorpusError']],
  [VocabularyError, ['VocabularyError']],
  [CorpusError, ['CorpusError']],
])('%o knows its own by marker and name', (kind, names) => {
  const all = ['TextError', 'VocabularyError', 'CorpusError', 'ShapeError', 'Error'];
  expect(all.filter((name) => kind.isInstance(foreign(name)))).toEqual(names);
  expect(all.filter((name) => kind.isInstance(Object.assign(new Error('unmarked'), { name })))).toEqual([]);
});
