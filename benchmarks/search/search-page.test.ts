import { expect, test } from 'vitest';
import type { SearchReport } from './measure-search.ts';
import { searchPage, shareOf } from './search-page.ts';

const reportWith = (beam: readonly number[], model = 95): SearchReport => ({
  command: 'npm run bench -- search --rounds 3',
  date: '2024-05-06T07:08:09.000Z',
  machine: {
    ...{ processor: 'A Processor', cores: 2, memoryGb: 24, system: 'linux x64', load: 7.5 },
    ...{ node: 'v24.0.0', tfjs: '4.22.0', revision: '0123456789' },
  },
  rounds: 3,
  shapes: { vocabularySize: 8000, beamWidth: 5, sources: 8, steps: 25 },
  arms: [
    { name: 'beam', microseconds: beam },
    { name: 'beam, candidates', microseconds: [1, 1, 1] },
    { name: 'sampling', microseconds: [80, 70, 90] },
  ],
  decode: {
    case: 'mt-512',
    batch: 16,
    shares: [{ name: 'candidates', times: [{ whole: 100, model }] }],
  },
});

test('the page has a row for each arm and says what it was measured on', () => {
  const page = searchPage(reportWith([9, 8, 20]));
  expect(page).toContain('| beam | **9.0** | 8.0–20.0 |');
  expect(page).toContain('| sampling | **80.0** | 70.0–90.0 |');
  expect(page).toContain('| candidates | 100.0 | 95.0 | **5.00 %** |');
  for (const part of ['A Processor', '0123456789', 'not quiet (load 7.5 on 2 cores)', '--rounds 3`', '8 sources'])
    expect(page).toContain(part);
});

test('it says whether a beam and decoding stay within their limits', () => {
  expect(searchPage(reportWith([9, 8, 20]))).toContain('takes 9.0 µs for a row and step, which is within 15 µs');
  expect(searchPage(reportWith([19, 8, 20]))).toContain(
    'takes 19.0 µs for a row and step, which is **not** within 15 µs',
  );
  expect(searchPage(reportWith([9]))).toContain('5.0 % are the search’s own, which is within 10 %');
  expect(searchPage(reportWith([9], 80))).toContain('20.0 % are the search’s own, which is **not** within 10 %');
});

test('a share is the middle of the rounds’ shares, not the share of the middles', () => {
  const times = [
    { whole: 100, model: 90 },
    { whole: 10, model: 5 },
    { whole: 1000, model: 300 },
  ];
  expect(shareOf({ name: '', times })).toBe(0.5);
});

test('what Stryker has found is told where it is known', () => {
  expect(searchPage(reportWith([9]))).not.toContain('How well the tests hold it');
  const mutation = {
    ...{ command: 'npm run mutation', date: '2024-05-06', score: 87.5, mutants: 80 },
    ...{ detected: 70, minutes: 12, files: 'every file' },
    survivors: 'The others are rounding.',
  };
  const page = searchPage(reportWith([9]), mutation);
  expect(page).toContain('Of 80 changes in every file, 70 made a test fail: **87.5 %**');
  expect(page).toContain('The others are rounding.');
});
