import { ConfigError } from '@seq2seq/core';
import { beforeAll, expect, test } from 'vitest';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { textModelFor } from './text-model-for.ts';

const pairs = [
  { source: ['b', 'a', 'b'], target: ['x'] },
  { source: ['a', 'b'], target: ['y', 'z', 'x'] },
];

beforeAll(() => useBackend('wasm'));

test('vocabularies are counted from the pairs, the most frequent token first', () => {
  const textModel = textModelFor(pairs, smallConfig({ family: 'luong' }));
  expect(textModel.source.vocabulary.tokens.slice(4)).toEqual(['b', 'a']);
  expect(textModel.target.vocabulary.tokens.slice(4)).toEqual(['x', 'y', 'z']);
  expect(textModel.config.model.source.vocabulary).toBe(6);
  expect(textModel.model.targetVocabularySize).toBe(7);
  textModel.dispose();
});

test('what is wrong is said with the file’s name', () => {
  const wrong = { ...smallConfig({ family: 'luong' }), training: { batchSize: 0 } };
  expect(() => textModelFor(pairs, wrong, { where: 'run.json' })).toThrow(ConfigError);
  expect(() => textModelFor(pairs, wrong, { where: 'run.json' })).toThrow('run.json.training.batchSize: ');
});
