// docs/results/search.md, whole: nobody writes in it by hand.
import { machineTable, notQuiet } from '../compare/machine-table.ts';
import { digitsOf, markdownTable } from '../compare/markdown-table.ts';
import { median, spreadOf } from '../rounds/statistics.ts';
import type { DecodeShare } from './decode-share.ts';
import type { SearchReport } from './measure-search.ts';
import { limited, reading } from './search-arms.ts';

/** Microseconds for a row and step that a beam may take. */
const limit = 15;

/** How much of decoding may be the search's own. */
const largestShare = 0.1;

/** What is kept of the last run of Stryker; see the nightly script `mutation`. */
export type MutationScore = {
  readonly command: string;
  readonly date: string;
  readonly score: number;
  readonly mutants: number;
  readonly detected: number;
  readonly minutes: number;
  readonly files: string;
  /** What the changes are that no test noticed, in whole sentences. */
  readonly survivors: string;
};

export const searchPage = (report: SearchReport, mutation?: MutationScore): string =>
  [
    '# What a search costs',
    introduction(report),
    ...notQuiet(report.machine, ': caches were shared, and a quiet one is faster'),
    conclusion(report),
    '## The search alone',
    armTable(report),
    '## Within decoding',
    decodeText(report),
    ...(mutation ? ['## How well the tests hold it', mutationText(mutation)] : []),
    '## What was measured',
    machineTable(report, { isOneCoreUsed: true }),
  ]
    .join('\n\n')
    .concat('\n');

const introduction = ({ command, rounds, shapes }: SearchReport): string =>
  `Written by \`${command}\`; every time is in [search.json](search.json). The model is free: its log-probabilities lie ready, so what is ` +
  `measured is the search alone, everything from the check of what the model says to the hypotheses. ${shapes.sources} sources, ` +
  `${shapes.steps} steps, a vocabulary of ${digitsOf(shapes.vocabularySize, 0)}, ${shapes.beamWidth} rows for each source. The arms worked ` +
  `in turns, ${rounds} rounds, in one process on one thread; times are **of the processor**, in microseconds **for a row and step**. ` +
  `*${reading}* only looks for the greatest number of each row.`;

const conclusion = ({ arms, decode }: SearchReport): string => {
  const worst = Math.max(
    ...arms.filter(({ name }) => limited.includes(name)).map(({ microseconds }) => median(microseconds)),
  );
  const share = Math.max(...decode.shares.map(shareOf));
  return (
    `A beam takes ${digitsOf(worst)} µs for a row and step, which is ${worst < limit ? 'within' : '**not** within'} ${limit} µs. Of decoding ` +
    `${decode.case}, ${digitsOf(100 * share)} % are the search’s own, which is ${share < largestShare ? 'within' : '**not** within'} ` +
    `${digitsOf(100 * largestShare, 0)} %.`
  );
};

const armTable = ({ arms }: SearchReport): string =>
  markdownTable(
    ['', 'µs', 'least–greatest'],
    arms.map(({ name, microseconds }) => {
      const spread = spreadOf(microseconds);
      return [name, `**${digitsOf(spread.median)}**`, `${digitsOf(spread.least)}–${digitsOf(spread.greatest)}`];
    }),
  );

/** The middle of the rounds' shares. */
export const shareOf = ({ times }: DecodeShare): number => median(times.map(({ whole, model }) => 1 - model / whole));

const decodeText = ({ decode, shapes }: SearchReport): string =>
  [
    `A batch of ${decode.batch} sources of ${decode.case}, a beam of ${shapes.beamWidth}, every hypothesis to full length, on one thread; ` +
      'milliseconds on the clock from source to hypotheses. What the encoder and the model’s `step`, `reorder` and `release` took is the ' +
      'model’s, the rest the search’s own. Our models answer requests with candidates; full scores are what other models may give.',
    markdownTable(
      ['', 'ms', 'of them the model', 'the search’s share'],
      decode.shares.map((share) => [
        share.name,
        digitsOf(median(share.times.map(({ whole }) => whole))),
        digitsOf(median(share.times.map(({ model }) => model))),
        `**${digitsOf(100 * shareOf(share), 2)} %**`,
      ]),
    ),
  ].join('\n\n');

const mutationText = (mutation: MutationScore): string => {
  const { command, date, score, mutants, detected, minutes, files, survivors } = mutation;
  return (
    `\`${command}\` changes the sources in small ways and runs the tests that reach each change. Of ${digitsOf(mutants, 0)} changes in ` +
    `${files}, ${digitsOf(detected, 0)} made a test fail: **${digitsOf(score)} %**. It took ${digitsOf(minutes, 0)} minutes, on ${date}. ` +
    survivors
  );
};
