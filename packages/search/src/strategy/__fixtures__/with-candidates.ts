import type { CandidateRequest, StepModel } from '../../index.ts';

/** A model of full scores, answering requests by sorting each row whole; `requests` is what it was asked for. */
export function withCandidates<State>(
  model: StepModel<State>,
): StepModel<State> & { readonly requests: (CandidateRequest | undefined)[] } {
  const { vocabularySize } = model;
  const requests: (CandidateRequest | undefined)[] = [];
  return {
    requests,
    vocabularySize,
    reorder: (state, rows) => model.reorder(state, rows),
    release: (state) => model.release(state),
    async step(state, lastTokens, request) {
      requests.push(request);
      const result = await model.step(state, lastTokens);
      if (!request || !result.logProbs) return result;
      const tokens: number[] = [];
      const logProbs: number[] = [];
      const eosLogProbs: number[] = [];
      for (let row = 0; row < lastTokens.length; row++) {
        const ofRow = [...result.logProbs.subarray(row * vocabularySize, (row + 1) * vocabularySize)];
        const sorted = [...ofRow.keys()]
          .filter((token) => token !== request.eos)
          .toSorted((one, other) => (ofRow[one] === ofRow[other] ? one - other : ofRow[other]! - ofRow[one]!))
          .slice(0, request.count);
        tokens.push(...sorted);
        logProbs.push(...sorted.map((token) => ofRow[token]!));
        eosLogProbs.push(ofRow[request.eos]!);
      }
      return {
        state: result.state,
        candidates: {
          tokens: Int32Array.from(tokens),
          logProbs: Float32Array.from(logProbs),
          eosLogProbs: Float32Array.from(eosLogProbs),
        },
        ...(result.alignment && { alignment: result.alignment }),
      };
    },
  };
}
