import { expect, test } from 'vitest';
import type { PlaygroundReport } from './measure-playground.ts';
import { scrollingOf } from './measure-scrolling.ts';
import { playgroundPage } from './playground-page.ts';

const report: PlaygroundReport = {
  command: 'npm run bench -- playground --rounds 3',
  date: '2024-05-06T07:08:09.000Z',
  machine: {
    ...{ processor: 'A Processor', cores: 2, memoryGb: 24, system: 'linux x64', load: 0.5 },
    ...{ node: 'v24.0.0', tfjs: '4.22.0', revision: '0123456789' },
  },
  chromium: '1.2.3',
  rounds: 3,
  opening: { dates: [0.9, 0.7, 0.8], reverse: [2.4, 2.1, 1.1] },
  learning: { dates: [12, 13, 11], reverse: [5, 16, 17] },
  comparing: [40, 50, 45],
  longestTasks: [30, 20, 101],
  scrolling: {
    desk: [{ framesPerSecond: 60, late: 0.01, longest: 33 }],
    phone: [{ framesPerSecond: 41, late: 0.25, longest: 80 }],
  },
  sizes: { shell: 50, worker: 220, editor: 160, compiler: 44 },
};

test('the page has the middle of the rounds and both ends, and says what it was measured on', () => {
  const page = playgroundPage(report);
  expect(page).toContain('a map to look at | **0.8 s** | 0.7–0.9 | 2 s |');
  expect(page).toContain('held-out dates exactly right | **12.0 s** | 11.0–13.0 | 60 s |');
  expect(page).toContain('until the last has ended | **45.0 s** | 40.0–50.0 |  |');
  expect(page).toContain('| desk | **60.0** | 1.0 % | 33.0 ms |');
  for (const part of ['A Processor', '1.2.3', '0123456789', '3 rounds']) expect(page).toContain(part);
  expect(page).not.toContain('not quiet');
  expect(playgroundPage({ ...report, machine: { ...report.machine, load: 7.5 } })).toContain('not quiet (load 7.5');
});

test('what is not reached is called missed, by the middle of the rounds', () => {
  const page = playgroundPage(report);
  expect(page).toContain('**2.1 s** | 1.1–2.4 | 2 s, **missed**');
  expect(page).toContain('**16.0 s** | 5.0–17.0 | 15 s, **missed**');
  expect(page).toContain('| phone | **41.0** (60 **missed**) |');
  expect(page).toContain('**30.0 ms** | 20.0–101.0 | 100 ms |');
  expect(page).toContain('| worker | **220.0** | 220, **missed** |');
});

test('a frame is late that comes more than half a frame after its time', () => {
  const scrolling = scrollingOf([16, 17, 17, 24, 26, 50]);
  expect(scrolling).toEqual({ framesPerSecond: 6000 / 150, late: 2 / 6, longest: 50 });
});
