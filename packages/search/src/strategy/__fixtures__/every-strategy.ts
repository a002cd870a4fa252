import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  minimumBayesRisk,
  sampling,
  withLimits,
  type SearchStrategy,
} from '../../index.ts';
import { stochasticBeam } from '../stochastic-beam.ts';

/** How many places have the same token. */
export const agreement = (output: readonly number[], reference: readonly number[]): number =>
  output.filter((token, at) => token === reference[at]).length;

/** Those that take the most probable at each turn, with one row for each source where nothing else is possible. */
export const plainStrategies: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 3, 5 best', beam({ width: 3, nBest: 5 })],
  ['beam 3, stopping at the first', beam({ width: 3, nBest: 5, stop: 'first' })],
  ['beam 3, never stopping', beam({ width: 3, nBest: 5, stop: 'all' })],
  ['exhaustive, 5 best', exhaustive({ nBest: 5 })],
  ['beam 2 of at most a hundred steps', withLimits(beam({ width: 2 }), { maxSteps: 100 })],
];

export const everyStrategy: readonly (readonly [string, SearchStrategy])[] = [
  ...plainStrategies,
  ['diverse beam, 2 groups of 2', diverseBeam({ width: 4, groups: 2, nBest: 5 })],
  ['sampling 1', sampling()],
  ['sampling 4', sampling({ samples: 4, temperature: 1.5, topP: 0.9 })],
  ['sampling 3 of the 2 most probable', sampling({ samples: 3, topK: 2 })],
  ['stochastic beam 1', stochasticBeam({ width: 1 })],
  ['stochastic beam 4', stochasticBeam({ width: 4 })],
  ['minimum Bayes risk of samples', minimumBayesRisk({ over: sampling({ samples: 6 }), utility: agreement, nBest: 3 })],
  ['minimum Bayes risk of a beam', minimumBayesRisk({ over: beam({ width: 3, nBest: 5 }), utility: agreement })],
];
