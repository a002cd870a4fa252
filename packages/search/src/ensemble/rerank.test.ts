import { describe, expect, test } from 'vitest';
import { noisyChannel, noLengthPenalty, rerank, reversedTarget, reversedTokens, type Hypothesis } from '../index.ts';

const made = (tokens: readonly number[], logProb: number, finished = true): Hypothesis => ({
  tokens,
  tokenLogProbs: tokens.map(() => logProb / tokens.length),
  logProb,
  score: logProb,
  finished,
});
const list = [made([5, 0], -2), made([5, 6, 7, 0], -4), made([6, 0], -6)];

describe('rerank', () => {
  test('puts the highest new score first and changes nothing else', () => {
    const scores = [-3, -1, -2];
    const before = structuredClone(list);
    const found = rerank(list, (_, place) => scores[place]!);
    expect(found).toEqual([
      { ...list[1], score: -1 },
      { ...list[2], score: -2 },
      { ...list[0], score: -3 },
    ]);
    expect(list).toEqual(before);
  });

  test('equals stay in their order, and what has not ended comes last', () => {
    const unfinished = made([9], -1, false);
    expect(rerank([unfinished, ...list], () => -Infinity).map(({ tokens }) => tokens)).toEqual(
      [...list, unfinished].map(({ tokens }) => tokens),
    );
    expect(rerank([], () => 0)).toEqual([]);
  });

  test('a list without a score for each is refused', () => {
    const rescore = noisyChannel({ channel: [-1, -1], languageModel: [-1, -1, -1], sourceLength: 3 });
    expect(() => rerank(list, rescore)).toThrow(
      'rerank, hypothesis 2: the score must be a number, got NaN; give a log-prob',
    );
  });
});

test('noisy channel: the formula by hand', () => {
  const options = { channel: [-9, -3, -6], languageModel: [-3, -6, -3], sourceLength: 3 };
  // −2/2 + (−9 − 3)/3, −4/4 + (−3 − 6)/3, −6/2 + (−6 − 3)/3
  expect(list.map(noisyChannel(options))).toEqual([-5, -4, -6]);
  // −2/2 + (−4.5 − 6)/3, −4/4 + (−1.5 − 12)/3, −6/2 + (−3 − 6)/3
  const weights = { channelWeight: 0.5, languageModelWeight: 2 };
  expect(list.map(noisyChannel({ ...options, ...weights }))).toEqual([-4.5, -5.5, -6]);
  expect(list.map(noisyChannel({ ...options, channelWeight: 0 }))).toEqual([-1, -1, -3]);
});

test('reversed target: the formula by hand', () => {
  const reversed = [-6, -2, -6];
  expect(list.map(reversedTarget({ reversed, lengthPenalty: noLengthPenalty }))).toEqual([-4, -3, -6]);
  expect(list.map(reversedTarget({ reversed, weight: 0.25, lengthPenalty: (length) => length }))).toEqual([
    -1.5, -0.875, -3,
  ]);
  expect(list.map(reversedTarget({ reversed, weight: 0 }))[1]).toBeCloseTo(-4 / 4 ** 0.7, 12);
});

test('the empty hypothesis is not divided', () => {
  // (0 · 0.5 + −2 · 0.5), where 0 ** 0.7 would be 0
  expect([made([], 0, false)].map(reversedTarget({ reversed: [-2] }))).toEqual([-1]);
  expect([made([], 0, false)].map(noisyChannel({ channel: [-2], languageModel: [-4], sourceLength: 3 }))).toEqual([-2]);
});

test('tokens from the end keep the end of sentence last', () => {
  expect(reversedTokens({ tokens: [5, 6, 7, 0], finished: true })).toEqual([7, 6, 5, 0]);
  expect(reversedTokens({ tokens: [5, 6], finished: false })).toEqual([6, 5]);
  expect(reversedTokens({ tokens: [0], finished: true })).toEqual([0]);
  expect(reversedTokens({ tokens: [], finished: false })).toEqual([]);
});
