// The likeliest next tokens of each row: the greatest few of its log-softmax, of which a thread keeps one row at a time and never all.
import { topOfRow } from '../movement/top-k';
import { logSoftmaxRow } from '../softmax/log-softmax';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/**
 * Arguments: N, V, k, logits [N, V], log-probabilities [N, k] and tokens [N, k] of the best, which token ends or V for none, its
 * log-probabilities [N], scratch [threads, stride], stride in bytes, at least those of V float32.
 *
 * The token that ends is not among the best; k is at most the number of those that may be.
 */
export function topLogProbsJob(at: usize, thread: usize, threads: usize): void {
  const rows = word(at, 0);
  const vocabulary = word(at, 1);
  const bytes = word(at, 2) * 4;
  const ending = word(at, 6);
  const logProbs = word(at, 8) + thread * word(at, 9);
  const end = firstOf(thread + 1, threads, rows);
  for (let row = firstOf(thread, threads, rows); row < end; row++) {
    logSoftmaxRow(word(at, 3) + row * vocabulary * 4, logProbs, vocabulary);
    if (ending < vocabulary) {
      store<f32>(word(at, 7) + row * 4, load<f32>(logProbs + ending * 4));
      // Comes after all others.
      store<f32>(logProbs + ending * 4, NaN);
    }
    topOfRow(logProbs, vocabulary, word(at, 2), word(at, 4) + row * bytes, word(at, 5) + row * bytes);
  }
}
