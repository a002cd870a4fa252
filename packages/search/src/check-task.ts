import { SearchError } from './search-error.ts';
import type { SearchTask } from './strategy/strategy.ts';

/** Longer outputs than this are taken for a mistake; strategies may prepare something for every length. */
const longestOutput = 1_000_000;
const largestToken = 2 ** 31 - 1;

/** The task, if it can be searched; otherwise an error that names everything wrong with it. */
export function checkTask(task: SearchTask): SearchTask {
  const { sources, bos, eos, maxLength, vocabularySize } = task;
  const wrong = [
    ...outside('vocabularySize', vocabularySize, 1, largestToken),
    ...outside('sources', sources, 0, largestToken),
    ...outside('bos', bos, 0, largestToken),
    ...outside('eos', eos, 0, vocabularySize >= 1 ? vocabularySize - 1 : largestToken),
    ...outside('maxLength', maxLength, 0, longestOutput),
  ];
  if (wrong.length > 0) {
    const hint = wrong.some((line) => line.startsWith('eos'))
      ? ' The end of sentence must be one of the model’s tokens.'
      : '';
    throw new SearchError(`search: ${wrong.join('; ')}.${hint}`, { path: 'task', actual: task });
  }
  return task;
}

function outside(name: string, value: number, smallest: number, largest: number): string[] {
  if (Number.isInteger(value) && value >= smallest && value <= largest) return [];
  return [`${name} must be an integer from ${smallest} to ${largest}, got ${String(value)}`];
}
