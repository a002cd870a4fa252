// Which of the examples that a run is measured with are shown: the first ones of the list.
import type { TaskExample } from '@seq2seq/tasks';
import type { Experiment } from '../experiment/experiment.ts';
import { tokensAsText } from '../experiment/tokens-as-text.ts';
import type { ChosenSources, PinnedExample } from '../protocol/messages.ts';

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

type Shown = {
  readonly examples: readonly TaskExample[];
  /** How many are shown, from the first, and how many of these nobody chose. */
  readonly shown: number;
  readonly first: number;
};

/**
 * One more that is shown, behind those that are; the same if it is shown already.
 *
 * @throws Error if there is none of this source
 */
export const withPinned = <All extends Shown>(all: All, source: readonly string[]): All => {
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

/** Those that were chosen before, one after the other. Another experiment may have other examples: what it has not is left out. */
export const withChosen = <All extends Shown>(all: All, chosen: ChosenSources): All =>
  chosen
    .filter((wanted) => all.examples.some(({ source }) => isEqual(source, wanted)))
    .reduce((more, source) => withPinned(more, source), all);

const isEqual = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((token, index) => token === others[index]);

/** What of it the user chose. */
export const chosenSources = ({ examples, first, shown }: Shown): ChosenSources =>
  examples.slice(first, shown).map(({ source }) => source);

/** All that is shown, with its texts. */
export const pinnedExamples = ({ examples, first, shown }: Shown, experiment: Experiment): readonly PinnedExample[] =>
  examples.slice(0, shown).map((example, index) => {
    const { source: sourceText, target: targetText } = textsOf(example, experiment);
    const { source, targets } = example;
    return { source, target: targets[0] ?? [], sourceText, targetText, ...(index >= first && { isChosen: true }) };
  });

/** Source and usual right answer as texts. */
export const textsOf = (
  { source, targets }: TaskExample,
  experiment: Experiment,
): { readonly source: string; readonly target: string } => {
  const [sourceText, targetText] = tokensAsText(experiment, source, targets[0] ?? []);
  return { source: sourceText, target: targetText };
};
