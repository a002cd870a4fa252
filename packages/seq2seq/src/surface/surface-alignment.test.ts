import { ConfigError } from '@seq2seq/core';
import { expectNoLeak } from '@seq2seq/core/testing';
import { MetricError } from '@seq2seq/metrics';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { translate } from '../translate/translate.ts';
import { surfaceAlignment } from './surface-alignment.ts';
import { withoutMarker } from './token-spans.ts';

describe('surfaceAlignment', () => {
  // "la maison bleue" from "the blue house", in subwords
  const source = { text: 'the blue house', tokens: ['the', 'blue', 'hou@@', 'se'], surfaceOf: withoutMarker('@@') };
  const target = { text: 'la maison bleue', tokens: ['la', 'mai@@', 'son', 'bleue'], surfaceOf: withoutMarker('@@') };
  const alignment = [
    [0.8, 0, 0, 0.2, 0],
    [0, 0.1, 0.7, 0.1, 0.1],
    [0, 0.1, 0.3, 0.6, 0],
    [0.1, 0.5, 0.2, 0, 0.2],
    [0, 0, 0, 0.1, 0.9],
  ];
  const textsOf = (links: ReturnType<typeof surfaceAlignment>['links']): string[] =>
    links.map((link) => `${target.text.slice(...link.target)}<${source.text.slice(...link.source)}`);

  test('links parts of texts, by tokens and by words', () => {
    const { links, words } = surfaceAlignment(alignment, source, target);
    expect(textsOf(links)).toEqual(['la<the', 'mai<hou', 'son<se', 'bleue<blue']);
    expect(links.map(({ weight }) => weight)).toEqual([0.8, 0.7, 0.6, 0.5]);
    expect(textsOf(words.links)).toEqual(['la<the', 'maison<house', 'bleue<blue']);
    // maison: (0.7 + 0.1 + 0.3 + 0.6) / 2
    expect(words.links[1]?.weight).toBeCloseTo(0.85, 6);
    expect(words.alignment.map(({ length }) => length)).toEqual([4, 4, 4, 4]);
  });

  test('a threshold gives several links, or none', () => {
    const { links, words } = surfaceAlignment(alignment, source, target, { threshold: 0.2 });
    expect(textsOf(links)).toEqual(['la<the', 'la<se', 'mai<hou', 'son<hou', 'son<se', 'bleue<blue', 'bleue<hou']);
    expect(textsOf(words.links)).toEqual(['la<the', 'la<house', 'maison<house', 'bleue<blue', 'bleue<house']);
    expect(surfaceAlignment(alignment, source, target, { threshold: 0.95 }).links).toEqual([]);
    expect(() => surfaceAlignment(alignment, source, target, { threshold: 0 })).toThrow(MetricError);
  });

  test('what looked at the end of sentence most has no link, nor has a token that the text lacks', () => {
    const looksAway = [
      [0.4, 0.6],
      [1, 0],
    ];
    const found = surfaceAlignment(looksAway, { text: 'a', tokens: ['a'] }, { text: 'x ?', tokens: ['x', '<unk>'] });
    expect(found.links).toEqual([]);
    expect(found.targetSpans).toEqual([[0, 1], undefined]);
    expect(found.words.target).toEqual([{ span: [0, 1], tokens: [0] }]);
  });

  test('words may be where the caller says', () => {
    const given = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const characters = { text: '東京', tokens: ['東', '京'] };
    const word = { ...characters, words: [[0, 2]] as const };
    expect(surfaceAlignment(given, characters, characters).words.alignment).toEqual([Float32Array.of(1, 0)]);
    const apart = {
      ...characters,
      words: [
        [0, 1],
        [1, 2],
      ] as const,
    };
    const found = surfaceAlignment(given, word, apart).words;
    expect(found.alignment).toEqual([Float32Array.of(1, 0), Float32Array.of(1, 0)]);
    expect(found.links).toEqual([
      { source: [0, 2], target: [0, 1], weight: 1 },
      { source: [0, 2], target: [1, 2], weight: 1 },
    ]);
  });

  test('an alignment of other tokens is refused, all in three parts', () => {
    const run = (rows: number[][]) => () => surfaceAlignment(rows, source, target);
    expect(run(alignment.slice(1, 4))).toThrow(ConfigError);
    expect(run(alignment.slice(1, 4))).toThrow(
      /surfaceAlignment: expected a row of the alignment for each of 4 target tokens .*, got 3; give tokens and/,
    );
    expect(run([...alignment, ...alignment])).toThrow(/got 10/);
    expect(run(alignment.map((row) => row.slice(0, 4)))).toThrow(
      /expected 5 columns, one for each source token and its end of sentence, got 4 in row 0; .* does not join neighbours/,
    );
  });
});

test('works on what a model has translated', async () => {
  await useBackend('wasm');
  await expectNoLeak(async () => {
    const model = smallTextModel({ family: 'luong', direction: 'bidirectional' });
    const text = 'da bc';
    const [found] = await translate(model, [text], { nBest: 3 });
    for (const { text: output, tokens, alignment = [] } of found?.translations ?? []) {
      const given = { text, tokens: found?.sourceTokens ?? [] };
      const { sourceSpans, words } = surfaceAlignment(alignment, given, { text: output, tokens });
      expect(sourceSpans).toEqual([
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
      ]);
      expect(words.source.map(({ tokens: places }) => places)).toEqual([
        [0, 1],
        [3, 4],
      ]);
      for (const row of words.alignment) {
        expect(row).toHaveLength(3);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    model.dispose();
  });
});

beforeAll(() => useBackend('wasm'));
