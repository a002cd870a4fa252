import { editDistance, sentenceBleu, sentenceChrF } from '@seq2seq/metrics';
import { type Hypothesis, minimumBayesRisk, sampling, search } from '@seq2seq/search';
import { textbookExample } from '@seq2seq/search/testing';
import { characterTokenizer, wordTokenizer } from '@seq2seq/text';
import { describe, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { type Utility, utilityOf, utilityOfText } from './utility-of.ts';

test('a metric sees tokens, or the text that they stand for', () => {
  const vocabulary = lettersOf('xyz');
  const [x, y] = [vocabulary.idOf('x'), vocabulary.idOf('y')];
  const joined = (output: string | readonly string[], reference: string | readonly string[]): number => {
    seen.push([output, reference]);
    return 7;
  };
  const seen: unknown[] = [];
  expect(utilityOf(joined, vocabulary)([x, y], [vocabulary.unk])).toBe(7);
  expect(utilityOfText(joined, { vocabulary, tokenizer: wordTokenizer })([x, y], [y])).toBe(7);
  expect(utilityOfText(joined, { vocabulary, tokenizer: characterTokenizer })([x, y], [])).toBe(7);
  expect(seen).toEqual([
    [['x', 'y'], ['<unk>']],
    ['x y', 'y'],
    ['xy', ''],
  ]);
});

describe('minimum Bayes risk over samples of the textbook example', () => {
  const { words, task, text } = textbookExample();
  const vocabulary = { decode: (ids: Iterable<number>) => Array.from(ids, (id) => words[id] as string) };
  const samples = 60;

  const find = async (utility?: Utility): Promise<readonly Hypothesis[]> => {
    const { model } = textbookExample();
    const over = sampling({ samples, seed: 3 });
    const strategy = utility ? minimumBayesRisk({ over, utility, nBest: samples }) : over;
    return (await search(model, model.start(1), task, strategy))[0] ?? [];
  };

  /** The definition, over words: the mean of the metric over all samples, each as often as it was drawn. */
  const expectedUtility = (
    drawn: readonly string[],
    output: string,
    metric: (output: string, reference: string) => number,
  ): number => drawn.reduce((sum, reference) => sum + metric(output, reference), 0) / drawn.length;

  const split = (sentence: string): string[] => (sentence === '' ? [] : sentence.split(' '));
  const side = { vocabulary, tokenizer: wordTokenizer };
  const fewWrong = (output: readonly string[], reference: readonly string[]): number =>
    -editDistance(output, reference);

  test.each<[string, Utility, (output: string, reference: string) => number]>([
    ['BLEU of ids', sentenceBleu, (output, reference) => sentenceBleu(split(output), split(reference))],
    ['edits', utilityOf(fewWrong, vocabulary), (output, reference) => fewWrong(split(output), split(reference))],
    ['chrF of texts', utilityOfText(sentenceChrF, side), sentenceChrF],
  ])('%s', async (_, utility, metric) => {
    const drawn = (await find()).map(({ tokens }) => text(tokens));
    expect(drawn).toHaveLength(samples);
    expect(new Set(drawn).size).toBeGreaterThan(20);
    const ranked = await find(utility);
    for (const { tokens, score } of ranked) {
      expect(score).toBeCloseTo(expectedUtility(drawn, text(tokens), metric), 9);
    }
    const finished = ranked.filter((hypothesis) => hypothesis.finished);
    const best = Math.max(...finished.map(({ tokens }) => expectedUtility(drawn, text(tokens), metric)));
    expect(ranked[0]?.score).toBeCloseTo(best, 9);
  });
});
