// What any attention in the socket must keep to, over several steps.
import {
  type Attended,
  type Attention,
  disposeTree,
  gatherRows,
  listTensors,
  type Mode,
  type Random,
  type TensorTree,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type AttentionSizes, maskedSoftmax } from '../src/index.ts';
import {
  attendEach,
  attendSteps,
  type AttentionTrial,
  attentionTrial,
  beginOn,
  cutToFirst,
  seenBy,
  seenInEach,
  stepCount,
  stepsOf,
  withLongerPadding,
} from './attention-contract-trial.ts';
import type { Laws } from './check-laws.ts';
import { everyMode, testing } from './modes.ts';
import { type Numbers, readNumbers, requireFinite, requireSame } from './read-numbers.ts';
import { requireShares } from './require-shares.ts';

export type AttentionLawTrial = {
  readonly trial: AttentionTrial;
  readonly sizes: AttentionSizes;
  readonly random: Random;
  /** Whether the context is the memory's sum by the weights that are shown. */
  readonly contextIsWeightedSum: boolean;
  /** In which rows and padding can be compared. */
  readonly modes: readonly (() => Mode)[];
};

/** What holds for the numbers of every attention. */
export const attentionLaws = (
  attention: Attention,
  { trial, sizes, random, contextIsWeightedSum, modes }: AttentionLawTrial,
): Laws => ({
  'contexts are [B, C] and finite, weights are shares of one': async () => {
    for (const mode of everyMode) await requireSeen(attention, trial, sizes, mode);
  },
  'nothing is remembered': async () => {
    const other = attentionTrial(sizes, random.fork('other'));
    try {
      const first = await readNumbers(() => seenInEach(attention, trial, everyMode));
      const between = await readNumbers(() => {
        const begun = beginOn(attention, trial);
        seenBy(attention, other, testing);
        const { contexts, weights } = attendSteps(attention, trial.queries, begun, testing);
        return tf.stack([tf.concat([contexts, weights], 2), seenBy(attention, trial, testing)]);
      });
      const advice =
        'the same memory and queries gave something else the second time; keep what is needed in keys and history, and take chance from mode.random.';
      requireSame(await readNumbers(() => seenInEach(attention, trial, everyMode)), first, advice);
      const once = (): Tensor3D => seenBy(attention, trial, testing);
      requireSame(between, await readNumbers(() => tf.stack([once(), once()])), advice);
    } finally {
      disposeTree(other);
    }
  },
  ...(contextIsWeightedSum ? weightedSumLaw(attention, trial) : {}),
  ...(attention.additive ? additiveLaw(attention, trial) : {}),
  'rows are independent, and one alone works': async () => {
    for (let row = 0; row < trial.mask.shape[0]; row++) {
      requireSame(
        await readNumbers(() => seenInEach(attention, gatherRows(trial, Int32Array.of(row)), modes)),
        await readNumbers(() => gatherRows(seenInEach(attention, trial, modes), Int32Array.of(row))),
        `row ${row} sees something else alone than in a batch; do not mix rows.`,
      );
    }
  },
  'a source of length 1 works': async () => {
    for (const mode of everyMode) await requireSeen(attention, () => cutToFirst(trial), sizes, mode);
  },
  'padding changes nothing': async () => {
    const [B, S] = trial.mask.shape;
    const cut = [B, trial.queries.shape[1], attention.contextSize + S, modes.length];
    requireSame(
      await readNumbers(() => tf.slice(seenInEach(attention, withLongerPadding(trial, 2), modes), [0, 0, 0, 0], cut)),
      await readNumbers(() => seenInEach(attention, trial, modes)),
      'two more positions of padding changed what is seen; hide padding before weights are made.',
    );
  },
  'a search can reorder memory and history': async () => {
    await requireBatches(attention, trial);
    const rows = Int32Array.of(1, 0, 0);
    const steps = trial.queries.shape[1];
    requireSame(
      await readNumbers(() => {
        const begun = beginOn(attention, trial);
        const { history } = attendSteps(attention, stepsOf(trial.queries, 0, 2), begun, testing);
        const reordered = gatherRows({ memory: begun.memory, history }, rows);
        const rest = gatherRows(stepsOf(trial.queries, 2, steps), rows);
        const { contexts, weights } = attendSteps(attention, rest, reordered, testing);
        return tf.concat([contexts, weights], 2);
      }),
      await readNumbers(() => gatherRows(stepsOf(seenBy(attention, trial, testing), 2, steps), rows)),
      'after two steps, rows of memory and history were put in another order, and what was seen did not follow; let no row know its number.',
    );
  },
});

