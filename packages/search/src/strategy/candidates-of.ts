import { checkedLogProb, type LogProbsPlace } from '../check-log-probs.ts';
import { firstAbove } from '../first-above.ts';
import type { Candidates, CandidateRequest, StepScores } from '../step-model.ts';
import { bestCandidates } from './best-candidates.ts';

/**
 * What a strategy looks at, in one form whether it has candidates or full scores: the same tokens either way.
 *
 * @returns with full scores k = min(count, V − 1) candidates a row; where fewer are possible, the last ones have −Infinity
 */
export function candidatesOf(scores: StepScores, request: CandidateRequest, vocabularySize: number): Candidates {
  const place = { path: 'logProbs', perRow: vocabularySize };
  return scores.candidates ?? pickCandidates(scores.logProbs, request, place);
}

/**
 * Picks the candidates of every row, and checks the log-probabilities while it reads them.
 *
 * @param place - its `perRow` is V
 */
export function pickCandidates(
  logProbs: Float32Array,
  { count, eos }: CandidateRequest,
  place: LogProbsPlace,
): Candidates {
  const { perRow: V } = place;
  const rows = logProbs.length / V;
  const k = Math.min(count, V - 1);
  const picked = {
    tokens: new Int32Array(rows * k),
    logProbs: new Float32Array(rows * k).fill(-Infinity),
    eosLogProbs: new Float32Array(rows),
  };
  const best = bestCandidates(k);
  for (let row = 0; row < rows; row++) {
    const first = row * V;
    const end = first + V;
    let threshold = -Infinity; // at most 0, so that nothing wrong is passed over
    for (
      let at = firstAbove(logProbs, first, end, threshold);
      at < end;
      at = firstAbove(logProbs, at + 1, end, threshold)
    ) {
      const logProb = checkedLogProb(logProbs, at, place);
      const token = at - first;
      if (logProb > threshold && token !== eos) threshold = best.add(logProb, token);
    }
    picked.eosLogProbs[row] = Math.min(0, logProbs[first + eos]!);
    for (const [rank, token] of best.drain().entries()) {
      picked.tokens[row * k + rank] = token;
      picked.logProbs[row * k + rank] = Math.min(0, logProbs[first + token]!);
    }
  }
  return picked;
}
