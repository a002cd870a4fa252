// The laws of a scorer, to be run on one's own.
import {
  createParameterStore,
  createRandom,
  disposeTree,
  fromSeed,
  gatherRows,
  listTensors,
  type ParameterStore,
  type Random,
  type TensorTree,
  tidyTree,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { type AttentionSizes, maskedSoftmax, type Scorer, type ScorerKind } from '../src/index.ts';
import { checkLaws, type Laws } from './check-laws.ts';
import { gradientsOf, requireFiniteGradients, requireGradientOfEach, requireSlopes } from './gradients.ts';
import { readNumbers, requireFinite, requireSame } from './read-numbers.ts';
import { inOrder, signedNumbers, type TrialInputs, trialInputs, withPadding, withZeros } from './trial-inputs.ts';
import { shakeWeights, weightLaws } from './weight-laws.ts';

export type ScorerContractOptions = {
  /** Q and D to try it with. Default: 4 and 3; a scorer that wants them equal needs them given. */
  readonly sizes?: AttentionSizes;
  /** Whether scores depend on where in the source something stands, as in a location scorer. Default: false. */
  readonly usesPositions?: boolean;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks that a kind of scorer keeps its promises: shapes, rows that do not see each other, padding that changes nothing, keys that a
 * search can reorder, steps that remember nothing, finite scores and gradients even at zero rows, gradients that are right and reach
 * every weight, weights that can be saved, memory that is given back. Sources are at most 7 positions long.
 *
 * @throws Error that names the law that is broken, where, and what to do
 */
export const checkScorerContract = async <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  { sizes = { querySize: 4, memorySize: 3 }, usesPositions = false, seed = 1 }: ScorerContractOptions = {},
): Promise<void> => {
  const random = createRandom(seed);
  const store = createParameterStore(fromSeed(seed));
  const inputs = trialInputs(sizes, [5, 3], random.fork('inputs'));
  try {
    const scorer = kind.create(sizes, options, store);
    await shakeWeights(store, random.fork('weights'));
    await checkLaws('scorer contract', {
      ...scoreLaws(scorer, inputs, random),
      ...(usesPositions ? {} : orderLaw(scorer, inputs)),
      ...gradientLaws(scorer, { inputs, sizes, store, random }),
      ...weightLaws((parameters) => {
        const made = kind.create(sizes, options, parameters);
        return () => scoresOf(made, inputs);
      }, random),
    });
  } finally {
    store.dispose();
    disposeTree(inputs);
  }
};

const scoresOf = <Keys extends TensorTree>(scorer: Scorer<Keys>, { query, values, history }: TrialInputs): Tensor2D =>
  scorer.score(query, scorer.prepare(values), history);

const scoreLaws = <Keys extends TensorTree>(scorer: Scorer<Keys>, inputs: TrialInputs, random: Random): Laws => ({
  'scores are [B, S] and finite': async () => {
    const [B, S] = inputs.mask.shape;
    const scores = await readNumbers(() => scoresOf(scorer, inputs));
    if (scores.shape.join() !== [B, S].join()) {
      throw new Error(
        `expected [${B}, ${S}], got [${scores.shape.join(', ')}]; give one score for each position of each row.`,
      );
    }
    requireFinite(
      'the scores',
      scores,
      'padding is zero in the memory: add a small number inside norms and logarithms.',
    );
  },
  'nothing is remembered': async () => {
    const { query, values, history } = inputs;
    const other = trialInputs({ querySize: query.shape[1], memorySize: values.shape[2] }, [5, 3], random.fork('other'));
    try {
      const [first, again, fresh] = tidyTree(() => {
        const keys = scorer.prepare(values);
        const once = tf.clone(scorer.score(query, keys, history));
        scorer.score(other.query, scorer.prepare(other.values), other.history);
        return [once, tf.clone(scorer.score(query, keys, history)), tf.clone(scoresOf(scorer, inputs))];
      }) as [Tensor2D, Tensor2D, Tensor2D];
      try {
        const expected = await readNumbers(() => first);
        const advice =
          'the same query and keys gave something else after another source; keep everything in keys, nothing in the scorer.';
        requireSame(await readNumbers(() => again), expected, advice);
        requireSame(await readNumbers(() => fresh), expected, advice);
      } finally {
        disposeTree([first, again, fresh]);
      }
    } finally {
      disposeTree(other);
    }
  },
  'rows are independent, and one alone works': async () => {
    for (const row of inputs.mask.shape[0] === 1 ? [0] : [0, 1]) {
      requireSame(
        await readNumbers(() => scoresOf(scorer, gatherRows(inputs, Int32Array.of(row)))),
        await readNumbers(() => gatherRows(scoresOf(scorer, inputs), Int32Array.of(row))),
        `row ${row} scores otherwise alone than in a batch; do not mix rows.`,
      );
    }
  },
  'a source of length 1 works': async () => {
    const scores = await readNumbers(() => scoresOf(scorer, firstPosition(inputs)));
    if (scores.shape.join() !== '2,1')
      throw new Error(`expected [2, 1], got [${scores.shape.join(', ')}]; keep axes of length 1.`);
    requireFinite('the scores', scores, 'one position must do.');
  },
  'padding changes nothing': async () => {
    const weightsOf = (trial: TrialInputs): Tensor2D => maskedSoftmax(scoresOf(scorer, trial), trial.mask);
    requireSame(
      await readNumbers(() => tf.slice(weightsOf(withPadding(inputs, 2)), [0, 0], inputs.mask.shape)),
      await readNumbers(() => weightsOf(inputs)),
      'two more positions of padding changed the weights of real ones; score each position by itself.',
    );
  },
  'keys have the batch on axis 0': async () => {
    const B = inputs.mask.shape[0];
    const wrong = tf
      .tidy(() => listTensors(scorer.prepare(inputs.values)).map((key) => key.shape))
      .find((shape) => shape[0] !== B);
    const advice =
      'a search reorders rows of keys; put the batch on axis 0 of each, and what has no batch into the scorer.';
    if (wrong) throw new Error(`expected keys of [${B}, …], got one of [${wrong.join(', ')}]; ${advice}`);
    const rows = Int32Array.of(1, 0, 0);
    requireSame(
      await readNumbers(() => {
        const { query, history } = gatherRows(inputs, rows);
        return scorer.score(query, gatherRows(scorer.prepare(inputs.values), rows), history);
      }),
      await readNumbers(() => gatherRows(scoresOf(scorer, inputs), rows)),
      advice,
    );
  },
});

const orderLaw = <Keys extends TensorTree>(scorer: Scorer<Keys>, inputs: TrialInputs): Laws => ({
  'scores follow the order of the memory': async () => {
    const order = [3, 0, 4, 1, 2];
    requireSame(
      await readNumbers(() => scoresOf(scorer, inOrder(inputs, order))),
      await readNumbers(() => tf.gather(scoresOf(scorer, inputs), tf.tensor1d(order, 'int32'), 1)),
      'a memory in another order was not scored in that order; if positions are meant to matter, say usesPositions: true.',
    );
  },
});

type GradientTrial = {
  readonly inputs: TrialInputs;
  readonly sizes: AttentionSizes;
  readonly store: ParameterStore;
  readonly random: Random;
};

const gradientLaws = <Keys extends TensorTree>(
  scorer: Scorer<Keys>,
  { inputs, sizes, store, random }: GradientTrial,
): Laws => {
  /** Some sum of all scores at real positions, so that each has a slope of its own. */
  const sumOf = (scores: Tensor2D, mask: Tensor2D): Scalar =>
    tf.sum(tf.mul(tf.mul(scores, mask), tf.tensor(signedNumbers(mask.shape, random.fork('sum')), mask.shape)));

  return {
    'zero rows have finite scores and gradients': async () => {
      const zeros = tidyTree(() => withZeros(inputs));
      const advice =
        'the memory is zero at padding and the query may be at first, where the gradient of a norm or root is not finite: add a small ' +
        'number inside, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6)).';
      await withVariables(zeros, store, async (variables, trial) => {
        requireFinite('the scores', await readNumbers(() => scoresOf(scorer, trial)), advice);
        const objective = (): Scalar => {
          const scores = scoresOf(scorer, trial);
          return tf.add(sumOf(scores, trial.mask), sumOf(maskedSoftmax(scores, trial.mask), trial.mask));
        };
        requireFiniteGradients(await gradientsOf(objective, variables), advice);
      });
    },
    'every weight gets a gradient, and it is right': async () => {
      const real = trialInputs(sizes, [4, 4], random.fork('gradient'));
      await withVariables(real, store, async (variables, trial) => {
        const objective = (): Scalar => sumOf(scoresOf(scorer, trial), trial.mask);
        const gradients = await gradientsOf(objective, variables);
        requireGradientOfEach(
          gradients,
          [...store.entries()].map(([path]) => path),
        );
        await requireSlopes(objective, variables, gradients);
      });
    },
  };
};

/** Makes query and memory variable beside the weights; disposes of `inputs` afterwards. */
const withVariables = async (
  inputs: TrialInputs,
  store: ParameterStore,
  use: (variables: ReadonlyMap<string, Variable>, inputs: TrialInputs) => Promise<void>,
): Promise<void> => {
  const query = tf.variable(inputs.query) as Variable & Tensor2D;
  const values = tf.variable(inputs.values) as Variable & Tensor3D;
  try {
    await use(new Map<string, Variable>([['the query', query], ['the memory', values], ...store.entries()]), {
      ...inputs,
      query,
      values,
    });
  } finally {
    disposeTree([query, values, inputs]);
  }
};

const firstPosition = ({ query, values, mask, history }: TrialInputs): TrialInputs => {
  const first = <T extends tf.Tensor>(x: T): T =>
    tf.slice(
      x,
      x.shape.map(() => 0),
      [x.shape[0] as number, 1, ...x.shape.slice(2)],
    );
  return {
    query,
    values: first(values),
    mask: first(mask),
    history: { ...history, previous: first(history.previous), coverage: first(history.coverage) },
  };
};
