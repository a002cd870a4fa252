import { SearchError } from '../src/index.ts';
import { hashOf, seededNumbers } from '../src/random/seeded-numbers.ts';
import { tableModel, type TableModel } from './table-model.ts';

export type RandomTableModelOptions = {
  /** The same seed gives the same table. */
  readonly seed: number;
  readonly vocabularySize: number;
  /** S: how many source positions the alignments have. Without it there are none. */
  readonly sourceLength?: number;
  /** The chance of a token to be impossible, from 0 to 1. All tokens of a row may be. Default: 0. */
  readonly impossible?: number;
  /** If given, every possible token weighs an integer from 1 to this before normalising, so that ties are common. */
  readonly levels?: number;
};

/**
 * A table whose rows follow from the seed, the source and the tokens so far alone. Probabilities of a row sum to one, unless
 * all its tokens are impossible; so do alignments.
 *
 * @throws SearchError if `impossible` is not from 0 to 1
 */
export function randomTableModel(options: RandomTableModelOptions): TableModel {
  const { seed, vocabularySize, sourceLength, impossible = 0, levels } = options;
  if (!(impossible >= 0 && impossible <= 1)) {
    throw new SearchError(`randomTableModel: impossible must be from 0 to 1, got ${impossible}.`, {
      actual: impossible,
    });
  }
  return tableModel({
    vocabularySize,
    nextProbabilities(source, prefix) {
      const random = seededNumbers(hashOf(seed, source, prefix.length, ...prefix));
      const weights = Array.from({ length: vocabularySize }, () => {
        const isPossible = random() >= impossible;
        // The cube makes some rows sharp and some flat.
        const weight = levels === undefined ? 0.001 + random() ** 3 : 1 + Math.floor(random() * levels);
        return isPossible ? weight : 0;
      });
      return normalized(weights);
    },
    ...(sourceLength !== undefined && {
      alignment(source: number, prefix: readonly number[]) {
        const random = seededNumbers(hashOf(~seed, source, prefix.length, ...prefix));
        return normalized(Array.from({ length: sourceLength }, () => 0.001 + random()));
      },
    }),
  });
}

function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 0));
}
