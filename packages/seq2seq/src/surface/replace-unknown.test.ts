import { ConfigError } from '@seq2seq/core';
import { expectNoLeak } from '@seq2seq/core/testing';
import { CorpusError, specialTokens, unkId, wordTokenizer } from '@seq2seq/text';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { luong } from '../__fixtures__/family-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import type { TextModel } from '../text/text-model.ts';
import { textModelFor } from '../text/text-model-for.ts';
import { translate } from '../translate/translate.ts';
import { parseDictionary } from './parse-dictionary.ts';
import { replacementsOf, replaceUnknown } from './replace-unknown.ts';

const unknown = specialTokens[unkId];
const target = { tokenizer: wordTokenizer };

describe('replacementsOf', () => {
  const sourceTokens = ['Ada', 'knows', 'Grace'];
  const alignment = [
    [0.1, 0.2, 0.7, 0],
    [0, 1, 0, 0],
    // The end of the source, looked at most, is no word.
    [0.3, 0, 0.1, 0.6],
    [0, 0, 0, 1],
  ];

  test('takes what was looked at most, but never the end of sentence; nothing where no word was looked at', () => {
    expect(replacementsOf([unknown, 'kennt', unknown, unknown], alignment, sourceTokens)).toEqual([
      { index: 0, sourceIndex: 2, token: 'Grace' },
      { index: 2, sourceIndex: 0, token: 'Ada' },
    ]);
  });

  test('takes the entry of the dictionary, if there is one', () => {
    const dictionary = new Map([['Grace', 'Gratia']]);
    const found = replacementsOf([unknown, 'kennt', unknown], alignment, sourceTokens, { dictionary });
    expect(found.map(({ token }) => token)).toEqual(['Gratia', 'Ada']);
  });

  test('takes the first of equal weights', () => {
    expect(replacementsOf([unknown], [[0.4, 0.4, 0.2]], ['a', 'b'])[0]?.token).toBe('a');
  });

  test('equals looking at every weight, and leaves all other tokens alone', () => {
    const S = 4;
    const row = fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: S + 1, maxLength: S + 1 });
    const rows = fc.array(fc.record({ token: fc.constantFrom(unknown, 'x', 'y'), row }), { maxLength: 5 });
    const words = ['k', 'l', 'm', 'n'];
    fc.assert(
      fc.property(rows, (given) => {
        const tokens = given.map(({ token }) => token);
        const found = replacementsOf(
          tokens,
          given.map((each) => each.row),
          words,
        );
        const places = new Map(found.map((each) => [each.index, each]));
        expect(places.size).toBe(found.length);
        for (const [index, each] of given.entries()) {
          const replacement = places.get(index);
          const own = each.row.slice(0, S);
          if (each.token !== unknown || own.every((weight) => weight === 0)) expect(replacement).toBeUndefined();
          else {
            const { sourceIndex = NaN, token } = replacement ?? {};
            expect(token).toBe(words[sourceIndex]);
            for (const [place, weight] of own.entries()) {
              expect(weight).toBeLessThanOrEqual(own[sourceIndex] ?? NaN);
              if (place < sourceIndex) expect(weight).toBeLessThan(own[sourceIndex] ?? NaN);
            }
          }
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('refuses an alignment of other tokens, such as one over groups of them', () => {
    expect(() => replacementsOf([unknown], [[0.5, 0.5]], sourceTokens)).toThrow(ConfigError);
    expect(() => replacementsOf([unknown], [[0.5, 0.5]], sourceTokens)).toThrow(
      /replaceUnknown: expected 4 columns, .*, got 2 in row 0; .* encoder does not join neighbours/,
    );
    expect(() => replacementsOf([unknown, unknown], [[1, 0, 0, 0]], sourceTokens)).toThrow(/each of 2 target tokens/);
  });
});

describe('replaceUnknown', () => {
  const looked = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map((row) => Float32Array.from(row));
  const translation = {
    text: `a ${unknown}`,
    tokens: ['a', unknown],
    logProb: -1,
    alignment: looked,
  };

  test('changes tokens and text, and nothing else', () => {
    expect(replaceUnknown(translation, ['k', 'l'], target)).toEqual({
      ...translation,
      text: 'a l',
      tokens: ['a', 'l'],
    });
    expect(translation.tokens).toEqual(['a', unknown]);
  });

  test('leaves alone what has no unknown word, with or without an alignment', () => {
    const { alignment: _, ...known } = { ...translation, tokens: ['a'] };
    expect(replaceUnknown(known, ['k', 'l'], target)).toBe(known);
    const again = replaceUnknown(translation, ['k', 'l'], target);
    expect(replaceUnknown(again, ['k', 'l'], target)).toBe(again);
  });

  test('says what is missing', () => {
    const { alignment: _, ...blind } = translation;
    expect(() => replaceUnknown(blind, ['k', 'l'], target)).toThrow(ConfigError);
    expect(() => replaceUnknown(blind, ['k', 'l'], target)).toThrow(
      /replaceUnknown: expected an alignment .*, got a translation without; take a model that attends/,
    );
  });
});

test('a dictionary is read from lines, the first entry of a word counts', () => {
  const dictionary = parseDictionary('Grace\tGratia\r\nGrace\tGnade\n\ncafe\u0301\tKaffeehaus\n', 'names.tsv');
  expect(Object.fromEntries(dictionary)).toEqual({ Grace: 'Gratia', 'caf\u00E9': 'Kaffeehaus' });
  expect(() => parseDictionary('Grace\tGratia\nGrace', 'names.tsv')).toThrow(CorpusError);
  expect(() => parseDictionary('Grace\tGratia\nGrace', 'names.tsv')).toThrow(
    /^names\.tsv:2: expected .*, got no tab in "Grace"; put/,
  );
});

// Models that say nothing but <unk> and look where one can tell beforehand: the local-m window of less than one position on either side is
// that of the step alone.
describe('whole models', () => {
  beforeAll(() => useBackend('wasm'));

  const look = { scorer: 'general', window: { type: 'local-m', width: 0.5 } } as const;
  const local = { query: 'current', ...look } as const;
  const pairs = [{ source: [...'abcde'], target: [...'vwxyz'] }];
  const modelOf = (attention: NonNullable<RunConfigInput['model']['attention']>, reverse = false): TextModel => {
    const model = textModelFor(pairs, {
      model: { ...luong(() => attention)(8), attention },
      text: { source: { tokenizer: 'characters', reverse }, target: { tokenizer: 'words' }, maxLength: 6 },
    });
    const bias = [...model.model.parameters.entries()].find(([path]) => path === 'generator.bias')?.[1];
    const onlyUnknown = Float32Array.from({ length: bias?.size ?? 0 }, (_, id) => (id === unkId ? 50 : 0));
    tf.tidy(() => bias?.assign(tf.tensor1d(onlyUnknown)));
    return model;
  };
  const replacedBy = async (model: TextModel, text: string): Promise<string> => {
    const [found] = await translate(model, [text, 'a', 'edcba'], { beam: 1 });
    const [best] = found?.translations ?? [];
    expect(best?.tokens).toEqual(Array.from({ length: 6 }, () => unknown));
    return best ? replaceUnknown(best, found?.sourceTokens ?? [], model.target).text : '';
  };

  test.each([
    ['local', local, false, `c ? a ${unknown} ${unknown} ${unknown}`],
    ['read from the end', local, true, `a ? c ${unknown} ${unknown} ${unknown}`],
    ['several heads', { ...local, heads: 2 }, false, `c ? a ${unknown} ${unknown} ${unknown}`],
    ['several attentions', { ...local, beside: [look] }, true, `a ? c ${unknown} ${unknown} ${unknown}`],
  ] as const)('%s', (_, attention, reverse, wanted) =>
    expectNoLeak(async () => {
      const model = modelOf(attention, reverse);
      // Behind its words the model looks at the end of the source alone, and nothing is left to take.
      expect(await replacedBy(model, 'c?a')).toBe(wanted);
      model.dispose();
    }),
  );

  test('an encoder that joins neighbours cannot tell which word it was', () =>
    expectNoLeak(async () => {
      const model = textModelFor(pairs, {
        model: {
          ...luong(() => ({}))(8),
          encoder: { type: 'pyramid', cell: 'gru', units: 4, layers: 2 },
        },
        text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'words' }, maxLength: 6 },
      });
      const [found] = await translate(model, ['abc']);
      const [best] = found?.translations ?? [];
      const given = { text: unknown, tokens: [unknown], alignment: best?.alignment?.slice(0, 1) ?? [] };
      expect(() => replaceUnknown(given, found?.sourceTokens ?? [], model.target)).toThrow(/does not join neighbours/);
      model.dispose();
    }));
});
