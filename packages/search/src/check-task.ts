import { SearchError } from './search-error.ts';
import type { SearchTask } from './strategy/strategy.ts';

/** Longer outputs than this are taken for a mistake; strategies may prepare something for every length. */
const longestOutput = 1_000_000;
const largestToken = 2 ** 31 - 1;

/** The task, if it can be searched; otherwise an error that names everything wrong with it. */
export function checkTask(task: SearchTask): SearchTask {
  const { sources, bos, eos, maxLength, maxLengthFactor, sourceLengths, seeds, vocabularySize } = task;
  const wrong = [
    ...outside('vocabularySize', vocabularySize, 1, largestToken),
    ...outside('sources', sources, 0, largestToken),
    ...outside('bos', bos, 0, largestToken),
    ...outside('eos', eos, 0, vocabularySize >= 1 ? vocabularySize - 1 : largestToken),
    ...outside('maxLength', maxLength, 0, longestOutput),
    ...outsideEach('sourceLengths', sourceLengths, sources, 0, largestToken),
    ...outsideEach('seeds', seeds, sources, -largestToken, largestToken),
    ...(maxLengthFactor === undefined || (maxLengthFactor > 0 && maxLengthFactor < Infinity && sourceLengths)
      ? []
      : [`maxLengthFactor must be a finite number above 0 and go with sourceLengths, got ${String(maxLengthFactor)}`]),
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

/** One number for each source. */
function outsideEach(
  name: string,
  values: ArrayLike<number> | undefined,
  sources: number,
  smallest: number,
  largest: number,
): string[] {
  if (!values) return [];
  if (values.length !== sources) return [`${name} must have ${sources} values, got ${values.length}`];
  return Array.from(values).flatMap((value, source) => outside(`${name}[${source}]`, value, smallest, largest));
}
