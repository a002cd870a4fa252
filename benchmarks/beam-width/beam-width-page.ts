// docs/results/beam-width.md, whole: nobody writes in it by hand.
import { digitsOf, markdownTable } from '../compare/markdown-table.ts';
import { alphas, type BeamCell, type Stage } from './beam-cell.ts';
import { editChanges, summaryOf } from './beam-summary.ts';
import { drawings } from './beam-width-curves.ts';
import { stageCells } from './stage-cells.ts';
import { stageFindings } from './stage-findings.ts';

/** How the files beside the page are called. */
export const pageName = 'beam-width';

export const curveFileOf = (name: string): string => `${pageName}-${name}.svg`;

/** The page of all stages, with what there is of each. */
export const beamWidthPage = (stages: readonly Stage[], cells: readonly BeamCell[]): string =>
  [introduction(stages), ...stages.flatMap((stage) => section(stage, cells)), curves(cells), known(), method(cells)]
    .flat()
    .join('\n\n')
    .concat('\n');

const introduction = (stages: readonly Stage[]): readonly string[] => [
  '# Wider beams',
  `What does a wider beam find, and what is it good for? Written by \`npm run bench -- beam-width\`, all of it, from
[${pageName}.jsonl](${pageName}.jsonl), which has a line for each beam: what it found for each word. The command trains, searches what is
missing there, and can be stopped with Ctrl-C and given again.`,
  `The model is the one that \`npm start\` trains, spelling to sound on CMUdict, ${stages.map(({ name, steps }) => `${name} (${steps.toLocaleString('en-US')} steps)`).join(' and ')}: a
model that is sure of what it says, and one that is not. Words are held out, and searched one by one up to 40 tokens. The score is
log P / T^α; T counts the end of sentence. A search stops at the bound: when nothing alive can still win.`,
  `Where α = 0, an output of probability P that a beam of width K has found is surely the most probable of all if K · P ≥ 1: at most 1/P
beginnings of one length can be as probable as those of a better output, so none of these has left the beam.`,
];

const section = (stage: Stage, cells: readonly BeamCell[]): readonly string[] => [
  `## ${stage.name[0]!.toUpperCase()}${stage.name.slice(1)}: ${stage.steps.toLocaleString('en-US')} steps`,
  ...stageFindings(stage, cells),
  `All beams on the same ${stage.few} words${oneEdit(stage, cells)}:`,
  table(stage, stage.few, cells),
  `Those up to 100 on ${stage.many.toLocaleString('en-US')} words, which begin with these:`,
  table(stage, stage.many, cells),
];

/** How coarse an error rate over few words is. */
const oneEdit = (stage: Stage, cells: readonly BeamCell[]): string => {
  const [cell] = stageCells(stage, cells, { alpha: 0, words: stage.few });
  return cell ? `, where one edit is ${digitsOf(100 / cell.referencePhones, 2)} % of PER` : '';
};

const table = (stage: Stage, words: number, cells: readonly BeamCell[]): string => {
  const rows = alphas.flatMap((alpha) => {
    const own = stageCells(stage, cells, { alpha, words });
    return own.map((cell) => row(cell, own[0]!));
  });
  if (rows.length === 0) return '*Not run yet.*';
  return markdownTable(
    [
      ...['α', 'width', 'log P, nats', 'score', 'tokens', 'finished', 'empty', 'PER', 'WER'],
      ...['fewer / more edits than width 1', 'ms a word'],
    ],
    rows,
  );
};

const row = (cell: BeamCell, narrowest: BeamCell): string[] => {
  const summary = summaryOf(cell);
  const { fewer, more } = editChanges(cell, narrowest);
  return [
    String(cell.alpha),
    cell.width.toLocaleString('en-US'),
    signed(summary.logProb),
    signed(summary.score),
    digitsOf(summary.length, 2),
    `${digitsOf(100 * summary.finished, 1)} %`,
    String(summary.empty),
    `${digitsOf(100 * summary.phoneErrorRate, 2)} %`,
    `${digitsOf(100 * summary.wordErrorRate, 1)} %`,
    cell === narrowest ? '–' : `${fewer} / ${more}`,
    digitsOf(cell.milliseconds.median, cell.milliseconds.median < 10 ? 1 : 0),
  ];
};

const signed = (value: number): string => `${value < 0 ? '−' : ''}${digitsOf(Math.abs(value), 4)}`;

const curves = (cells: readonly BeamCell[]): readonly string[] =>
  cells.length === 0 ? [] : ['## Curves', ...drawings.map(({ name, title }) => `![${title}](${curveFileOf(name)})`)];

/** What others found, to hold the figures above against. */
const known = (): readonly string[] => [
  '## What is known',
  `- Koehn and Knowles 2017, "Six Challenges for Neural Machine Translation": the quality of translations rises with the width up to some
  point and falls beyond it, as outputs get shorter; with length normalisation it falls less.
- Murray and Chiang 2018, "Correcting Length Bias in Neural Machine Translation": a wider beam finds shorter outputs where the score is
  log P alone, since each token costs and locally normalised models cannot take back what they gave an early end (label bias); any
  normalisation, or a reward for each word, mends most of it.
- Stahlberg and Byrne 2019, "On NMT Search Errors and Model Errors: Cat Got Your Tongue?": searched exactly, the most probable translation of
  more than half of their sentences is the empty one. A beam looks good because it does not find it.
- Forster, Meister and Cotterell 2021, "Searching for Search Errors in Neural Morphological Inflection": for words that become words, the
  empty output is almost never the most probable, and greedy search often finds the most probable one.`,
  `Sounds of words are of the last sort: outputs are short and hardly ambiguous. Where the sections above show none of the troubles of
translation, that is no sign that a model of sentences would not have them.`,
];

const method = (cells: readonly BeamCell[]): readonly string[] => {
  if (cells.length === 0) return [];
  const several = (of: (cell: BeamCell) => string): string => [...new Set(cells.map(of))].join(', ');
  return [
    '## How it was measured',
    `PER: edits to the nearest pronunciation over its phones; WER: words with any edit. By a sign test, fewer edits in 18 words and more in
6 are beyond chance (5 %), fewer in 18 and more in 13 are not.`,
    `Time is the median of the processor's time for
encoding and searching one word alone, on one thread; the machine did other work meanwhile. Many words side by side are faster.`,
    `${several(({ processor, node }) => `${processor}, Node ${node}`)}; ${several(({ date }) => date.slice(0, 10))}; our revision ${several(({ revision }) => revision)}; weights
${several(({ steps, weights }) => `\`${weights}\` after ${steps.toLocaleString('en-US')} steps`)}.`,
    '```sh\nnpm run bench -- beam-width\n```',
  ];
};
