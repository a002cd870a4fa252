// A search that remembers all that it considered.
import type { SearchStrategy } from '@seq2seq/search';
import { traced, type TraceStep } from '@seq2seq/search/trace';
import type { SearchChoices } from '../protocol/messages.ts';
import { scoringOf, strategyOf } from './strategy-of.ts';

/**
 * The strategy that was chosen, and a list that it fills with its steps.
 *
 * @param candidatesPerRow - how many tokens after each beginning are recorded; the strategy may look at fewer
 */
export const recordedSearch = (
  choices: SearchChoices,
  candidatesPerRow: number,
): { readonly strategy: SearchStrategy; readonly steps: readonly TraceStep[] } => {
  const steps: TraceStep[] = [];
  const strategy = strategyOf(choices);
  const options = { scoring: scoringOf(choices), candidatesPerRow };
  return { strategy: traced(strategy, (step) => steps.push(step), options), steps };
};
