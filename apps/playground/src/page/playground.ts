// The state of the page and everything that can be done to it. Views read signals and call actions; nothing else talks to trainers.
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Experiment } from '../experiment/experiment.ts';
import type { Shared } from '../experiment/link.ts';
import type { PresetName } from '../experiment/presets.ts';
import type { ViewName } from '../experiment/view-names.ts';
import type { BackendReport, Commands, Snapshot } from '../protocol/messages.ts';
import type { OtherRuns } from './other-runs.ts';
import type { RunState } from './run-state.ts';

/** Something that the page must say, with what can be done about it. */
export type Notice = {
  readonly text: string;
  readonly isError: boolean;
  readonly actions: readonly { readonly label: string; readonly act: () => void }[];
};

/** What the page's address says beside the experiment. */
export type LinkState = Pick<Shared, 'lesson' | 'model' | 'unknown'>;

export type Playground = {
  readonly preset: Signal<PresetName>;
  /** As the form says it; the run may still be of another. */
  readonly experiment: Signal<Experiment>;
  readonly isRestartNeeded: ReadonlySignal<boolean>;
  readonly main: RunState;
  readonly view: Signal<ViewName>;
  /** Which of the pinned examples all views show. */
  readonly selected: Signal<number>;
  /** Which moment of the film is shown; undefined is the last, as it comes. */
  readonly moment: Signal<number | undefined>;
  /** The text of the input boxes of Inspect and Search. */
  readonly input: Signal<string>;
  readonly backend: Signal<BackendReport | undefined>;
  readonly notice: Signal<Notice | undefined>;
  /** What a screen reader is told. */
  readonly announcement: Signal<string>;
  /** The scorer's code came with a link, and the user has not yet said that it may run. */
  readonly isCodeFromLink: Signal<boolean>;
  readonly link: Signal<LinkState>;

  choosePreset(name: PresetName): Promise<void>;
  edit(changes: Partial<Experiment>): void;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Pauses whatever plays; gives back how to let just that go on, as it is, if it is still paused then. */
  hold(): Promise<() => Promise<void>>;
  stepOnce(): Promise<void>;
  reset(): Promise<void>;
  /** The main run as it was at a snapshot, paused, with its curves up to there. */
  goOnFrom(snapshot: Snapshot): Promise<void>;
  /** Puts something else in the place of the main run, after what is being done with it: what else was wanted of it is wanted no more. */
  instead(work: () => Promise<void>): Promise<void>;
  /** Asks the main run's trainer. */
  ask<Name extends keyof Commands>(name: Name, request: Commands[Name]['request']): Promise<Commands[Name]['answer']>;
  /** Hears of runs other than the main one; gives back how to stop. */
  onOthers(listener: OtherRuns): () => void;
};

/** Why a run has stopped, as a sentence ends. */
export const stopWords: Readonly<Record<'steps' | 'exact' | 'loss' | 'seconds', string>> = {
  steps: 'it has had all its steps',
  exact: 'so many held-out examples are exactly right',
  loss: 'the loss is as low as you asked for',
  seconds: 'its time is over',
};
