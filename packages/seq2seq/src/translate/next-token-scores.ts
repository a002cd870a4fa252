import { hasKernel, runKernel } from '@seq2seq/core';
import type { CandidateRequest, CandidateScores, FullScores } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Log-probabilities as search takes them, still as tensors. */
export type NextTokenScores =
  | { readonly logProbs: Tensor }
  | { readonly tokens: Tensor; readonly logProbs: Tensor; readonly eosLogProbs: Tensor };

/**
 * A kernel that a backend may register: { logits [B, V] } and the attributes count and eos to [logProbs [B, count], tokens [B, count] int32,
 * eosLogProbs [B]]: the greatest of log-softmax, the greatest first, of equals the smaller token; eos is not among them.
 */
const topLogProbs = 'Seq2SeqTopLogProbs';

/**
 * What search is told about the next token of each row: the best few where it asks for no more and the current backend can choose them,
 * so that a vocabulary of thousands does not cross to JavaScript at each step; otherwise all.
 *
 * @param logits - [B, V]
 */
export const nextTokenScores = (logits: Tensor2D, request?: CandidateRequest): NextTokenScores => {
  if (!request || !hasKernel(topLogProbs)) return { logProbs: logSoftmax(logits) };
  const [logProbs, tokens, eosLogProbs] = runKernel(topLogProbs, { logits }, { ...request });
  return { logProbs: logProbs as Tensor, tokens: tokens as Tensor, eosLogProbs: eosLogProbs as Tensor };
};

/** `tf.logSoftmax` is made of smaller operations everywhere; a backend that has it as one gives the same bits here as in its kernel above. */
const logSoftmax = (logits: Tensor2D): Tensor =>
  hasKernel(tf.LogSoftmax)
    ? tf.engine().runKernel<Tensor>(tf.LogSoftmax, { logits }, { axis: logits.rank - 1 })
    : tf.logSoftmax(logits);

/** The numbers; the tensors stay the caller's. */
export const readScores = async (scores: NextTokenScores): Promise<FullScores | CandidateScores> => {
  const logProbs = (await scores.logProbs.data()) as Float32Array;
  if (!('tokens' in scores)) return { logProbs };
  const tokens = (await scores.tokens.data()) as Int32Array;
  const eosLogProbs = (await scores.eosLogProbs.data()) as Float32Array;
  return { candidates: { tokens, logProbs, eosLogProbs } };
};
