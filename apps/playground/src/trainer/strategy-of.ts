// The user's choices as a strategy of @seq2seq/search.
import {
  beam,
  diverseBeam,
  greedy,
  lengthNormalization,
  sampling,
  type ScoringOptions,
  type SearchStrategy,
} from '@seq2seq/search';
import { stochasticBeam } from '@seq2seq/search/stochastic-beam';
import type { SearchChoices } from '../protocol/messages.ts';

/** What outputs are ranked by: log P / T^α, the end of sentence counted in T. */
export const scoringOf = ({ alpha }: SearchChoices): ScoringOptions => ({ lengthPenalty: lengthNormalization(alpha) });

const makers: Readonly<
  Record<SearchChoices['strategy'], (choices: SearchChoices, scoring: ScoringOptions) => SearchStrategy>
> = {
  greedy: (_, scoring) => greedy(scoring),
  // The shelf is as long as the beam is wide, so that the page has something to rank again when α changes.
  beam: ({ width, nBest }, scoring) => beam({ width, nBest: Math.max(width, nBest), ...scoring }),
  'diverse-beam': ({ width }, scoring) => diverseBeam({ width, groups: width, ...scoring }),
  sampling: ({ width, temperature, topK, topP, seed }, scoring) =>
    sampling({ samples: width, temperature, seed, ...(topK > 0 && { topK }), ...(topP < 1 && { topP }), ...scoring }),
  'stochastic-beam': ({ width, seed }, scoring) => stochasticBeam({ width, seed, ...scoring }),
};

/**
 * The strategy of that name with the options that it reads.
 *
 * @throws SearchError if one is out of its range
 */
export const strategyOf = (choices: SearchChoices): SearchStrategy =>
  makers[choices.strategy](choices, scoringOf(choices));
