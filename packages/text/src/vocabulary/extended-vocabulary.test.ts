import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VocabularyError } from '../vocabulary-error.ts';
import { decodeExtended, encodeExtended, extendedIds } from './extended-vocabulary.ts';
import { specialTokens } from './special-tokens.ts';
import { createVocabulary } from './vocabulary.ts';

const vocabulary = createVocabulary([...specialTokens, 'a', 'b']);
const tokens = fc.array(fc.constantFrom('a', 'b', 'x', 'y', 'z', '</s>', 'constructor'));

describe('a source in the extended vocabulary of its target', () => {
  test('by hand: known tokens keep their ids, others get one each from V on', () => {
    expect(extendedIds(['x', 'a', 'y', 'x', 'b'], vocabulary)).toEqual({
      ids: [6, 4, 7, 6, 5],
      extraTokens: ['x', 'y'],
    });
    expect(extendedIds([], vocabulary)).toEqual({ ids: [], extraTokens: [] });
  });

  test('decodes to itself, and a target of the same words encodes to the same ids', () => {
    fc.assert(
      fc.property(tokens, (source) => {
        const { ids, extraTokens } = extendedIds(source, vocabulary);
        expect(decodeExtended(ids, vocabulary, extraTokens)).toEqual(source);
        expect(encodeExtended(source, vocabulary, extraTokens)).toEqual(ids);
        const lacking = new Set(source.filter((token) => !vocabulary.has(token)));
        expect(extraTokens).toEqual([...lacking]);
        expect(Math.max(-1, ...ids)).toBeLessThan(vocabulary.size + extraTokens.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('a target without tokens of its source is what the vocabulary makes of it', () => {
    fc.assert(
      fc.property(tokens, (target) => {
        expect(encodeExtended(target, vocabulary, [])).toEqual(vocabulary.encode(target));
      }),
      { seed: 1, numRuns: 100 },
    );
    expect(encodeExtended(['y', 'z', 'a'], vocabulary, ['x', 'y'])).toEqual([7, vocabulary.unk, 4]);
  });
});

test('decoding stops at eos and leaves out pad and bos', () => {
  const { bos, eos, pad, unk } = vocabulary;
  expect(decodeExtended([bos, 6, pad, unk, 4, eos, 99], vocabulary, ['x'])).toEqual(['x', '<unk>', 'a']);
});

test('an id that nobody has is a VocabularyError', () => {
  const decode = (id: number) => (): unknown => decodeExtended([id], vocabulary, ['x']);
  expect(decode(7)).toThrow('decodeExtended: expected an id from 0 to 6, got 7; was it made with another source?');
  expect(decode(7)).toThrow(VocabularyError);
  expect(decode(-1)).toThrow(VocabularyError);
  expect(decode(0.5)).toThrow(VocabularyError);
  expect(decode(6.5)).toThrow(VocabularyError);
});
