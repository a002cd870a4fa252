// npm run bench -- train|decode --case NAME: how fast a training step or a decoded batch is, alone or in turns with a peer.
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type BackendName, backendNames } from 'seq2seq';
import { alternate, median } from './alternate.ts';
import { type BenchmarkCase, cases } from './cases.ts';
import type { SideName, Task } from './side.ts';

const count = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
};

type Common = {
  readonly case: string;
  readonly backend: BackendName;
  readonly threads: number;
  readonly steps: number;
  readonly json: boolean;
  readonly peer?: 'stock-wasm' | undefined;
};

const bench = async (
  what: Task['what'],
  options: Common,
  { beam, batch }: { readonly beam: number; readonly batch: number },
): Promise<void> => {
  const shapes = cases[options.case] as BenchmarkCase;
  const isThreaded = options.backend.startsWith('simd');
  const threads = isThreaded ? options.threads : 1;
  const names: SideName[] = ['seq2seq', ...(options.peer ? [options.peer] : [])];
  const task: Task = { what, caseName: options.case, backend: options.backend, threads, beam, batch };
  const times = await alternate(names, task, options.steps, (side, step, milliseconds) => {
    console.error(`${side}  ${what} ${options.case}  ${step + 1}/${options.steps}  ${milliseconds.toFixed(1)} ms`);
  });
  const figures = (side: SideName) => {
    const milliseconds = median(times.get(side) as readonly number[]);
    return what === 'train'
      ? { stepMs: milliseconds, targetTokensPerSecond: (1000 * shapes.batch * shapes.targetLength) / milliseconds }
      : { batchMs: milliseconds, sequencesPerSecond: (1000 * batch) / milliseconds };
  };
  const ours = figures('seq2seq');
  const theirs = options.peer && figures(options.peer);
  const ratio =
    theirs && median(times.get(options.peer) as readonly number[]) / median(times.get('seq2seq') as readonly number[]);
  const result = {
    what,
    case: options.case,
    backend: options.backend,
    threads,
    ...(what === 'decode' && { beam, batch }),
    steps: options.steps,
    ...ours,
    ...(theirs && { peer: { name: options.peer, ...theirs }, ratio }),
    shapes,
    node: process.version,
  };
  if (options.json) {
    console.log(JSON.stringify(result));
    return;
  }
  const describe = (side: string, figure: Readonly<Record<string, number>>): string =>
    `${side.padEnd(12)} ${Object.entries(figure)
      .map(([name, value]) => `${name} ${value.toFixed(1)}`)
      .join('  ')}`;
  console.log(`${what} ${options.case}, median of ${options.steps}`);
  console.log(describe(`seq2seq/${options.backend}`, ours));
  if (theirs) console.log(describe(options.peer, theirs));
  if (ratio) console.log(`seq2seq is ${ratio.toFixed(2)} times as fast`);
};

const withCommonOptions = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(new Option('--case <name>', 'which model and shapes').choices(Object.keys(cases)).default('g2p-256'))
    .addOption(new Option('--backend <name>', 'where we compute').choices(backendNames).default('simd'))
    .option('--threads <count>', 'on how many threads we compute; wasm and cpu have one', count, availableParallelism())
    .option('--steps <count>', 'how many are timed; the median counts', count, 10)
    .option('--json', 'print one JSON object as the last line', false);

const program = new Command('bench').description('Benchmarks, each side in a process of its own and in turns.');
program.addCommand(
  withCommonOptions('train', 'One training step: teacher forcing, back-propagation, clipping, Adam.')
    .addOption(new Option('--peer <name>', 'measure in turns with this').choices(['stock-wasm'] as const))
    .action((options) => bench('train', options, { beam: 1, batch: 0 })),
);
program.addCommand(
  withCommonOptions('decode', 'One batch from sources to outputs, every hypothesis to full length.')
    .option('--beam <width>', 'hypotheses followed; 1 is greedy', count, 5)
    .option('--batch <count>', 'sources side by side', count, 32)
    .action((options) => bench('decode', options, options)),
);

program.exitOverride();
for (const command of program.commands) command.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Error && 'exitCode' in error) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
