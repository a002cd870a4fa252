import type { ScoringOptions } from '@seq2seq/search';
import { issueMessage } from '../config/issue-message.ts';
import { configErrorOf } from '../config/parse-model-config.ts';
import { createScoring, type ScoringConfigInput, scoringSchema } from '../search-config/scoring-config.ts';

/**
 * A scoring as a search takes it, of one with functions of one's own, or of one as a config says it.
 *
 * @throws ConfigError that lists everything that is wrong, each with its path
 */
export const scoringOf = (given: ScoringConfigInput | ScoringOptions): ScoringOptions => {
  if (hasFunctions(given)) return given;
  const result = scoringSchema.safeParse(given, { error: issueMessage });
  if (result.success) return createScoring(result.data);
  throw configErrorOf(result.error, 'scoring');
};

const hasFunctions = (given: ScoringConfigInput | ScoringOptions): given is ScoringOptions =>
  typeof given.lengthPenalty === 'function' || (typeof given.coverage === 'object' && 'penalty' in given.coverage);
