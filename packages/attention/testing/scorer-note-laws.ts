// What must hold for the notes of a scorer that takes some.
import { disposeTree, gatherRows, listTensors, type Random, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { AttendedStep, Scorer } from '../src/index.ts';
import type { Laws } from './check-laws.ts';
import { type Numbers, readNumbers, requireSame } from './read-numbers.ts';
import { type TrialInputs, trialInputs } from './trial-inputs.ts';

/** A scorer that begins notes goes on with them, or the laws after this one cannot be tried. */
export const pairLaw = <Keys extends TensorTree>(scorer: Scorer<Keys>): Laws => ({
  'who begins notes goes on with them': async () => {
    if (Boolean(scorer.begin) === Boolean(scorer.note)) return;
    const [given, missing] = scorer.begin ? ['begin', 'note'] : ['note', 'begin'];
    throw new Error(`expected begin and note, got ${given} alone; give ${missing} too, or neither.`);
  },
});

/** Notes travel with the rows of a search, tell something of the steps before, and are read. */
export const noteLaws = <Keys extends TensorTree>(scorer: Scorer<Keys>, inputs: TrialInputs, random: Random): Laws => {
  if (!scorer.begin) return {};
  const noting = scorer as Required<Scorer<Keys>>;
  return {
    'notes have the batch on axis 0': async () => {
      const B = inputs.mask.shape[0];
      const advice =
        'a search reorders rows of notes; put the batch on axis 0 of each, and decide nothing by its number.';
      const wrong = tf
        .tidy(() => {
          const keys = noting.prepare(inputs.values);
          const begun = noting.begin(keys);
          return listTensors([begun, noting.note(stepOf(inputs, keys, begun))]).map((note) => note.shape);
        })
        .find((shape) => shape[0] !== B);
      if (wrong) throw new Error(`expected notes of [${B}, …], got one of [${wrong.join(', ')}]; ${advice}`);

      // As a search does: one step, other rows, another step.
      const rows = Int32Array.of(1, 0, 0);
      const scoresAfter = (picked: Int32Array, pickedAgain: Int32Array): Tensor2D => {
        const before = gatherRows({ inputs, keys: noting.prepare(inputs.values) }, picked);
        const once = noting.note(stepOf(before.inputs, before.keys, noting.begin(before.keys)));
        const after = gatherRows({ ...before, once }, pickedAgain);
        const { query, history } = after.inputs;
        return noting.score(query, after.keys, {
          ...history,
          notes: noting.note(stepOf(after.inputs, after.keys, after.once)),
        });
      };
      const asTheyAre = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);
      requireSame(
        await readNumbers(() => scoresAfter(asTheyAre(B), rows)),
        await readNumbers(() => scoresAfter(rows, asTheyAre(rows.length))),
        advice,
      );
    },
    'notes matter': async () => {
      const sizes = { querySize: inputs.query.shape[1], memorySize: inputs.values.shape[2] };
      const other = trialInputs(sizes, [5, 3], random.fork('other step'));
      try {
        const after = (step: TrialInputs): Promise<Numbers> =>
          readNumbers(() => {
            const keys = noting.prepare(inputs.values);
            const notes = noting.note(stepOf(step, keys, noting.begin(keys)));
            return noting.score(inputs.query, keys, { ...inputs.history, notes });
          });
        const [one, another] = [await after(inputs), await after(other)];
        if (one.data.some((score, i) => score !== another.data[i])) return;
        throw new Error(
          'expected other scores after another step, got the same; read history.notes in score, or take no notes.',
        );
      } finally {
        disposeTree(other);
      }
    },
  };
};

const stepOf = <Keys extends TensorTree>(
  { query, history }: TrialInputs,
  keys: Keys,
  notes: TensorTree,
): AttendedStep<Keys, TensorTree> => ({ query, keys, weights: history.previous, notes });
