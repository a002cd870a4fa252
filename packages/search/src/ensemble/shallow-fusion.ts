// A model that translates, helped by one that only knows the language: it has read more text.

import { SearchError } from '../search-error.ts';
import type { StepModel } from '../step-model.ts';
import { jointModel } from './joint-model.ts';

export type ShallowFusionOptions = {
  /** λ: how much the language model counts, above 0. */
  readonly weight: number;
  /** The end of sentence, if the model alone is to score it: for a language model that has seen no ends, or ends too soon. */
  readonly endByModel?: number;
};

/**
 * log p(token | source, tokens) + λ · log p(token | tokens) of a language model. It is a score, not a log-probability: rows do
 * not sum to one, and hypotheses report the sums. The state is the pair of theirs: begin with `[firstState, languageModelState]`,
 * the latter with as many rows. The alignment is the model's.
 *
 * @throws SearchError if their vocabularies differ or an option is wrong
 * @see Gülçehre et al. 2015, "On Using Monolingual Corpora in Neural Machine Translation", section 4.1
 */
export function shallowFusion<State, LanguageState>(
  model: StepModel<State>,
  languageModel: StepModel<LanguageState>,
  { weight, endByModel }: ShallowFusionOptions,
): StepModel<readonly [State, LanguageState]> {
  const path = 'shallowFusion';
  if (!(weight > 0 && weight < Infinity)) {
    throw new SearchError(
      `${path}: weight must be a finite number above 0, got ${String(weight)}; search with the model alone if the language model is not to count.`,
      { path: `${path}.weight`, expected: 'a finite number > 0', actual: weight },
    );
  }
  const { vocabularySize } = model;
  if (endByModel !== undefined && !(Number.isInteger(endByModel) && endByModel >= 0 && endByModel < vocabularySize)) {
    const expected = `a token from 0 to ${vocabularySize - 1}`;
    throw new SearchError(
      `${path}: endByModel must be ${expected}, got ${String(endByModel)}; give the end of sentence, or leave it out for both to score it.`,
      { path: `${path}.endByModel`, expected, actual: endByModel },
    );
  }
  return jointModel<readonly [State, LanguageState]>(path, [model, languageModel], {
    mix: ([own, language]) =>
      own!.map((logProb, at) => (at % vocabularySize === endByModel ? logProb : logProb + weight * language![at]!)),
    align: ([own]) => own,
  });
}
