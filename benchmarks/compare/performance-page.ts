// docs/results/performance.md, whole: nobody writes in it by hand.
import { cases } from '../cases.ts';
import { kernelTables } from '../kernels/kernel-tables.ts';
import { medianOfMedians } from '../rounds/statistics.ts';
import { decodingTable, stockTable, threadsTable, trainingTable } from './duel-tables.ts';
import { timePerToken } from './growth.ts';
import { machineTable } from './machine-table.ts';
import { digitsOf, markdownTable } from './markdown-table.ts';
import type { Performance } from './performance.ts';

/** The page of one run: ratios first, then what was measured on what. */
export const performancePage = (performance: Performance): string =>
  [
    introduction(performance),
    ['## Training against PyTorch', trainingTable(performance.training)],
    ['## Decoding against PyTorch', decodingNotes, decodingTable(performance.decoding)],
    ['## Threads', threadsTable(performance.threads, performance.cores)],
    ['## Training against stock tfjs', stockNotes, stockTable(performance.stock)],
    ['## Time per token as sizes double', growthNotes, growthTable(performance)],
    ['## Kernels', kernelNotes, kernelTables(performance.kernels)],
    ['## What was measured', modelNotes, shapesTable(), measuredTable(performance)],
  ]
    .flat()
    .join('\n\n')
    .concat('\n');

const introduction = ({ command, isQuick, rounds, machine, cores }: Performance): readonly string[] => [
  '# Performance',
  `Written by \`${command}\`, all of it; the raw times are in [performance.json](performance.json). **A ratio is how many times as fast we ` +
    `are: above 1 we are faster.** Each side runs in a process of its own and they work in turns, ${rounds} rounds; a ratio is the median of ` +
    "the rounds' ratios, with the least and the greatest of them, because machines are noisy and differ.",
  ...(isQuick ? ['**A quick run: few steps, to show that everything works. Do not quote it.**'] : []),
  ...(machine.load > cores / 2
    ? [`**The machine was not quiet when it began (load ${machine.load} on ${cores} cores): measure again.**`]
    : []),
];

const stockNotes = `The same model for users of TensorFlow.js without us. stock-wasm and stock-cpu are written operation by operation on tfjs's backends as
they come, stock-wasm with one-hot embeddings because it cannot train others
([stock-model.ts](../../benchmarks/peers/stock-model.ts)). tfjs-layers, on backend-cpu, expresses training in parts that come with it: a
Bidirectional LSTM encoder, the decoder as a graph of T steps with its LSTM in Dense layers, since its recurrent layers take no feedback
from attention; clipping is done by a wrapped optimizer. It cannot express decoding
([tfjs-layers.ts](../../benchmarks/peers/tfjs-layers.ts)). Their steps take so long that they have only a round or two.`;

const decodingNotes =
  'Every hypothesis to full length. Where a batch takes milliseconds (g2p-256, and one source at a time) both sides decode 150 before the first turn and 60 in each, of which the last 45 count.';

const growthNotes = `Training steps of g2p-256 and of the same with a larger batch B, source length S or target length T. Time per source or target token,
against the smallest size in the same round: 1.00 is linear. Target tokens take more work than source tokens, so T alone may rise a little
and S alone fall.`;

const kernelNotes = 'Medians of rounds in which all kernels take turns, the best round in brackets.';

const modelNotes = `A bidirectional LSTM encoder (half the units each way), an LSTM decoder with input feeding, MLP attention queried by the current state,
a linear readout. A training step is teacher forcing, back-propagation, clipping and Adam. All threads of the machine on both sides,
unless said otherwise.`;

const growthTable = ({ growth }: Performance): string =>
  markdownTable(
    ['size', 'B', 'S', 'T', 'time per token', 'least–greatest', 'ms a step'],
    growth.map((size, _, [smallest = size]) => {
      const { batch, sourceLength, targetLength } = size.shapes;
      const { median, least, greatest } = timePerToken(size, smallest);
      return [
        size.label,
        ...[batch, sourceLength, targetLength].map(String),
        `**${digitsOf(median, 2)}**`,
        `${digitsOf(least, 2)}–${digitsOf(greatest, 2)}`,
        digitsOf(medianOfMedians(size.rounds.map(({ steps }) => steps))),
      ];
    }),
  );

const shapesTable = (): string =>
  markdownTable(
    ['case', 'source vocabulary', 'target vocabulary', 'embedding E', 'units H', 'batch B', 'S', 'T'],
    Object.entries(cases).map(([name, shapes]) => [
      name,
      ...[shapes.sourceVocabulary, shapes.targetVocabulary, shapes.embedding, shapes.units].map(String),
      ...[shapes.batch, shapes.sourceLength, shapes.targetLength].map(String),
    ]),
  );

const measuredTable = (performance: Performance): string => {
  const { machine, pytorch } = performance;
  return machineTable(performance, {
    libraries: [
      ['TensorFlow.js', machine.tfjs],
      ['PyTorch', pytorch.problem === undefined ? describePeer(pytorch.about) : `not run: ${pytorch.problem}`],
    ],
    hardware: [['memory', `${machine.memoryGb} GB`]],
  });
};

const describePeer = (about: Readonly<Record<string, string>>): string =>
  `${about['pytorch']}, ${about['blas']}, threads ${about['threads']}`;
