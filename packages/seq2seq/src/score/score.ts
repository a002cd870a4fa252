// How probable given targets are: what a reference is worth to a model, and which of many outputs it prefers.
import type { ScoringOptions } from '@seq2seq/search';
import { encodeExtended } from '@seq2seq/text';
import { encodeSource, type UnknownToken } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { type EncodedSide, sourceBatchOf } from '../training/source-batch-of.ts';
import type { ScoringConfigInput } from '../search-config/scoring-config.ts';
import type { TokenPair } from '../training/text-trainer.ts';
import { type Translation, translationOf } from '../translate/translation.ts';
import { type ForcedTarget, forceTargets, type Teacher } from './force-targets.ts';
import { scoreOfTarget, sumOf } from './score-of-target.ts';
import { scoringOf } from './scoring-of.ts';

export type ScoreOptions = {
  /**
   * What makes scores of log-probabilities: `{ lengthPenalty: 'wu' }` and more as a config says it, or functions of `@seq2seq/search`. By
   * default log P / T^0.7, as in `translate`.
   */
  readonly scoring?: ScoringConfigInput | ScoringOptions;
  /** Whether to tell where each token looked, if the model attends. Default false. */
  readonly alignments?: boolean;
  /** Pairs side by side; changes the speed, not the results. Large vocabularies make batches smaller. Default 32. */
  readonly batchSize?: number;
  /** Aborting rejects with the signal's reason after the present batch. */
  readonly signal?: AbortSignal;
};

/** A source text and the target to be scored. */
export type TextPair = { readonly source: string; readonly target: string };

/** The same, cut into tokens. */
export type ScoredTokenPair = TokenPair & {
  /** Whether the target ends, so that its end of sentence is scored too; a hypothesis that was cut off does not. Default true. */
  readonly finished?: boolean;
};

/**
 * A target as if the model had found it itself: its tokens as the model knows them, `<unk>` where it lacks one; the log-probability of
 * each, that of the end of sentence last; their sum; and the score.
 */
export type ScoredPair = Omit<Translation, 'perturbedLogProb'> & {
  /** The source's tokens, without factors. */
  readonly sourceTokens: readonly string[];
  /** What the source vocabulary lacks. */
  readonly unknown: readonly UnknownToken[];
  /** What the target vocabulary lacks, and the source, if the model copies, too: scored as `<unk>`. */
  readonly unknownTarget: readonly UnknownToken[];
};

/** All pairs together. */
export type ScoredPairs = {
  /** In the order in which they were given. */
  readonly pairs: readonly ScoredPair[];
  /** Of all tokens, in nats. */
  readonly logProb: number;
  /** Tokens that were scored, each end of sentence included. */
  readonly tokens: number;
  /** e to the power of minus the mean log-probability of a token; NaN of no token. */
  readonly perplexity: number;
};

/**
 * Scores given targets by teacher forcing: each token given the right ones before it. What `translate` has found gets the same
 * log-probabilities here. Results do not depend on what else is in the batch.
 *
 * @throws ConfigError or SearchError if an option is out of range; CorpusError if the model reads factors and a source lacks them
 */
export const score = (
  textModel: TextModel,
  pairs: readonly TextPair[],
  options: ScoreOptions = {},
): Promise<ScoredPairs> =>
  scoreTokens(
    textModel,
    pairs.map(({ source, target }) => ({
      source: textModel.source.tokenizer.tokenize(source),
      target: textModel.target.tokenizer.tokenize(target),
    })),
    options,
  );

/** The same for texts that are cut into tokens already, such as the n best of `translate`, which this ranks anew. */
export const scoreTokens = async (
  { model, source, target }: TextModel,
  pairs: readonly ScoredTokenPair[],
  options: ScoreOptions = {},
): Promise<ScoredPairs> => {
  const { alignments = false, batchSize = 32, signal } = options;
  const scoring = scoringOf(options.scoring ?? {});
  const { vocabulary } = target;
  const encoded = pairs.map((pair, index) => {
    const side = encodeSource(pair.source, source, { where: 'pairs', line: index + 1 });
    const words = encodeExtended(pair.target, vocabulary, side.copied ?? []);
    const finished = pair.finished ?? true;
    return { side, finished, ids: finished ? [...words, vocabulary.eos] : words };
  });
  const columns = encoded.map(({ side: { ids } }) => model.memoryLength?.(ids.length) ?? ids.length);
  const scoreOf = scoreOfTarget(scoring, columns, { attends: model.attends, vocabulary });
  const needsAlignments = alignments || scoring.coverage !== undefined;
  const sides = encoded.map(({ side: { ids, ...rest } }): EncodedSide => ({ source: ids, ...rest }));
  const teacher: Teacher = {
    ...{ vocabularySize: model.targetVocabularySize, target: vocabulary },
    sourceLengthOf: (index) => sides[index]?.source.length ?? 0,
    force: (rows, given) => {
      const batch = rows.map((index) => sides[index] as EncodedSide);
      const form = { pad: source.vocabulary.pad, vocabularySize: model.targetVocabularySize };
      const { logits, ...looked } = model.teacherForce(sourceBatchOf(batch, form), given, { training: false });
      return { logits, ...(needsAlignments && looked) };
    },
  };
  const targets = encoded.map(({ ids }) => ids);
  const forced = await forceTargets(teacher, targets, { batchSize, signal });

  const scored = encoded.map(({ side, ids, finished }, index): ScoredPair => {
    const said = { ...(forced[index] as ForcedTarget), finished };
    const form = {
      ...{ target, columns: columns[index] as number, hasEndColumn: columns[index] === side.ids.length },
      ...{ isReversed: source.isReversed, hasGates: model.copies, hasAlignments: alignments },
      ...(side.copied && { copied: side.copied }),
    };
    const logProb = sumOf(said.tokenLogProbs);
    return {
      ...translationOf({ ...said, tokens: ids, logProb, score: scoreOf(index, said) }, form),
      ...{ sourceTokens: side.tokens, unknown: side.unknown },
      unknownTarget: unknownOf((pairs[index] as ScoredTokenPair).target, ids, vocabulary.unk),
    };
  });
  const [logProb, tokens] = [sumOf(scored.map((pair) => pair.logProb)), sumOf(targets.map(({ length }) => length))];
  return { pairs: scored, logProb, tokens, perplexity: Math.exp(-logProb / tokens) };
};

const unknownOf = (tokens: readonly string[], ids: readonly number[], unk: number): UnknownToken[] =>
  tokens.flatMap((token, index) => (ids[index] === unk ? [{ token, index }] : []));
