// The examples that the user chose to be shown, beside the first ones: they belong to the page's session, and go with its runs
// wherever those are made.
import type { ChosenSources, PinnedExample, RunSummary } from '../protocol/messages.ts';
import type { Playground } from './playground.ts';

/** What of the page says which example all views show. */
type Selecting = Pick<Playground, 'main' | 'selected'>;

type Sourced = { readonly source: readonly string[] };

/** What is to be shown of a run that is made next. */
export const chosenOf = (summary: RunSummary | undefined): ChosenSources =>
  (summary?.pinned ?? []).filter(({ isChosen }) => isChosen).map(({ source }) => source);

/** Whether an example is shown: one that was let go keeps its place, since what was measured before has it there. */
export const isShown = ({ isChosen }: PinnedExample): boolean => isChosen !== false;

const isSame = (one: Sourced, other: Sourced): boolean => JSON.stringify(one.source) === JSON.stringify(other.source);

/** Where an example is among others; -1 if it is not. */
export const placeAmong = (examples: readonly Sourced[], example: Sourced | undefined): number =>
  example ? examples.findIndex((other) => isSame(other, example)) : -1;

/** Where the example that all views show is in another run's list; runs of other data have another one in its place. */
export const selectedAmong = ({ main, selected }: Selecting, pinned: readonly PinnedExample[]): number => {
  const place = placeAmong(pinned, main.summary.value?.pinned[selected.value]);
  return place >= 0 ? place : Math.min(selected.value, pinned.length - 1);
};

/** What a trainer shows now, but for what was let go before: of that it knows nothing. */
export const withoutLetGo = (
  pinned: readonly PinnedExample[],
  before: readonly PinnedExample[],
): readonly PinnedExample[] =>
  pinned.map((example) => {
    const known = before[placeAmong(before, example)];
    return known?.isChosen === false ? { ...example, isChosen: false } : example;
  });

/** Lets one go that the user chose. */
export const letGo = (pinned: readonly PinnedExample[], place: number): readonly PinnedExample[] =>
  pinned.map((example, index) => (index === place && example.isChosen ? { ...example, isChosen: false } : example));

/** Shows one again that was let go. */
export const takeBack = (pinned: readonly PinnedExample[], chosen: Sourced): readonly PinnedExample[] =>
  pinned.map((example) => (!isShown(example) && isSame(example, chosen) ? { ...example, isChosen: true } : example));
