// A search that remembers all that it considered.
import type { SearchStrategy } from '@seq2seq/search';
import { traced, type TraceStep } from '@seq2seq/search/trace';
import type { SearchChoices } from '../protocol/messages.ts';
import { scoringOf, strategyOf } from './strategy-of.ts';

/** The strategy that was chosen, and a list that it fills with its steps. */
export const recordedSearch = (
  choices: SearchChoices,
): { readonly strategy: SearchStrategy; readonly steps: readonly TraceStep[] } => {
  const steps: TraceStep[] = [];
  const strategy = strategyOf(choices);
  // A strategy that names how many candidates it looks at gets no more, and then a viewer cannot say what it chose from.
  const whole: SearchStrategy = { begin: (task) => strategy.begin(task) };
  return { strategy: traced(whole, (step) => steps.push(step), { scoring: scoringOf(choices) }), steps };
};
