// What the scores of any scorer must keep to, whatever it computes.
import { disposeTree, gatherRows, listTensors, type Random, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { maskedSoftmax, type Scorer } from '../src/index.ts';
import type { Laws } from './check-laws.ts';
import { readNumbers, requireFinite, requireSame } from './read-numbers.ts';
import { firstPositionOf, inOrder, type TrialInputs, trialInputs, withPadding } from './trial-inputs.ts';

/** [B, S] what a scorer gives for the inputs, keys prepared anew. */
export const scoresOf = <Keys extends TensorTree>(scorer: Scorer<Keys>, inputs: TrialInputs): Tensor2D =>
  scoresWith(scorer, scorer.prepare(inputs.values), inputs);

/** The same with given keys; a scorer that takes notes has taken them of two steps, whose weights add up to the coverage. */
const scoresWith = <Keys extends TensorTree>(
  scorer: Scorer<Keys>,
  keys: Keys,
  { query, history }: Omit<TrialInputs, 'values'>,
): Tensor2D => {
  let notes = scorer.begin?.(keys) ?? {};
  for (const weights of [tf.sub<Tensor2D>(history.coverage, history.previous), history.previous])
    notes = scorer.note?.({ query, keys, weights, notes }) ?? notes;
  return scorer.score(query, keys, { ...history, notes });
};

/** What holds for the numbers of every scorer. */
export const scoreLaws = <Keys extends TensorTree>(
  scorer: Scorer<Keys>,
  inputs: TrialInputs,
  random: Random,
): Laws => ({
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
    const { query, values } = inputs;
    const other = trialInputs({ querySize: query.shape[1], memorySize: values.shape[2] }, [5, 3], random.fork('other'));
    try {
      const expected = await readNumbers(() => {
        const scores = scoresOf(scorer, inputs);
        return tf.stack([scores, scores, scores]);
      });
      const actual = await readNumbers(() => {
        const keys = scorer.prepare(values);
        const first = scoresWith(scorer, keys, inputs);
        scoresOf(scorer, other);
        return tf.stack([first, scoresWith(scorer, keys, inputs), scoresOf(scorer, inputs)]);
      });
      const advice =
        'the same query and keys gave something else after another source; keep everything in keys, nothing in the scorer.';
      requireSame(actual, expected, advice);
    } finally {
      disposeTree(other);
    }
  },
  'rows are independent, and one alone works': async () => {
    for (const row of [0, 1]) {
      requireSame(
        await readNumbers(() => scoresOf(scorer, gatherRows(inputs, Int32Array.of(row)))),
        await readNumbers(() => gatherRows(scoresOf(scorer, inputs), Int32Array.of(row))),
        `row ${row} scores otherwise alone than in a batch; do not mix rows.`,
      );
    }
  },
  'a source of length 1 works': async () => {
    const scores = await readNumbers(() => scoresOf(scorer, firstPositionOf(inputs)));
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
        const keys = gatherRows(scorer.prepare(inputs.values), rows);
        return scoresWith(scorer, keys, gatherRows(inputs, rows));
      }),
      await readNumbers(() => gatherRows(scoresOf(scorer, inputs), rows)),
      advice,
    );
  },
});

/** What holds for scorers that do not know where in the source a position stands. */
export const orderLaw = <Keys extends TensorTree>(scorer: Scorer<Keys>, inputs: TrialInputs): Laws => ({
  'scores follow the order of the memory': async () => {
    const order = [3, 0, 4, 1, 2];
    requireSame(
      await readNumbers(() => scoresOf(scorer, inOrder(inputs, order))),
      await readNumbers(() => tf.gather(scoresOf(scorer, inputs), tf.tensor1d(order, 'int32'), 1)),
      'a memory in another order was not scored in that order; if positions are meant to matter, say usesPositions: true.',
    );
  },
});
