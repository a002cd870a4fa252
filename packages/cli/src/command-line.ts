import { Command, CommanderError } from '@commander-js/extra-typings';
import { Seq2SeqError } from '@seq2seq/core';
import { startCommand } from './commands/start.ts';
import { trainCommand } from './commands/train.ts';
import { translateCommand } from './commands/translate.ts';
import { InterruptedError } from './terminal/interruption.ts';

/** Wrong usage: an unknown option, a missing argument. */
const usageExitCode = 2;

/**
 * Runs one command and sets the process's exit code: 0 done, 1 failed (one message on stderr), 2 wrong usage. After an interruption
 * that was tidied up, the process ends by the signal it got, as shells and npm expect.
 */
export const runCommandLine = async (words: readonly string[]): Promise<void> => {
  process.stdout.on('error', endQuietlyIfNobodyReads);
  try {
    await program().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof InterruptedError) process.kill(process.pid, error.signalName);
    else process.exitCode = reportFailure(error);
  }
};

const program = () => {
  const root = new Command('seq2seq')
    .description('Sequence-to-sequence models with attention: train them and translate with them.')
    .showHelpAfterError('(run with --help to see all options)');
  for (const command of [startCommand(), trainCommand(), translateCommand()]) root.addCommand(command);
  for (const command of [root, ...root.commands]) command.exitOverride();
  return root;
};

const reportFailure = (error: unknown): number => {
  // Commander has printed its message already; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
  if (Seq2SeqError.isInstance(error)) console.error(`seq2seq: ${error.message}`);
  else console.error('seq2seq: this should not happen, please report it:', error);
  return 1;
};

/** `seq2seq translate … | head` closes the pipe: nothing is wrong then. */
const endQuietlyIfNobodyReads = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
};
