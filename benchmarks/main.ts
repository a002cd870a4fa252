// npm run bench -- train|decode|kernels|scorers|search|playground|compare: how fast we are, alone or in turns with others; learning: how well we learn; beam-width: what wide beams find.
import { Command } from '@commander-js/extra-typings';
import { beamWidthCommand } from './commands/beam-width.ts';
import { compareCommand } from './commands/compare.ts';
import { kernelsCommand } from './commands/kernels.ts';
import { learningCommand } from './commands/learning.ts';
import { playgroundCommand } from './commands/playground.ts';
import { scorersCommand } from './commands/scorers.ts';
import { searchCommand } from './commands/search.ts';
import { decodeCommand, trainCommand } from './commands/train-and-decode.ts';

/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const program = new Command('bench').description('Benchmarks, each side in a process of its own and in turns.');
for (const create of [
  trainCommand,
  decodeCommand,
  kernelsCommand,
  scorersCommand,
  searchCommand,
  playgroundCommand,
  compareCommand,
  learningCommand,
  beamWidthCommand,
]) {
  program.addCommand(create(stop.signal).exitOverride());
}

program.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  if (stop.signal.aborted) {
    console.error('bench: stopped.');
    process.exitCode = interrupted;
  } else if (error instanceof Error && 'exitCode' in error) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
