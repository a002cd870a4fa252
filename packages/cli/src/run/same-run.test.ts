import { ConfigError } from '@seq2seq/core';
import { buildVocabulary } from '@seq2seq/text';
import type { TextModel, TextModelPlan } from 'seq2seq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyModel, tinyPlan } from '../__fixtures__/tiny-model.ts';
import { checkSameRun } from './same-run.ts';

let saved: TextModel;
beforeAll(async () => {
  saved = await tinyModel();
});
afterAll(() => saved.dispose());

const messageFor = (plan: TextModelPlan): string => {
  try {
    checkSameRun('runs/x', saved, plan, 'a run of this test');
  } catch (error) {
    expect(ConfigError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  return '';
};

describe('checkSameRun', () => {
  it('lets the same run pass, whatever the order of its keys', () => {
    expect(messageFor(tinyPlan())).toBe('');
    const { config, ...vocabularies } = tinyPlan();
    const reversed = Object.fromEntries(Object.entries(config).toReversed()) as typeof config;
    expect(messageFor({ config: reversed, ...vocabularies })).toBe('');
  });

  it('lists every value that differs, with both sides', () => {
    const { config, ...vocabularies } = tinyPlan({ seed: 5 });
    const { attention: _, ...model } = config.model;
    expect(messageFor({ config: { ...config, model }, ...vocabularies })).toBe(
      'runs/x: expected a run of this test, but the run there differs; name another folder with --out, or start over with --fresh:\n' +
        `  model.attention: ${JSON.stringify(config.model.attention)} there, nothing asked for\n` +
        '  training.seed: 1 there, 5 asked for',
    );
  });

  it('notices other tokens under the same numbers', () => {
    const targetVocabulary = buildVocabulary([[...'ABCDEX']]);
    expect(messageFor({ ...tinyPlan(), targetVocabulary })).toMatch(
      /\n {2}target vocabulary: token 9 is "F" there, "X" in the data$/,
    );
  });
});
