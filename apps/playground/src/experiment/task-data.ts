// The examples of an experiment. Each problem is loaded when it is chosen, so that the first page carries none of them.
import { createRandom, type Random } from '@seq2seq/core';
import type { SplitSizes, TaskData, TaskExample } from '@seq2seq/tasks';
import { tokenizerOfType } from '@seq2seq/text';
import type { Experiment, TaskName } from './experiment.ts';
import { readOwnPairs } from './own-pairs.ts';

/** How many examples are held out to measure with while training, and to show at the end. */
const heldOut = { dev: 200, test: 200 };

/** What every problem is made from. */
type Making = SplitOptions & { readonly experiment: Experiment };
type SplitOptions = {
  readonly minimumLength: number;
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: Random;
};

const makers: Readonly<Record<TaskName, (making: Making) => Promise<TaskData>>> = {
  reverse: async (making) => (await import('@seq2seq/tasks/reverse')).reverseTask(making),
  copy: async (making) => (await import('@seq2seq/tasks/copy')).copyTask(making),
  sort: async (making) => (await import('@seq2seq/tasks/sort')).sortTask(making),
  numbers: async (making) => (await import('@seq2seq/tasks/numbers')).numbersTask(making),
  addition: async (making) => (await import('@seq2seq/tasks/addition')).additionTask(making),
  phrases: async ({ examples, random }) => (await import('@seq2seq/tasks/phrases')).phrasesTask({ examples, random }),
  dates: async ({ examples, random }) => (await import('@seq2seq/tasks/dates')).datesTask({ examples, random }),
  g2p: async ({ experiment }) => fewer(await (await import('@seq2seq/tasks/g2p')).g2pTask(), experiment),
  own: async ({ experiment }) => ownData(experiment),
};

/** Of no experiment. */
export const noData: TaskData = { train: [], dev: [], test: [] };

/** Makes the examples; the same experiment always has the same. */
export const taskData = (experiment: Experiment): Promise<TaskData> =>
  makers[experiment.task]({
    experiment,
    minimumLength: experiment.shortest,
    maximumLength: experiment.longest,
    examples: { train: experiment.examples, ...heldOut },
    random: createRandom(experiment.seed).fork('data'),
  });

/** The first of each split, once they are shuffled. */
const fewer = ({ train, dev, test }: TaskData, { examples, seed }: Experiment): TaskData => {
  const random = createRandom(seed).fork('choice');
  const some = (all: readonly TaskExample[], count: number): TaskExample[] =>
    all
      .map((example) => ({ example, place: random.next() }))
      .toSorted((a, b) => a.place - b.place)
      .slice(0, count)
      .map(({ example }) => example);
  return { train: some(train, examples), dev: some(dev, heldOut.dev), test: some(test, heldOut.test) };
};

/** A tenth of the user's sources is held out, at least one of them, half of that to measure with while training. */
const ownData = ({ ownPairs, ownTokens, examples, seed }: Experiment): TaskData => {
  const tokenizer = tokenizerOfType(ownTokens);
  const targetsOf = new Map<string, string[]>();
  for (const { source, target } of readOwnPairs(ownPairs).pairs) {
    targetsOf.set(source, [...(targetsOf.get(source) ?? []), target]);
  }
  const random = createRandom(seed).fork('choice');
  const all = [...targetsOf]
    .map(([source, targets]) => ({ source, targets, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ source, targets }): TaskExample => ({
      source: tokenizer.tokenize(source),
      targets: targets.map((target) => tokenizer.tokenize(target)),
    }));
  if (all.length < 3) {
    throw new Error(`Own pairs: expected at least 3 different sources, got ${all.length}; paste more lines.`);
  }
  const count = Math.min(Math.max(1, Math.floor(all.length / 20)), heldOut.dev);
  return {
    dev: all.slice(0, count),
    test: all.slice(count, 2 * count),
    train: all.slice(2 * count).slice(0, examples),
  };
};
