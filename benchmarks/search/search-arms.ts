// What is measured: every strategy and the constraints that cost most, each a whole search over a model that costs nothing.
import {
  bannedTokens,
  beam,
  diverseBeam,
  finiteState,
  greedy,
  noRepeatedNgrams,
  requiredPhrases,
  sampling,
  search,
  type Constraint,
  type SearchStrategy,
} from '@seq2seq/search';
import { stochasticBeam } from '@seq2seq/search/stochastic-beam';
import { type PreparedModel, preparedModel } from './prepared-model.ts';

export type SearchShapes = {
  readonly vocabularySize: number;
  readonly beamWidth: number;
  readonly sources: number;
  readonly steps: number;
};

/** @returns how many rows it has gone through, all steps together */
type Work = () => Promise<number>;

export type SearchArm = { readonly name: string; readonly work: Work };

/** The arms that the limit of the page is about. */
export const limited: readonly string[] = ['beam', 'beam, candidates'];

/** Looking at every number once, the least that full scores can cost. */
export const reading = 'reading, no search';

const eos = 3;

export const searchArms = (shapes: SearchShapes): readonly SearchArm[] => {
  const { vocabularySize, beamWidth: width, sources, steps } = shapes;
  const rows = sources * width;
  const full = preparedModel({ vocabularySize, rows, eos });
  const few = preparedModel({ vocabularySize, rows, eos, candidates: width });
  const arm = (
    name: string,
    strategy: SearchStrategy,
    constraints: readonly Constraint[] = [],
    model: PreparedModel = full,
  ): SearchArm => ({
    name,
    async work() {
      model.counted.rows = 0;
      await search(model, null, { sources, bos: 0, eos, maxLength: steps, constraints }, strategy);
      return model.counted.rows;
    },
  });
  const all = beam({ width, stop: 'all' });
  // Two states that a token of a hundred changes: nothing can be passed over.
  const parity = finiteState({
    start: 0,
    vocabularySize,
    next: (state: number, token) => (token === eos ? undefined : token % 100 === 0 ? 1 - state : state),
    accepts: (state) => state === 0,
  });
  return [
    { name: reading, work: async () => readAll(full, rows, steps) },
    arm('greedy', greedy()),
    arm('beam', all),
    arm('beam, candidates', all, [], few),
    arm('beam, bound', beam({ width })),
    arm('diverse beam', diverseBeam({ width, groups: width, stop: 'all' })),
    arm('sampling', sampling({ samples: width })),
    arm('sampling, topK 10', sampling({ samples: width, topK: 10 })),
    arm('sampling, topP 0.9', sampling({ samples: width, topP: 0.9 })),
    arm('sampling, minP 0.05', sampling({ samples: width, minP: 0.05 })),
    arm('sampling, typicalP 0.9', sampling({ samples: width, typicalP: 0.9 })),
    arm('sampling, epsilon 0.001', sampling({ samples: width, epsilon: 0.001 })),
    arm('stochastic beam', stochasticBeam({ width })),
    arm('beam, bannedTokens', all, [bannedTokens([5, 6, 7])]),
    arm('beam, noRepeatedNgrams', all, [noRepeatedNgrams(3)]),
    arm('beam, requiredPhrases', all, [requiredPhrases([[11, 12], [13]])]),
    arm('beam, finiteState', all, [parity]),
  ];
};

/** The greatest of each row, of as many rows as a search would have. */
const readAll = async (model: PreparedModel, rows: number, steps: number): Promise<number> => {
  const lastTokens = new Int32Array(rows);
  let greatest = -Infinity;
  for (let step = 0; step < steps; step++) {
    const { logProbs } = await model.step(null, lastTokens);
    if (logProbs)
      for (let at = 0; at < logProbs.length; at++)
        if ((logProbs[at] as number) > greatest) greatest = logProbs[at] as number;
  }
  return greatest === -Infinity ? 0 : rows * steps;
};
