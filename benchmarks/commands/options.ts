// Options that several commands have.
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

/** Reads a count. */
export const count = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
};

export const threadsOption = (): Option<'--threads <count>', undefined, number, number> =>
  new Option('--threads <count>', 'on how many threads we compute; wasm and cpu have one')
    .argParser(count)
    .default(availableParallelism());

export const jsonOption = (description: string): Option<'--json', undefined, false> =>
  new Option('--json', description).default(false);
