// bench train, bench decode: how fast one case is, alone or in turns with a peer.
import { Command, Option } from '@commander-js/extra-typings';
import { type BackendName, backendNames } from 'seq2seq';
import { caseOf, cases } from '../cases.ts';
import { whyNot } from '../peers/why-not.ts';
import { alternate, type Entrant } from '../rounds/alternate.ts';
import { median } from '../rounds/statistics.ts';
import { type DecodeTask, type PeerName, peerNames, type SideName, type TrainTask } from '../side.ts';
import { count, jsonOption, threadsOption } from './options.ts';

type Options = {
  readonly case: string;
  readonly backend: BackendName;
  readonly threads: number;
  readonly steps: number;
  readonly json: boolean;
  readonly peer?: PeerName | undefined;
};

/** Pieces of work that are not counted. */
const warmUps = 2;

export const trainCommand = (signal: AbortSignal): Command =>
  withCommonOptions('train', 'One training step: teacher forcing, back-propagation, clipping, Adam.').action(
    (options) => bench({ what: 'train', shapes: caseOf(options.case), ...placeOf(options) }, options, signal),
  );

export const decodeCommand = (signal: AbortSignal): Command =>
  withCommonOptions('decode', 'One batch from sources to outputs, every hypothesis to full length.')
    .option('--beam <width>', 'hypotheses followed; 1 is greedy', count, 5)
    .option('--batch <count>', 'sources side by side', count, 32)
    .action((options) => {
      const { beam, batch } = options;
      const task: DecodeTask = { what: 'decode', shapes: caseOf(options.case), ...placeOf(options), beam, batch };
      return bench(task, options, signal);
    });

const withCommonOptions = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(new Option('--case <name>', 'which model and shapes').choices(Object.keys(cases)).default('g2p-256'))
    .addOption(new Option('--backend <name>', 'where we compute').choices(backendNames).default('simd'))
    .addOption(threadsOption())
    .option('--steps <count>', 'how many are timed; the median counts', count, 10)
    .addOption(new Option('--peer <name>', 'measure in turns with this').choices(peerNames))
    .addOption(jsonOption('print one JSON object as the last line'));

const placeOf = ({ backend, threads }: Options): Pick<TrainTask, 'backend' | 'threads'> => ({
  backend,
  threads: backend.startsWith('simd') ? threads : 1,
});

const bench = async (task: TrainTask | DecodeTask, options: Options, signal: AbortSignal): Promise<void> => {
  const { peer, steps } = options;
  const problem = peer && (await whyNot(peer, task));
  const sides: SideName[] = peer && !problem ? ['seq2seq', peer] : ['seq2seq'];
  const entrants = sides.map((side): Entrant => ({ label: side, side, task }));
  const rounds = await alternate(
    entrants,
    { warmUps, rounds: steps, settling: sides.length - 1, steps: 1 },
    {
      signal,
      onRoundEnd: (round, number) => {
        for (const side of sides) {
          const milliseconds = round[side]?.[0]?.milliseconds.toFixed(1);
          console.error(`${side}  ${task.what} ${options.case}  ${number}/${steps}  ${milliseconds} ms`);
        }
      },
    },
  );
  const medianOf = (side: SideName): number =>
    median(rounds.flatMap((round) => round[side] ?? []).map(({ milliseconds }) => milliseconds));
  const ours = figuresOf(task, medianOf('seq2seq'));
  const theirs = peer && !problem ? figuresOf(task, medianOf(peer)) : undefined;
  const ratio = peer && theirs && medianOf(peer) / medianOf('seq2seq');
  const { what, shapes, ...place } = task;
  if (options.json) {
    const compared = theirs
      ? { peer: { name: peer, ...theirs }, ratio }
      : problem && { peer: { name: peer, notRun: problem } };
    const result = { what, case: options.case, ...place, steps, ...ours, ...compared, shapes, node: process.version };
    console.log(JSON.stringify(result));
    return;
  }
  console.log(`${what} ${options.case}, median of ${steps}`);
  console.log(lineOf(`seq2seq/${options.backend}`, ours));
  if (peer && theirs) console.log(lineOf(peer, theirs));
  if (problem) console.log(`${peer} not run: ${problem}.`);
  if (ratio) console.log(`seq2seq is ${ratio.toFixed(2)} times as fast`);
};

const figuresOf = (task: TrainTask | DecodeTask, milliseconds: number): Readonly<Record<string, number>> =>
  task.what === 'train'
    ? {
        stepMs: milliseconds,
        targetTokensPerSecond: (1000 * task.shapes.batch * task.shapes.targetLength) / milliseconds,
      }
    : { batchMs: milliseconds, sequencesPerSecond: (1000 * task.batch) / milliseconds };

const lineOf = (side: string, figures: Readonly<Record<string, number>>): string =>
  `${side.padEnd(12)} ${Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toFixed(1)}`)
    .join('  ')}`;
