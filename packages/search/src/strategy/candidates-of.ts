import type { Candidates, CandidateRequest, StepScores } from '../step-model.ts';
import { bestCandidates } from './best-candidates.ts';

/**
 * What a strategy looks at, in one form whether the model gave candidates or full scores: the same tokens either way.
 *
 * @returns with full scores k = min(count, V − 1) candidates a row; where fewer are possible, the last ones have −Infinity
 */
export function candidatesOf(scores: StepScores, { count, eos }: CandidateRequest, vocabularySize: number): Candidates {
  if (scores.candidates) return scores.candidates;
  const rows = scores.logProbs.length / vocabularySize;
  const perRow = Math.min(count, vocabularySize - 1);
  const tokens = new Int32Array(rows * perRow);
  const logProbs = new Float32Array(rows * perRow).fill(-Infinity);
  const eosLogProbs = new Float32Array(rows);
  const best = bestCandidates(perRow);
  for (let row = 0; row < rows; row++) {
    const ofRow = scores.logProbs.subarray(row * vocabularySize, (row + 1) * vocabularySize);
    eosLogProbs[row] = ofRow[eos]!;
    let threshold = -Infinity;
    for (let token = 0; token < vocabularySize; token++) {
      if (ofRow[token]! > threshold && token !== eos) threshold = best.add(ofRow[token]!, token);
    }
    for (const [place, token] of best.drain().entries()) {
      tokens[row * perRow + place] = token;
      logProbs[row * perRow + place] = ofRow[token]!;
    }
  }
  return { tokens, logProbs, eosLogProbs };
}
