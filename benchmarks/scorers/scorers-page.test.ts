import { expect, test } from 'vitest';
import { caseOf } from '../cases.ts';
import { fastest, own, plainest } from './arms.ts';
import { ratioTo, scorersPage } from './scorers-page.ts';
import type { ScorersReport } from './measure-scorers.ts';

const timesOf = (name: string, cpuMs: readonly number[]) => ({ name, cpuMs, wallMs: cpuMs.map((ms) => 2 * ms) });

const reportWith = (cosine: readonly number[]): ScorersReport => ({
  command: 'npm run bench -- scorers --case g2p-256 --rounds 3',
  case: 'g2p-256',
  shapes: caseOf('g2p-256'),
  date: '2024-05-06T07:08:09.000Z',
  machine: {
    ...{ processor: 'A Processor', cores: 2, memoryGb: 24, system: 'linux x64', load: 7.5 },
    ...{ node: 'v24.0.0', tfjs: '4.22.0', revision: '0123456789' },
  },
  rounds: 3,
  sections: [
    {
      title: 'LSTM decoder',
      arms: [timesOf(fastest, [100, 50, 200]), timesOf(plainest, [100, 100, 100]), timesOf(own, cosine)],
    },
  ],
});

test('a ratio is the middle of the rounds’ ratios, not the ratio of the middles', () => {
  const [section] = reportWith([150, 100, 200]).sections;
  const arm = section?.arms.at(-1);
  expect(section && ratioTo(section, fastest, arm)).toEqual({ median: 1.5, least: 1, greatest: 2 });
  expect(section && ratioTo(section, 'nobody', arm)).toBeUndefined();
});

test('the page has a row for each arm, its times and ratios, and says what it was measured on', () => {
  const page = scorersPage(reportWith([150, 100, 200]));
  expect(page).toContain(`| ${own} | 150.0 | 100.0–200.0 | 300.0 | **1.50** | 1.00–2.00 | 1.50 |`);
  expect(page).toContain(`| ${fastest} | 100.0 | 50.0–200.0 | 200.0 | **1.00** | 1.00–1.00 | 1.00 |`);
  for (const part of ['2024-05-06T07:08:09.000Z', 'A Processor', '0123456789', '| 7.5 |', '--rounds 3`', '256 units'])
    expect(page).toContain(part);
});

test('it warns where the machine was not quiet', () => {
  const report = reportWith([150, 100, 200]);
  expect(scorersPage(report)).toContain('not quiet (load 7.5 on 2 cores)');
  expect(scorersPage({ ...report, machine: { ...report.machine, load: 0.5 } })).not.toContain('not quiet');
});

test('it says whether a user’s scorer stays within the limit', () => {
  expect(scorersPage(reportWith([150, 100, 200]))).toContain(
    '1.50 to 1.50 times as long as `mlp`, which is within 3 times',
  );
  expect(scorersPage(reportWith([301, 151, 602]))).toContain('which is **not** within 3 times');
});
