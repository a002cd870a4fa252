// How probable a language model finds given texts: what it would rank outputs by, or how well it knows a language.
import type { LanguageModel } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { EncodedSequence } from '../training/sequence-batches.ts';
import { forceTargets, type Teacher } from './force-targets.ts';
import type { ScoreOptions } from './score.ts';
import { sumOf } from './score-of-target.ts';

/** A text, scored. */
export type ScoredSequence = {
  /** The log-probability of each of its tokens given those before it, in nats. */
  readonly tokenLogProbs: readonly number[];
  /** Their sum. */
  readonly logProb: number;
};

/**
 * Scores texts in ids by a language model; what a search over `beginTexts` has found gets the same log-probabilities here. With them
 * `noisyChannel` of `@seq2seq/search` ranks outputs. Results do not depend on what else is in the batch.
 *
 * @param sequences - each with its end of sentence, if it ends
 * @param vocabulary - whose ids they are
 * @throws ConfigError if the batch size is out of range
 */
export const scoreSequences = async (
  model: LanguageModel,
  sequences: readonly EncodedSequence[],
  vocabulary: Pick<Vocabulary, 'bos' | 'pad'>,
  { batchSize = 32, signal }: Pick<ScoreOptions, 'batchSize' | 'signal'> = {},
): Promise<readonly ScoredSequence[]> => {
  const teacher: Teacher = {
    ...{ vocabularySize: model.targetVocabularySize, target: vocabulary },
    force: (_, given) => model.teacherForce(given, { training: false }),
  };
  const forced = await forceTargets(teacher, sequences, { batchSize, signal });
  return forced.map(({ tokenLogProbs }) => ({ tokenLogProbs, logProb: sumOf(tokenLogProbs) }));
};
