// A search with all that it considered, for a page that shows each of its steps.
import type { TextModel } from 'seq2seq';
import type { SearchChoices, TraceAnswer } from '../protocol/messages.ts';
import { searchText } from './find-outputs.ts';
import { recordedSearch } from './recorded-search.ts';
import { strategyOf } from './strategy-of.ts';
import { tellTrace } from './tell-trace.ts';

/** Searches as the user chose, and tells how. */
export const traceSearch = async (
  textModel: TextModel,
  text: string,
  choices: SearchChoices,
  step: number,
): Promise<TraceAnswer> => {
  const { tokenOf, size } = textModel.target.vocabulary;
  const { strategy, steps } = recordedSearch(choices, size);
  const answer = await searchText(textModel, text, choices, strategy);
  if (choices.strategy !== 'beam') return { ...answer, ...tellTrace(steps, tokenOf), step };
  const beside = { ...choices, strategy: 'greedy' } as const;
  const { outputs } = await searchText(textModel, text, beside, strategyOf(beside));
  return { ...answer, ...tellTrace(steps, tokenOf), step, ...(outputs[0] && { greedy: outputs[0] }) };
};
