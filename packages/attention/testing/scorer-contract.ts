// The laws of a scorer, to be run on one's own.
import { createParameterStore, createRandom, disposeTree, fromSeed, type TensorTree } from '@seq2seq/core';
import type { AttentionSizes, ScorerKind } from '../src/index.ts';
import { checkLaws } from './check-laws.ts';
import { scorerGradientLaws } from './scorer-gradient-laws.ts';
import { orderLaw, scoreLaws, scoresOf } from './scorer-laws.ts';
import { noteLaws, pairLaw } from './scorer-note-laws.ts';
import { trialInputs } from './trial-inputs.ts';
import { shakeWeights, weightLaws } from './weight-laws.ts';

export type ScorerContractOptions = {
  /** Q and D to try it with. Default: 4 and 3; a scorer that wants them equal needs them given. */
  readonly sizes?: AttentionSizes;
  /** Whether scores depend on where in the source something stands, as in a location scorer. Default: false. */
  readonly usesPositions?: boolean;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
  /** Told of each law that holds, in order: for an editor that shows how far the check is. */
  readonly onLawKept?: (law: string) => void;
};

/**
 * Checks that a kind of scorer keeps its promises: shapes, rows that do not see each other, padding that changes nothing, keys and notes
 * that a search can reorder, notes that matter, steps that remember nothing else, finite scores and gradients even at zero rows,
 * gradients that are right, by earlier weights too, and reach every weight, weights that can be saved, memory that is given back.
 * Sources are at most 7 positions long.
 *
 * @throws Error that names the law that is broken, where, and what to do
 */
export const checkScorerContract = async <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  { sizes = { querySize: 4, memorySize: 3 }, usesPositions = false, seed = 1, onLawKept }: ScorerContractOptions = {},
): Promise<void> => {
  const random = createRandom(seed);
  const store = createParameterStore(fromSeed(seed));
  const inputs = trialInputs(sizes, [5, 3], random.fork('inputs'));
  try {
    const scorer = kind.create(sizes, options, store);
    await shakeWeights(store, random.fork('weights'));
    const laws = {
      ...pairLaw(scorer),
      ...scoreLaws(scorer, inputs, random),
      ...(usesPositions ? {} : orderLaw(scorer, inputs)),
      ...noteLaws(scorer, inputs, random),
      ...scorerGradientLaws(scorer, { inputs, sizes, store, random }),
      ...weightLaws((parameters) => {
        const made = kind.create(sizes, options, parameters);
        return () => scoresOf(made, inputs);
      }, random),
    };
    await checkLaws('scorer contract', laws, onLawKept);
  } finally {
    store.dispose();
    disposeTree(inputs);
  }
};
