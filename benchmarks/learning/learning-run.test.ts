import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { finishedRun } from './__fixtures__/finished-run.ts';
import { tinyStudy } from './__fixtures__/tiny-study.ts';
import { missingPlans } from './learning-run.ts';
import { appendRun, readRuns } from './runs-file.ts';
import type { Study } from './study.ts';

const folder = mkdtempSync(join(tmpdir(), 'learning-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const missing = (study: Study, runs: Parameters<typeof missingPlans>[1]) =>
  missingPlans(study, runs).map(({ arm, seed }) => `${arm} ${seed}`);

test('all arms of a seed come before the next seed, and what is there is not asked for again', () => {
  expect(missing(tinyStudy, [])).toEqual(['with 1', 'without 1', 'with 2', 'without 2', 'with 3', 'without 3']);
  const runs = [finishedRun(tinyStudy, { arm: 1, seed: 1 }), finishedRun(tinyStudy, { arm: 0, seed: 2 })];
  expect(missing(tinyStudy, runs)).toEqual(['with 1', 'without 2', 'with 3', 'without 3']);
});

test('runs of other steps, data, goals or configs do not count', () => {
  const runs = [1, 2, 3].flatMap((seed) => [0, 1].map((arm) => finishedRun(tinyStudy, { arm, seed })));
  expect(missing(tinyStudy, runs)).toEqual([]);
  expect(missing({ ...tinyStudy, steps: 13 }, runs)).toHaveLength(6);
  expect(missing({ ...tinyStudy, about: 'longer words' }, runs)).toHaveLength(6);
  expect(missing({ ...tinyStudy, goal: { exact: 1, everySteps: 2 } }, runs)).toHaveLength(6);
  const arms = tinyStudy.arms.map((arm, index) =>
    index === 0 ? arm : { ...arm, config: { ...arm.config, training: { batchSize: 17 } } },
  );
  expect(missing({ ...tinyStudy, arms }, runs)).toEqual(['without 1', 'without 2', 'without 3']);
});

test('runs come back from their file as they were, each on a line', () => {
  const path = join(folder, 'runs.jsonl');
  expect(readRuns(path)).toEqual([]);
  const runs = [finishedRun(tinyStudy, { seed: 1 }), finishedRun(tinyStudy, { seed: 2, exact: 0.25 })];
  for (const run of runs) appendRun(path, run);
  expect(readRuns(path)).toEqual(runs);
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(missing(tinyStudy, readRuns(path))).toEqual(['without 1', 'without 2', 'with 3', 'without 3']);

  appendFileSync(path, '{"study":"ti');
  expect(() => readRuns(path)).toThrow(/runs\.jsonl:3: expected a finished run as a line of JSON, got \{"study":"ti;/);
});
