import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { finishedRun } from './__fixtures__/finished-run.ts';
import { tinyStudy } from './__fixtures__/tiny-study.ts';
import { learningPage } from './learning-page.ts';
import { appendRun } from './runs-file.ts';
import { meanPoints } from './study-curve.ts';
import { runsFileIn, writePage } from './write-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'learning-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const runs = [
  finishedRun(tinyStudy, { arm: 0, seed: 1, exact: 0.9 }),
  finishedRun(tinyStudy, { arm: 1, seed: 1, exact: 0.5 }),
  finishedRun(tinyStudy, { arm: 0, seed: 2, exact: 0.8 }),
  finishedRun(tinyStudy, { arm: 1, seed: 2, exact: 0.41 }),
  finishedRun(tinyStudy, { arm: 0, seed: 3, exact: 0.79 }),
  finishedRun(tinyStudy, { arm: 1, seed: 3, exact: 0.41 }),
];

test('a row an arm: the mean and each seed; a claim with its differences and what follows', () => {
  const page = learningPage([tinyStudy], runs);
  expect(page).toContain('| with | **83.0** % (90.0, 80.0, 79.0) |');
  expect(page).toContain('| without | **44.0** % (50.0, 41.0, 41.0) |');
  // Differences 40, 39 and 38: mean 39, t(2) = 4.303 times the standard error 1/√3 is 2.48.
  expect(page).toContain(
    '- Attention copies better: **came out**, exact match better by 39.0 points (seeds +40.0, +39.0, +38.0; 95 % interval +36.5 to +41.5).',
  );
  expect(page).toContain('| Attention copies better ([tiny](#tiny)) | came out |');
  expect(page).toContain('npm run bench -- learning --study tiny');
  expect(page).toContain('| tiny | 6 | 2026-01-02 | 0 min | abc | Some processor, Node v24 |');
});

test('what was not run is said to be, and half a comparison is none', () => {
  expect(learningPage([tinyStudy], [])).toContain('*Not run yet.*');
  expect(learningPage([tinyStudy], [])).toContain('Attention copies better: **not run**.');
  expect(learningPage([tinyStudy], runs.slice(0, 1))).toContain('Attention copies better: **not run**.');
  expect(learningPage([tinyStudy], runs.slice(0, 2))).toContain(
    'too few seeds**, exact match better by 40.0 points (one seed',
  );
});

test('a goal is told by the seeds that reached it', () => {
  const study = { ...tinyStudy, arms: tinyStudy.arms.slice(0, 1), claims: [], goal: { exact: 0.9, everySteps: 2 } };
  const row = (reached: string) => `| 90 % of the held-out examples are exactly right ([tiny](#tiny)) | ${reached} |`;
  const ended = [true, false, true].map((isGoalReached, index) =>
    finishedRun(study, { seed: index + 1, isGoalReached }),
  );
  expect(learningPage([study], ended)).toContain(row('reached by 2 of 3 seeds'));
  expect(learningPage([study], [])).toContain(row('not run'));
});

test('a claim about an arm that is not there is a mistake of ours', () => {
  const claims = tinyStudy.claims.map((claim) => ({ ...claim, worse: 'nobody' }));
  expect(() => learningPage([{ ...tinyStudy, claims }], runs)).toThrow(/is about nobody, which is no arm;/);
});

test('page and curves are written beside the runs', () => {
  for (const run of runs) appendRun(runsFileIn(folder), run);
  const page = writePage(folder, [tinyStudy]);
  expect(readdirSync(folder).toSorted()).toEqual([
    'what-attention-buys-tiny.svg',
    'what-attention-buys.jsonl',
    'what-attention-buys.md',
  ]);
  expect(readFileSync(page, 'utf8')).toBe(learningPage([tinyStudy], runs));
  expect(readFileSync(page, 'utf8')).toContain('![Copies by length](what-attention-buys-tiny.svg)');
});

test('a curve is the mean of its seeds where they have a point', () => {
  expect(
    meanPoints([
      [
        [4, 1],
        [2, 0.5],
      ],
      [[4, 0]],
    ]),
  ).toEqual([
    [2, 0.5],
    [4, 0.5],
  ]);
});
