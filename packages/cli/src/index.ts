/**
 * The `seq2seq` command.
 *
 * @packageDocumentation
 */
export { runCommandLine } from './command-line.ts';
