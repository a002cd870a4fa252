// What a run makes of a text, by any search.
import type { SearchRun, SearchStrategy } from '@seq2seq/search';
import { type TextConstraints, type TextModel, translate } from 'seq2seq';
import type { FoundOutput, SearchAnswer, SearchChoices } from '../protocol/messages.ts';
import { strategyOf } from './strategy-of.ts';
import { tableOf } from './table-of.ts';

/** Searches as the user chose. */
export const findOutputs = async (
  textModel: TextModel,
  text: string,
  choices: SearchChoices,
  step: number,
): Promise<SearchAnswer> => {
  const answer = await searchText(textModel, text, choices, strategyOf(choices));
  return { ...answer, outputs: answer.outputs.slice(0, choices.nBest), step };
};

/** Searches with a strategy that may be watched. Outputs are told with every token, those included that texts leave out. */
export const searchText = async (
  textModel: TextModel,
  text: string,
  choices: SearchChoices,
  strategy: SearchStrategy,
): Promise<Omit<SearchAnswer, 'step'>> => {
  const { tokenOf, eos } = textModel.target.vocabulary;
  let run: SearchRun | undefined;
  const watched: SearchStrategy = {
    ...strategy,
    begin: (task) => {
      run = strategy.begin(task);
      return run;
    },
  };
  const constraints = constraintsOf(textModel, choices);
  const [found] = await translate(textModel, [text], { search: watched, maxLength: choices.maxLength, constraints });
  const hypotheses = run?.best()[0] ?? [];
  return {
    sourceTokens: found?.sourceTokens ?? [],
    unknown: (found?.unknown ?? []).map(({ index }) => index),
    outputs: (found?.translations ?? []).map((translation, index): FoundOutput => {
      const { logProb, tokenLogProbs, score, finished, alignment } = translation;
      const tokens = (hypotheses[index]?.tokens ?? []).filter((token) => token !== eos).map(tokenOf);
      return {
        ...{ text: translation.text, tokens, logProb, tokenLogProbs, score, finished },
        ...(alignment && { alignment: tableOf(alignment) }),
      };
    }),
  };
};

/**
 * What outputs must obey.
 *
 * @throws Error if it names a token that no text has
 */
const constraintsOf = ({ target }: TextModel, { prefix, banned }: SearchChoices): TextConstraints => {
  const { vocabulary, tokenizer } = target;
  const isUnknown = (token: string): boolean => token === vocabulary.tokenOf(vocabulary.unk);
  const special = [...prefix, ...banned.filter((token) => !isUnknown(token))].find((token) => !vocabulary.has(token));
  if (special !== undefined) {
    throw new Error(
      `search: expected tokens that a text can have in its beginning and among the banned, got “${special}”; take it out.`,
    );
  }
  const words = banned.filter((token) => !isUnknown(token));
  return {
    ...(prefix.length > 0 && { prefix: tokenizer.detokenize(prefix) }),
    ...(words.length > 0 && { banned: words }),
    ...(words.length < banned.length && { unknown: false }),
  };
};
