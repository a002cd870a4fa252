// What must hold of every family of models whatever it has learned: here with random weights, large enough to make up their mind.
import { expectClose } from '@seq2seq/core/testing';
import type { Hypothesis } from '@seq2seq/search';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectSameTranslations } from '../__fixtures__/expect-same-translations.ts';
import { modelFamilies } from '../__fixtures__/families.ts';
import { decisiveFamilyModel, type Family } from '../__fixtures__/family-config.ts';
import { type ForcedHypothesis, forcedHypothesis } from '../__fixtures__/forced-hypothesis.ts';
import { memoryInUse } from '../backend/__fixtures__/backends-agree.ts';
import { useBackend } from '../backend/use-backend.ts';
import { encodeSource } from '../text/encode-source.ts';
import { decodeModel, encodeModel } from '../text/model-files.ts';
import type { TextModel } from '../text/text-model.ts';
import type { EncodedSide } from '../training/source-batch-of.ts';
import type { SearchedModels } from './open-batch.ts';
import { planSearch } from './plan-search.ts';
import { searchSources } from './search-sources.ts';
import type { TranslateOptions } from './translate-options.ts';
import type { TranslatedText } from './searched-texts.ts';
import { translateTokens } from './translate.ts';

/** Seven sources: one token alone, unknown ones, lengths up to seven. */
const sources = ['a', 'dcbae', 'bb', 'ec?d', 'abcdeab', 'c!a', 'ebdacd'].map((text) => [...text]);
const maxLength = 7;

/** Those whose steps are the least alike, for backends that compute them operation by operation. */
const few = modelFamilies.filter(({ name }) => /^(Cho|Nematus|Chan|coverage noted|Raffel|See)/.test(name));

describe.each([
  { backend: 'simd', families: modelFamilies },
  { backend: 'wasm', families: few },
  { backend: 'cpu', families: few },
] as const)('$backend', ({ backend, families }) => {
  beforeAll(() => useBackend(backend, { threads: backend === 'simd' ? 1 : 'auto' }));

  test('has families to try', () => {
    expect(families.length).toBeGreaterThan(5);
  });

  describe.each(families)('$name', (family) => {
    lawsOf(family);
  });
});

function lawsOf(family: Family): void {
  test.each([1, 5])('a source is translated alike alone, among others and in any order, beam %i', async (width) => {
    const model = decisiveFamilyModel(family);
    const before = memoryInUse();
    const options = { beam: width, nBest: Math.min(width, 2), maxLength };
    const together = await translateTokens(model, sources, options);
    expect(memoryInUse()).toEqual(before);
    // Otherwise equality would say little: what is read must matter.
    const likelihoods = together.map(({ translations }) => translations[0]?.logProb.toFixed(3));
    expect(new Set(likelihoods).size).toBeGreaterThan(4);

    const alone: TranslatedText[] = [];
    for (const source of sources) alone.push(...(await translateTokens(model, [source], options)));
    expectSameTranslations(alone, together);
    expectSameTranslations((await translateTokens(model, sources.toReversed(), options)).toReversed(), together);
    expectSameTranslations(await translateTokens(model, sources, { ...options, batchSize: 3 }), together);
    expect(memoryInUse()).toEqual(before);
    model.dispose();
  });

  test('step by step equals teacher forcing; greedy takes the likeliest, and a beam of one row passes through it', async () => {
    const model = decisiveFamilyModel(family);
    const before = memoryInUse();
    const sides = sources.map((tokens) => sideOf(model, tokens));
    const find = (options: TranslateOptions): Promise<readonly (readonly Hypothesis[])[]> =>
      searchSources(
        searchedModels(model),
        sides.map((side) => ({ sides: [side], length: side.source.length, seed: 0, constraints: [] })),
        planSearch(options, maxLength),
      );

    const [greedy, oneRow, five] = [
      await find({ beam: 1 }),
      // All that ends on the way of the one row, and the row itself.
      await find({ beam: 1, nBest: maxLength + 1 }),
      await find({ beam: 5, nBest: 5 }),
    ];
    for (const [index, side] of sides.entries()) {
      const [likeliest] = greedy[index] as readonly [Hypothesis];
      expect(likeliest.tokens).toEqual(forcedHypothesis(model, side, likeliest.tokens).likeliest);
      const passed = oneRow[index]?.filter(({ tokens }) => tokens.join(' ') === likeliest.tokens.join(' '));
      expect(passed).toHaveLength(1);
      expect(five[index]).toHaveLength(5);
      for (const hypothesis of [likeliest, ...(passed ?? []), ...(five[index] ?? [])]) {
        expectForced(hypothesis, forcedHypothesis(model, side, hypothesis.tokens));
      }
    }
    expect(memoryInUse()).toEqual(before);
    model.dispose();
  });

  test('saving and loading change nothing, to the bit', async () => {
    const model = decisiveFamilyModel(family);
    const before = memoryInUse();
    const loaded = decodeModel(await encodeModel(model), 'memory');
    const options = { beam: 5, nBest: 5, maxLength };
    expect(await translateTokens(loaded, sources, options)).toEqual(await translateTokens(model, sources, options));
    loaded.dispose();
    expect(memoryInUse()).toEqual(before);
    model.dispose();
  });
}

const searchedModels = ({ model, source, target }: TextModel): SearchedModels => ({
  models: [{ model, pad: source.vocabulary.pad, alignsLikeFirst: true }],
  target: target.vocabulary,
});

const sideOf = ({ source }: TextModel, tokens: readonly string[]): EncodedSide => {
  const { ids, copyIds } = encodeSource(tokens, source);
  return { source: ids, ...(copyIds && { copyIds }) };
};

/** Likelihoods and where was looked, within 10⁻⁵; columns behind the source's own are padding, or what a search notes. */
const expectForced = ({ tokenLogProbs, alignment }: Hypothesis, forced: ForcedHypothesis): void => {
  expectClose(tokenLogProbs, forced.logProbs, { absolute: 1e-5 });
  expect(alignment?.length).toBe(forced.alignment?.length);
  for (const [t, row] of (forced.alignment ?? []).entries()) {
    expectClose((alignment?.[t] ?? new Float32Array()).slice(0, row.length), row, { absolute: 1e-5 });
  }
};
