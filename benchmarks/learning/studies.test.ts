import { createRandom } from '@seq2seq/core';
import { textModelFor, useBackend } from 'seq2seq';
import { beforeAll, describe, expect, test } from 'vitest';
import { finishedRun } from './__fixtures__/finished-run.ts';
import { linkErrorRate } from './measure-test.ts';
import { learningPage } from './learning-page.ts';
import { planOf } from './learning-run.ts';
import { pairOf } from './pair-of.ts';
import { studies } from './studies.ts';
import { parseScan } from './studies/scan.ts';

beforeAll(() => useBackend('cpu'));

describe.each(studies().map((study) => [study.name, study] as const))('%s', (_, study) => {
  test('has three seeds or more, arms of different names, and claims about them', () => {
    expect(study.seeds.length).toBeGreaterThanOrEqual(3);
    expect(new Set(study.arms.map(({ name }) => name)).size).toBe(study.arms.length);
    const runs = study.arms.map((__, arm) => finishedRun(study, { arm }));
    expect(learningPage([study], runs)).toContain(study.title);
  });
});

const withData = studies().filter(({ data }) => data !== undefined);

describe.each(withData.map((study) => [study.name, study] as const))('%s', (_, study) => {
  test('has data that no test example is learned from, and configs that build', () => {
    const data = study.data?.(createRandom(1).fork('data'));
    const learned = new Set(data?.train.map(({ source }) => source.join(' ')));
    for (const { examples } of data?.tests ?? []) {
      expect(examples.length).toBeGreaterThanOrEqual(200);
      expect(examples.filter(({ source }) => learned.has(source.join(' ')))).toEqual([]);
    }
    expect(study.goal !== undefined && (data?.dev ?? []).length === 0).toBe(false);
    for (const arm of study.arms) {
      const model = textModelFor((data?.train ?? []).map(pairOf), planOf(study, arm, 1).config);
      const longest = Math.max(
        ...(data?.tests ?? []).flatMap(({ examples }) => examples.map(({ targets }) => targets[0]?.length ?? 0)),
      );
      expect(model.config.text.maxLength).toBeGreaterThan(longest);
      model.dispose();
    }
  });
});

test('four layers and one wide layer have as many weights, within 2 %', () => {
  const study = studies().find(({ name }) => name === 'depth');
  const data = study?.data?.(createRandom(1).fork('data'));
  const [deep = 0, wide = 0] = (study?.arms ?? []).map(({ config }) => {
    const model = textModelFor((data?.train ?? []).map(pairOf), config);
    const weights = [...model.model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0);
    model.dispose();
    return weights;
  });
  expect(Math.abs(deep / wide - 1)).toBeLessThan(0.02);
});

test('lines of SCAN are read, and others refused', () => {
  expect(parseScan('IN: jump twice OUT: I_JUMP I_JUMP\nIN: look OUT: I_LOOK\n', 'f')).toEqual([
    { source: ['jump', 'twice'], targets: [['I_JUMP', 'I_JUMP']] },
    { source: ['look'], targets: [['I_LOOK']] },
  ]);
  expect(() => parseScan('IN: look OUT: I_LOOK\nlook I_LOOK', 'f')).toThrow(
    /^f:2: expected "IN: command OUT: actions"/,
  );
});

test('a wrong look is counted only where there is a right one', () => {
  const rows = [
    [0.9, 0.1, 0],
    [0, 0.2, 0.8],
    [0.5, 0.4, 0.1],
  ].map((row) => Float32Array.from(row));
  // The first token is made from source 0 or 1, the second from 1, the third from none.
  const example = {
    source: ['a', 'b'],
    targets: [['x', 'y', '-']],
    links: [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const,
  };
  expect(linkErrorRate([rows], [example])).toBeCloseTo(1 / 2, 12);
});
