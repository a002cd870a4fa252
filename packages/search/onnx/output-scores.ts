// What heads of networks say about the next token, as search wants it: natural log-probabilities.

/**
 * What an output's numbers are:
 * - `logits`: of any size; the log-softmax is taken here
 * - `logProbs`: natural log-probabilities, taken as they are
 * - `probabilities`: from a softmax in the graph; their logarithm is taken, so what rounds to 0 becomes impossible
 */
export type ScoresKind = 'logits' | 'logProbs' | 'probabilities';

/**
 * @param values - [rows · V] what the network said
 * @returns [rows · V] natural log-probabilities, in a new array
 */
export function logProbsOf(values: ArrayLike<number>, kind: ScoresKind, vocabularySize: number): Float32Array {
  if (kind === 'logits') return logSoftmax(values, vocabularySize);
  return kind === 'probabilities' ? Float32Array.from(values, Math.log) : Float32Array.from(values);
}

/** x − max − ln Σ exp(x − max) for each row; one without any possible token stays so. */
function logSoftmax(logits: ArrayLike<number>, vocabularySize: number): Float32Array {
  const logProbs = Float32Array.from(logits);
  for (let start = 0; start < logProbs.length; start += vocabularySize) {
    const row = logProbs.subarray(start, start + vocabularySize);
    const max = row.reduce((most, logit) => Math.max(most, logit), -Infinity);
    if (max === -Infinity) continue;
    const logSum = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
    for (const [token, logit] of row.entries()) row[token] = logit - max - logSum;
  }
  return logProbs;
}
