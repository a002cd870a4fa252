// The example by which beam search is often taught, as a search of this view: a table in the place of a model, so that nothing has to
// be trained.
import { bannedTokens, forcedPrefix, greedy, search } from '@seq2seq/search';
import { textbookExample } from '@seq2seq/search/testing';
import type { FoundOutput, SearchChoices, TraceAnswer } from '../../protocol/messages.ts';
import { scoringOf } from '../../trainer/strategy-of.ts';
import { tellTrace } from '../../trainer/tell-trace.ts';
import { recordedSearch } from '../../trainer/recorded-search.ts';

/** Searches the example as the user chose. */
export const searchTextbook = async (choices: SearchChoices): Promise<TraceAnswer> => {
  const example = textbookExample();
  const { model, words, task } = example;
  const idsOf = (tokens: readonly string[]): number[] => tokens.map((token) => words.indexOf(token));
  const request = {
    ...{ ...task, maxLength: choices.maxLength },
    constraints: [forcedPrefix(idsOf(choices.prefix)), bannedTokens(idsOf(choices.banned))],
  };
  const found = async (strategy: Parameters<typeof search>[3]): Promise<readonly FoundOutput[]> => {
    const [hypotheses = []] = await search(model, model.start(1), request, strategy);
    return hypotheses.map(({ tokens, logProb, tokenLogProbs, score, finished }) => ({
      text: example.text(tokens),
      tokens: tokens.filter((token) => token !== task.eos).map((token) => words[token]!),
      ...{ logProb, tokenLogProbs, score, finished },
    }));
  };
  const { strategy, steps } = recordedSearch(choices, words.length);
  const outputs = await found(strategy);
  const [beside] = choices.strategy === 'beam' ? await found(greedy(scoringOf(choices))) : [];
  return {
    ...{ sourceTokens: example.source.split(' '), unknown: [], outputs, step: 0 },
    ...tellTrace(steps, (token) => words[token]!),
    ...(beside && { greedy: beside }),
  };
};
