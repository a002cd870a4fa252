// A model that translates, helped by one that only knows the language: it has read more text.

import { numberOption } from '../number-option.ts';
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
  numberOption([path, 'weight'], weight, (each) => each > 0, ['above 0', 'leave the language model out for 0']);
  const { vocabularySize } = model;
  if (endByModel !== undefined) {
    const isToken = (each: number) => Number.isInteger(each) && each >= 0 && each < vocabularySize;
    const range = [`that is a token below ${vocabularySize}`, 'leave it out for both to score the end'] as const;
    numberOption([path, 'endByModel'], endByModel, isToken, range);
  }
  return jointModel<readonly [State, LanguageState]>(path, [model, languageModel], {
    mix: ([own, language]) =>
      own!.map((logProb, at) => (at % vocabularySize === endByModel ? logProb : logProb + weight * language![at]!)),
    align: ([own]) => own,
  });
}
