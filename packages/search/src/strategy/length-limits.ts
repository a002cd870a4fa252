import type { SearchTask } from './strategy.ts';

/** The most tokens of each source's hypotheses: `maxLength`, or less where `maxLengthFactor` times the source is less. */
export function lengthLimits({ sources, maxLength, maxLengthFactor, sourceLengths }: SearchTask): readonly number[] {
  return Array.from({ length: sources }, (_, source) =>
    maxLengthFactor === undefined
      ? maxLength
      : Math.min(maxLength, Math.max(1, Math.ceil(maxLengthFactor * sourceLengths![source]!))),
  );
}
