import { beam, exhaustive, type Hypothesis, noLengthPenalty, search, type SearchStrategy } from '@seq2seq/search';
import { randomTableModel } from '@seq2seq/search/testing';
import { expect, test } from 'vitest';
import { finishedCell } from './__fixtures__/finished-cell.ts';
import { editChanges, foundAgain, summaryOf, surelyBest } from './beam-summary.ts';

test('means over words, rates over phones and words', () => {
  const cell = finishedCell(
    { width: 3, alpha: 1, words: 4 },
    { logProbs: [-1, -2, -3, -6], lengths: [2, 4, 1, 3], edits: [0, 2, 1, 0], referencePhones: 12, unfinished: 1 },
  );
  // Scores −1/2, −2/4, −3/1 and −6/3: −6 in all.
  expect(summaryOf(cell)).toEqual({
    ...{ logProb: -3, score: -1.5, length: 2.5, finished: 0.75 },
    ...{ phoneErrorRate: 0.25, wordErrorRate: 0.5, empty: 1 },
  });
});

test('what width · P proves is so: exhaustive search finds nothing more probable', async () => {
  const task = { sources: 1, bos: 0, eos: 1, maxLength: 6 };
  let [proved, missed] = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const model = randomTableModel({ seed, vocabularySize: 4, impossible: 0.1 });
    const bestBy = async (strategy: SearchStrategy): Promise<Hypothesis> =>
      (await search(model, model.start(1), task, strategy))[0]![0]!;
    const best = await bestBy(exhaustive({ lengthPenalty: noLengthPenalty }));
    for (const width of [1, 2, 4, 8]) {
      const found = await bestBy(beam({ width, lengthPenalty: noLengthPenalty }));
      if (!found.finished) continue;
      const isProved = surelyBest({ alpha: 0, width, logProbs: [found.logProb] }).length === 1;
      if (isProved) {
        proved++;
        expect(found.logProb).toBeCloseTo(best.logProb, 6);
      } else if (found.logProb < best.logProb - 1e-6) missed++;
    }
  }
  // The law is about something: there are cases of either sort.
  expect(proved).toBeGreaterThan(100);
  expect(missed).toBeGreaterThan(10);
});

test('of scores by length nothing is proved', () => {
  expect(() => surelyBest(finishedCell({ width: 3, alpha: 0.7 }))).toThrow(/expected α = 0, got 0.7/);
});

test('what another beam found, too', () => {
  const wide = finishedCell({ width: 9, alpha: 0, words: 3 }, { logProbs: [-1, -2, -3] });
  const narrow = finishedCell({ width: 1, alpha: 0, words: 3 }, { logProbs: [-1.0001, -2.5, -3] });
  expect(foundAgain(narrow, wide, [0, 1, 2])).toBe(2);
  expect(foundAgain(narrow, wide, [1])).toBe(0);
});

test('words with fewer and with more edits', () => {
  const narrow = finishedCell({ width: 1, alpha: 0, words: 4 }, { edits: [1, 2, 0, 3] });
  const wide = finishedCell({ width: 9, alpha: 0, words: 4 }, { edits: [0, 3, 0, 1] });
  expect(editChanges(wide, narrow)).toEqual({ fewer: 2, more: 1 });
});
