// Comparisons that are ready to be trained, each for one question.
import type { Experiment } from '../../experiment/experiment.ts';
import { presets } from '../../experiment/presets.ts';
import type { Changes } from '../../experiment/changes.ts';

export type Starter = {
  readonly title: string;
  /** One sentence: what there is to see. */
  readonly about: string;
  /** What the form is set to. */
  readonly base: Experiment;
  readonly columns: readonly Changes[];
};

/** Four models share two cores, so that each is small. */
const small = { units: 48, embedding: 24, examples: 4000, stopSteps: 600 } as const;

export const starters: Readonly<Record<'scorers' | 'windows' | 'contexts', Starter>> = {
  scorers: {
    title: 'Four scorers on dates',
    about: 'The same decoder asks in four ways: which of them finds the digits first, and how sharply?',
    base: { ...presets.dates.experiment, ...small },
    columns: [{ scorer: 'mlp' }, { scorer: 'general' }, { scorer: 'dot' }, { scorer: 'location' }],
  },
  windows: {
    title: 'Window against long words',
    about: 'Copying long words: must one look at the whole word to find one letter, or is a small window enough?',
    base: {
      ...presets.reverse.experiment,
      ...small,
      ...{ task: 'copy', shortest: 8, longest: 16, scorer: 'general', query: 'current' },
    },
    columns: [{ window: 'global' }, { window: 'local-m', windowSize: 2 }, { window: 'local-p', windowSize: 2 }],
  },
  contexts: {
    title: 'No attention, fixed context, attention',
    about:
      'Sutskever’s one vector, Cho’s same vector at every step, Bahdanau’s look at the source: three years of a field.',
    base: { ...presets.reverse.experiment, ...small, shortest: 4, longest: 12 },
    columns: [{ context: 'initial' }, { context: 'every-step' }, { context: 'attention' }],
  },
};
export type StarterName = keyof typeof starters;
export const starterNames = Object.keys(starters) as readonly StarterName[];
