import { readFileSync } from 'node:fs';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { Seq2SeqError } from '@seq2seq/core';
import { modelsCommand } from './commands/models.ts';
import { playgroundCommand } from './commands/playground.ts';
import { scoreCommand } from './commands/score.ts';
import { startCommand } from './commands/start.ts';
import { trainCommand } from './commands/train.ts';
import { translateCommand } from './commands/translate.ts';
import { endWhenNobodyReads } from './terminal/closed-output.ts';
import { InterruptedError } from './terminal/interruption.ts';

/** Wrong usage: an unknown option, a missing argument. */
const usageExitCode = 2;

/**
 * Runs one command and sets the process's exit code: 0 done, 1 failed (one message on stderr), 2 wrong usage. After an interruption
 * that was tidied up, the process ends by the signal it got, as shells and npm expect.
 */
export const runCommandLine = async (words: readonly string[]): Promise<void> => {
  endWhenNobodyReads();
  try {
    await program().parseAsync([...words], { from: 'user' });
  } catch (error) {
    // Nobody is there to tell when the reader of a pipe has gone, and that is no failure.
    if (!(error instanceof InterruptedError)) process.exitCode = reportFailure(error);
    else if (error.signalName !== 'SIGPIPE') endBySignal(error.signalName);
  }
};

const program = () => {
  const root = new Command('seq2seq')
    .description('Sequence-to-sequence models with attention: train them and translate with them.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(run with --help to see all options)')
    .configureOutput({ outputError: (message, write) => write(message.replace(/^error: /, 'seq2seq: ')) })
    .addHelpText('after', '\nEach command explains itself: seq2seq train --help')
    .exitOverride();
  const commands = [
    ...[startCommand(), trainCommand(), translateCommand(), scoreCommand()],
    ...[modelsCommand(), playgroundCommand()],
  ];
  for (const command of commands) {
    root.addCommand(command.copyInheritedSettings(root).helpOption('-h, --help', 'print this help'));
  }
  return root;
};

/** The package's own; it lies one folder above both the sources and the build. */
const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** Without a listener left, the signal kills the process at once. */
const endBySignal = (name: NodeJS.Signals): void => {
  process.removeAllListeners(name);
  process.kill(process.pid, name);
};

const reportFailure = (error: unknown): number => {
  // Commander has printed its message already; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
  if (Seq2SeqError.isInstance(error)) console.error(`seq2seq: ${error.message}`);
  else console.error('seq2seq: this should not happen, please report it:', error);
  return 1;
};
