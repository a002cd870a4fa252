// docs/results/playground.md, whole: nobody writes in it by hand.
import { machineTable, notQuiet } from '../compare/machine-table.ts';
import { digitsOf, markdownTable } from '../compare/markdown-table.ts';
import { spreadOf } from '../rounds/statistics.ts';
import type { PlaygroundReport } from './measure-playground.ts';

/** What each figure is to be below. */
const limits = { opening: 2, dates: 60, reverse: 15, task: 100, shell: 70, worker: 220, editor: 200 } as const;

/** Pictures a second that count as sixty: the last one may be cut off. */
const sixty = 59;

export const playgroundPage = (report: PlaygroundReport): string =>
  [
    '# The playground in a browser',
    introduction(report),
    ...notQuiet(report.machine, ''),
    '## How long one waits',
    waitTable(report),
    '## How smooth it is while it trains',
    smoothTable(report),
    '## What is sent',
    sizeTable(report),
    '## What was measured',
    machineTable(report, { hardware: [['Chromium', `${report.chromium}, without a display or a graphics card`]] }),
  ]
    .join('\n\n')
    .concat('\n');

const introduction = ({ command, rounds }: PlaygroundReport): string =>
  `Written by \`${command}\`; every time is in [playground.json](playground.json). The published build, served on this machine with the ` +
  `headers that give it threads, each figure in a new profile of the browser, ${rounds} rounds: the middle one, and the least and greatest.`;

type Row = readonly [what: string, values: readonly number[], unit: string, limit?: number];

const tableOf = (rows: readonly Row[]): string =>
  markdownTable(
    ['', 'measured', 'least–greatest', 'to be below'],
    rows.map(([what, values, unit, limit]) => {
      const { median, least, greatest } = spreadOf(values);
      return [
        what,
        `**${digitsOf(median)} ${unit}**`,
        `${digitsOf(least)}–${digitsOf(greatest)}`,
        limit === undefined ? '' : `${limit} ${unit}${median < limit ? '' : ', **missed**'}`,
      ];
    }),
  );

const waitTable = ({ opening, learning, comparing }: PlaygroundReport): string =>
  tableOf([
    ['dates: from the address to a map to look at', opening.dates, 's', limits.opening],
    ['reversal: the same', opening.reverse, 's', limits.opening],
    ['dates: from *Train* to 95 % of held-out dates exactly right', learning.dates, 's', limits.dates],
    ['reversal: the same', learning.reverse, 's', limits.reverse],
    ['four scorers on dates, side by side, until the last has ended', comparing, 's'],
  ]);

const smoothTable = ({ scrolling, longestTasks }: PlaygroundReport): string =>
  [
    'Scrolled down and up again four times, 1,200 pixels a second; a frame is late if it comes more than half a frame after its time.',
    markdownTable(
      ['', 'frames a second', 'late', 'longest wait'],
      Object.entries(scrolling).map(([viewport, rounds]) => {
        const of = (key: keyof (typeof rounds)[number]): number => spreadOf(rounds.map((round) => round[key])).median;
        const frames = of('framesPerSecond');
        return [
          viewport,
          `**${digitsOf(frames)}**${frames >= sixty ? '' : ' (60 **missed**)'}`,
          `${digitsOf(100 * of('late'))} %`,
          `${digitsOf(of('longest'))} ms`,
        ];
      }),
    ),
    tableOf([['longest task of the page in five seconds of training', longestTasks, 'ms', limits.task]]),
  ].join('\n\n');

const sizeTable = ({ sizes }: PlaygroundReport): string =>
  markdownTable(
    ['', 'KiB, gzip', 'to be below'],
    [
      ...(['shell', 'worker', 'editor'] as const).map((part) => [
        part,
        `**${digitsOf(sizes[part])}**`,
        `${limits[part]}${sizes[part] < limits[part] ? '' : ', **missed**'}`,
      ]),
      ['compiler of a user’s scorer, when it is tried', `**${digitsOf(sizes.compiler)}**`, ''],
    ],
  );
