// Which of the examples that a run is measured with are shown: the first ones of the list.
import type { TaskExample } from '@seq2seq/tasks';
import type { Experiment } from '../experiment/experiment.ts';
import { tokensAsText } from '../experiment/tokens-as-text.ts';
import type { PinnedExample } from '../protocol/messages.ts';

/** Examples of all lengths are worth a look: the first ones are spread evenly from the shortest to the longest. */
export const withShownFirst = (examples: readonly TaskExample[], shown: number): readonly TaskExample[] => {
  const byLength = examples.toSorted((a, b) => a.source.length - b.source.length);
  const count = Math.min(shown, byLength.length);
  const first = Array.from(
    { length: count },
    (_, index) => byLength[Math.floor(((index + 0.5) * byLength.length) / count)]!,
  );
  return [...first, ...examples.filter((example) => !first.includes(example))];
};

/**
 * One more that is shown, behind those that are; the same if it is shown already.
 *
 * @throws Error if there is none of this source
 */
export const withPinned = <Shown extends { readonly examples: readonly TaskExample[]; readonly shown: number }>(
  all: Shown,
  source: readonly string[],
): Shown => {
  const { examples, shown } = all;
  const at = examples.findIndex((example) => isEqual(example.source, source));
  const example = examples[at];
  if (!example) {
    throw new Error(
      `trainer: expected the source of an example that is measured with, got “${source.join(' ')}”; look it up among the errors.`,
    );
  }
  if (at < shown) return all;
  const others = examples.filter((other) => other !== example);
  return { ...all, examples: [...others.slice(0, shown), example, ...others.slice(shown)], shown: shown + 1 };
};

const isEqual = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((token, index) => token === others[index]);

/** An example with its texts. */
export const pinnedExample = ({ source, targets }: TaskExample, experiment: Experiment): PinnedExample => {
  const target = targets[0] ?? [];
  const [sourceText, targetText] = tokensAsText(experiment, source, target);
  return { source, target, sourceText, targetText };
};
