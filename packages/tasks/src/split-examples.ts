import type { SplitSizes, TaskData, TaskExample } from './task.ts';

/** Cuts invented examples into splits: the first are for training, the last for testing. */
export function splitExamples(examples: readonly TaskExample[], { train, dev, test }: SplitSizes): TaskData {
  return {
    train: examples.slice(0, train),
    dev: examples.slice(train, train + dev),
    test: examples.slice(train + dev, train + dev + test),
  };
}

/** What is wrong with the sizes asked for: a sentence for each that is no count. */
export function sizeProblems(sizes: SplitSizes): string[] {
  return [sizes.train, sizes.dev, sizes.test].flatMap((size, index) =>
    Number.isSafeInteger(size) && size >= 0
      ? []
      : [
          `expected examples.${['train', 'dev', 'test'][index]} to be an integer of at least 0, got ${size}; give a count`,
        ],
  );
}

/** How many examples all splits need together. */
export function totalSize({ train, dev, test }: SplitSizes): number {
  return train + dev + test;
}