/** Shapes, finite numbers, and weights that are zero at padding and sum to at most one. */
const requireSeen = async (
  attention: Attention,
  given: AttentionTrial | (() => AttentionTrial),
  { memorySize }: AttentionSizes,
  mode: () => Mode,
): Promise<void> => {
  if (attention.memorySize !== memorySize) {
    throw new Error(
      `expected a memorySize of ${memorySize}, got ${attention.memorySize}; say the width of the memory that was asked for.`,
    );
  }
  const trial = (): AttentionTrial => (typeof given === 'function' ? given() : given);
  const mask = await readNumbers(() => trial().mask);
  const [B] = mask.shape as [number];
  for (let step = 0; step < stepCount; step++) {
    const read = (name: 'context' | 'weights'): Promise<Numbers> =>
      readNumbers(() => {
        const { queries, ...memory } = trial();
        return (attendEach(attention, queries, beginOn(attention, memory), mode())[step] as Attended)[name];
      });
    const context = await read('context');
    if (context.shape.join() !== [B, attention.contextSize].join()) {
      throw new Error(
        `expected a context of [${B}, ${attention.contextSize}], got [${context.shape.join(', ')}]; give as much as contextSize says.`,
      );
    }
    requireFinite('the context', context, 'where nothing can be seen it is zeros.');
    requireShares(await read('weights'), mask);
  }
};

const weightedSumLaw = (attention: Attention, trial: AttentionTrial): Laws => ({
  'the context is the sum that weights say': async () => {
    for (const mode of everyMode) {
      requireSame(
        await readNumbers(() => attendSteps(attention, trial.queries, beginOn(attention, trial), mode()).contexts),
        await readNumbers(() => {
          const { weights } = attendSteps(attention, trial.queries, beginOn(attention, trial), mode());
          return tf.matMul(weights, trial.values);
        }),
        'the weights that are shown are not those of the context; if it is made of several, say contextIsWeightedSum: false.',
      );
    }
  },
});

/** An operation that does a whole decoder's work at once takes `additive` at its word. */
const additiveLaw = (attention: Attention, trial: AttentionTrial): Laws => ({
  'additive weights are all there is': async () => {
    const { queryKernel, v } = attention.additive as NonNullable<Attention['additive']>;
    requireSame(
      await readNumbers(() => attendSteps(attention, trial.queries, beginOn(attention, trial), testing).weights),
      await readNumbers(() => {
        const keys = attention.prepare(trial).keys as Tensor3D;
        const weights = tf.unstack(trial.queries, 1).map((query) => {
          const hidden = tf.tanh(tf.add(keys, tf.expandDims(tf.matMul(query as Tensor2D, queryKernel), 1)));
          return maskedSoftmax(tf.sum(tf.mul(hidden, v), 2), trial.mask);
        });
        return tf.stack(weights, 1);
      }),
      'weights are not softmax(v · tanh(query queryKernel + keys)); leave additive out where anything else comes in.',
    );
  },
});

/** Refuses anything prepared or remembered whose first axis is not the batch. */
const requireBatches = async (attention: Attention, trial: AttentionTrial): Promise<void> => {
  const [B] = trial.mask.shape;
  const shapes = (tree: TensorTree): (readonly number[])[] => listTensors(tree).map(({ shape }) => shape);
  const all: Record<string, (readonly number[])[]> = {};
  await readNumbers(() => {
    const begun = beginOn(attention, trial);
    const { history } = attendSteps(attention, stepsOf(trial.queries, 0, 1), begun, testing);
    all['prepared memory'] = shapes(begun.memory);
    all['history at first'] = shapes(begun.history);
    all['history after a step'] = shapes(history);
    return tf.scalar(0);
  });
  for (const [name, list] of Object.entries(all)) {
    const wrong = list.find((shape) => shape[0] !== B);
    if (wrong) {
      throw new Error(
        `expected ${name} of [${B}, …], got one of [${wrong.join(', ')}]; put the batch on axis 0 of each, and what has no batch elsewhere.`,
      );
    }
  }
};
