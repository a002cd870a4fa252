// The laws of a window, to be run on one's own.
import {
  createParameterStore,
  createRandom,
  disposeTree,
  fromSeed,
  gatherRows,
  type ParameterStore,
  type Random,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { AlignmentWindow, AttentionSizes, WindowKind } from '../src/index.ts';
import { checkLaws, type Laws } from './check-laws.ts';
import { gradientsOf, requireFiniteGradients, requireGradientOfEach, requireSlopes } from './gradients.ts';
import { readNumbers, requireSame } from './read-numbers.ts';
import { firstPositionOf, signedNumbers, type TrialInputs, trialInputs, withPadding } from './trial-inputs.ts';
import { withVariableInputs } from './variable-inputs.ts';
import { shakeWeights, weightLaws } from './weight-laws.ts';

export type WindowContractOptions = {
  /** Q and D to try it with. Default: 4 and 3. */
  readonly sizes?: AttentionSizes;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks that a kind of window keeps its promises: allowed is 0 or 1 and never at padding, emphasis is in 0 … 1, rows do not see each
 * other, padding changes nothing, steps remember nothing, a trainable window can be trained, weights can be saved, memory is given back.
 *
 * @throws Error that names the law that is broken, where, and what to do
 */
export const checkWindowContract = async <Options>(
  kind: WindowKind<Options>,
  options: Options,
  { sizes = { querySize: 4, memorySize: 3 }, seed = 1 }: WindowContractOptions = {},
): Promise<void> => {
  const random = createRandom(seed);
  const store = createParameterStore(fromSeed(seed));
  // Four rows stand at target steps 1, 2, 3 and 4: inside their source, at its end and beyond.
  const inputs = trialInputs(sizes, [5, 3, 1, 2], random.fork('inputs'));
  try {
    const window = kind.create(sizes, options, store);
    await shakeWeights(store, random.fork('weights'));
    await checkLaws('window contract', {
      ...visibilityLaws(window, inputs, random),
      ...trainingLaw(window, { inputs, store, random }),
      ...weightLaws((parameters) => {
        const made = kind.create(sizes, options, parameters);
        return () => visibilityOf(made, inputs);
      }, random),
    });
  } finally {
    store.dispose();
    disposeTree(inputs);
  }
};

/** [B, S, 2] allowed and emphasis, which is 1 where a window has none. */
const visibilityOf = (window: AlignmentWindow, { query, mask, history }: TrialInputs): Tensor3D => {
  const { allowed, emphasis = tf.onesLike(mask) } = window.reveal(query, mask, history);
  return tf.stack([tf.cast(allowed, 'float32'), emphasis], 2) as Tensor3D;
};

const visibilityLaws = (window: AlignmentWindow, inputs: TrialInputs, random: Random): Laws => ({
  'allowed is 0 or 1, never at padding; emphasis is in 0 … 1': async () => {
    const { query, mask, history } = inputs;
    const wanted = mask.shape.join(', ');
    const read = (name: 'allowed' | 'emphasis') =>
      readNumbers(() => window.reveal(query, mask, history)[name] ?? tf.onesLike(mask));
    const [allowed, emphasis, real] = [await read('allowed'), await read('emphasis'), await readNumbers(() => mask)];
    for (const [name, { shape }] of Object.entries({ allowed, emphasis })) {
      if (shape.join(', ') !== wanted)
        throw new Error(`expected ${name} of [${wanted}], got [${shape.join(', ')}]; decide for each position.`);
    }
    for (const [i, value] of allowed.data.entries()) {
      if (value !== 0 && value !== 1)
        throw new Error(`expected allowed to be 0 or 1, got ${value}; what fades belongs into emphasis.`);
      if (value > (real.data[i] as number))
        throw new Error('expected 0 at padding, got 1; multiply allowed by the mask.');
    }
    const outside = emphasis.data.find((value) => !(value >= 0 && value <= 1));
    if (outside !== undefined)
      throw new Error(`expected emphasis in 0 … 1, got ${outside}; weights must not sum to more than one.`);
  },
  'nothing is remembered': async () => {
    const other = trialInputs({ querySize: inputs.query.shape[1], memorySize: 1 }, [5, 3, 1, 2], random.fork('other'));
    try {
      const first = await readNumbers(() => visibilityOf(window, inputs));
      await readNumbers(() => visibilityOf(window, other));
      const advice =
        'the same step gave something else the second time; count steps by history.position, not in the window.';
      requireSame(await readNumbers(() => visibilityOf(window, inputs)), first, advice);
    } finally {
      disposeTree(other);
    }
  },
  'rows are independent, and one alone works': async () => {
    for (let row = 0; row < inputs.mask.shape[0]; row++) {
      requireSame(
        await readNumbers(() => visibilityOf(window, gatherRows(inputs, Int32Array.of(row)))),
        await readNumbers(() => gatherRows(visibilityOf(window, inputs), Int32Array.of(row))),
        `row ${row} sees something else alone than in a batch; do not mix rows.`,
      );
    }
  },
  'a source of length 1 works': async () => {
    const { shape } = await readNumbers(() => visibilityOf(window, firstPositionOf(inputs)));
    if (shape.join() !== '4,1,2')
      throw new Error(`expected [4, 1], got [${shape.slice(0, 2).join(', ')}]; keep axes of length 1.`);
  },
  'padding changes nothing': async () => {
    requireSame(
      await readNumbers(() =>
        tf.slice(visibilityOf(window, withPadding(inputs, 2)), [0, 0, 0], [...inputs.mask.shape, 2]),
      ),
      await readNumbers(() => visibilityOf(window, inputs)),
      'two more positions of padding changed what is seen; take the length of a row from the sum of its mask.',
    );
  },
});

type TrainingTrial = { readonly inputs: TrialInputs; readonly store: ParameterStore; readonly random: Random };

const trainingLaw = (window: AlignmentWindow, { inputs, store, random }: TrainingTrial): Laws => ({
  'every weight gets a gradient, and it is right': async () => {
    await withVariableInputs(
      () => inputs,
      store,
      async (variables, trial) => {
        const shape = trial.mask.shape;
        const weighted = (x: Tensor, name: string): Scalar =>
          tf.sum(tf.mul(x, tf.tensor(signedNumbers(shape, random.fork(name)), shape)));
        const reveal = () => window.reveal(trial.query, trial.mask, trial.history);
        const emphasisSum = (): Scalar => weighted(reveal().emphasis ?? tf.onesLike(trial.mask), 'emphasis');
        // What is allowed goes into training as well, but as a constant: its edge is hard.
        const gradients = await gradientsOf(
          () => tf.add(emphasisSum(), weighted(reveal().allowed, 'allowed')),
          variables,
        );
        requireFiniteGradients(gradients, 'add a small number inside norms and roots.');
        requireGradientOfEach(gradients, store);
        await requireSlopes(emphasisSum, variables, gradients);
      },
    );
  },
});
