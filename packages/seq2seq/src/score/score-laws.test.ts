// What must hold of scores whatever the model is made of: they are those of the search, and nobody's neighbours matter.
import { createRandom } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { modelFamilies } from '../__fixtures__/families.ts';
import { decisiveFamilyModel } from '../__fixtures__/family-config.ts';
import { forcedHypothesis } from '../__fixtures__/forced-hypothesis.ts';
import { memoryInUse } from '../backend/__fixtures__/backends-agree.ts';
import { useBackend } from '../backend/use-backend.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { translateTokens } from '../translate/translate.ts';
import type { Translation } from '../translate/translation.ts';
import { type ScoredPair, type ScoredTokenPair, scoreTokens } from './score.ts';

const sources = ['a', 'dcbae', 'bb', 'ec?d', 'abcdeab', 'c!a', 'ebdacd'].map((text) => [...text]);
/** So short that many hypotheses are cut off. */
const maxLength = 4;

/** Those whose steps are the least alike, for backends that compute them operation by operation. */
const few = modelFamilies.filter(({ name }) => /^(Cho|Nematus|Chan|coverage noted|Raffel|See)/.test(name));

/**
 * What a search has found, as pairs, up to five of each source; without those that hold a padding or a beginning, which no text can spell
 * and some models with random weights like best.
 */
const foundBy = async (model: TextModel): Promise<(ScoredTokenPair & { readonly translation: Translation })[]> => {
  const found = await translateTokens(model, sources, { beam: 30, nBest: 30, maxLength });
  return found.flatMap(({ translations }, index) =>
    translations
      .filter(({ tokens, finished, tokenLogProbs }) => tokens.length + (finished ? 1 : 0) === tokenLogProbs.length)
      .slice(0, 5)
      .map((translation) => ({
        source: sources[index] as string[],
        target: translation.tokens,
        finished: translation.finished,
        translation,
      })),
  );
};

const numbersOf = ({ tokenLogProbs, logProb, score, alignment = [], copyGates = [] }: Translation | ScoredPair) => [
  ...tokenLogProbs,
  ...[logProb, score],
  ...alignment.flatMap((row) => [...row]),
  ...copyGates,
];

const within = { absolute: 1e-5, relative: 1e-5 };

describe.each([
  { backend: 'simd', families: modelFamilies },
  { backend: 'wasm', families: few },
  { backend: 'cpu', families: few },
] as const)('$backend', ({ backend, families }) => {
  beforeAll(() => useBackend(backend, { threads: backend === 'simd' ? 1 : 'auto' }));

  test('has families to try', () => {
    expect(families.length).toBeGreaterThan(5);
  });

  test.each(families)('$name', async (family) => {
    const model = decisiveFamilyModel(family);
    const pairs = await foundBy(model);
    expect(pairs.length).toBeGreaterThan(12);
    const before = memoryInUse();

    // What a search has found has the same numbers here,
    const { pairs: scored, ...all } = await scoreTokens(model, pairs, { alignments: true });
    for (const [index, { translation }] of pairs.entries()) {
      const found = scored[index] as ScoredPair;
      const { text, tokens, finished } = translation;
      expect(found).toMatchObject({ text, tokens, finished });
      expect(found.alignment?.map(({ length }) => length)).toEqual(translation.alignment?.map(({ length }) => length));
      expectClose(numbersOf(found), numbersOf(translation), within);
    }
    // and so stays in its order, but for what is as good.
    for (const [index, { source, finished }] of pairs.entries()) {
      const next = pairs[index + 1];
      if (next?.source !== source || next.finished !== finished) continue;
      expect(scored[index]?.score).toBeGreaterThanOrEqual((scored[index + 1]?.score ?? NaN) - 1e-5);
    }

    // They are those of each target alone, in double precision behind the logits,
    const { vocabulary } = model.target;
    for (const [index, { source, translation }] of [...pairs.entries()].slice(0, 8)) {
      const { ids, unknown: _, tokens: __, copied = [], ...rest } = encodeSource(source, model.source);
      const target = translation.tokens.map((token) =>
        vocabulary.has(token) || !copied.includes(token)
          ? vocabulary.idOf(token)
          : vocabulary.size + copied.indexOf(token),
      );
      const wanted = translation.finished ? [...target, vocabulary.eos] : target;
      const { logProbs } = forcedHypothesis(model, { source: ids, ...rest }, wanted);
      expectClose(scored[index]?.tokenLogProbs ?? [], logProbs, within);
    }

    // whatever stands beside them and in which order,
    const order = createRandom(1);
    const shuffled = pairs
      .map((pair, index) => ({ pair, index, draw: order.next() }))
      .toSorted((a, b) => a.draw - b.draw);
    for (const batchSize of [1, 3]) {
      const again = await scoreTokens(
        model,
        shuffled.map(({ pair }) => pair),
        { batchSize, alignments: true },
      );
      for (const [place, { index }] of shuffled.entries()) {
        expectClose(numbersOf(again.pairs[place] as ScoredPair), numbersOf(scored[index] as ScoredPair), within);
      }
      expectClose([again.perplexity], [all.perplexity], within);
    }
    // and nothing is left behind.
    expect(memoryInUse()).toEqual(before);
    model.dispose();
  });
});
