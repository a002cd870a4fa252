import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { batchOf, randomMatrix, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Attention } from '../attention/attention.ts';
import { atOnce } from '../cell/__fixtures__/at-once.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import { withDropout } from '../cell/with-dropout.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import { coverageAttention } from './__fixtures__/coverage-attention.ts';
import { dotAttention } from './__fixtures__/dot-attention.ts';
import type { Decoder, UnrolledDecoder } from './decoder.ts';
import { luongDecoder } from './luong-decoder.ts';
import { unrollDecoder } from './unroll-decoder.ts';

const [B, T, E, H] = [2, 4, 3, 4];

/** A dot attention whose weights shake while training. */
const shakingAttention = (): Attention => {
  const dot: Attention = dotAttention(H);
  return {
    ...dot,
    attend: (query, memory, history, mode) => {
      const shake = mode.training ? 1 + mode.random.next() : 1;
      return dot.attend(tf.mul(query, shake), memory, history, mode);
    },
  };
};

const attentions: Readonly<Record<string, () => Attention>> = {
  'a dot attention': () => dotAttention(H),
  'an attention that reads where it looked': () => coverageAttention(H),
  'an attention that draws at random': shakingAttention,
};

type Setup = {
  readonly attention: Attention;
  readonly dropout?: number;
  readonly inputFeeding?: boolean;
};

/** Runs with a decoder of two layers that can go through a sequence at once, and what it needs. */
const withDecoder = (
  { attention, dropout = 0, inputFeeding = false }: Setup,
  run: (decoder: Decoder, encoded: Encoded, inputs: Tensor3D) => void,
): void => {
  const store = createParameterStore(scattered(1));
  try {
    const cells = [E + (inputFeeding ? H : 0), H].map((inputSize, layer) => {
      const cell = atOnce(gruCell({ inputSize, units: H }, {}, store.scope(`layers.${layer}`)));
      return dropout > 0 ? withDropout(cell, dropout) : cell;
    });
    const random = createRandom(2);
    const finalStates = cells.map(() => ({ hidden: randomMatrix(B, H, random) }));
    const decoder = luongDecoder(
      {
        cell: stackedCell(cells, { residual: true }),
        bridge: (encoded) => ({ layers: encoded.finalStates }),
        attention: attention,
        inputSize: E,
        inputFeeding,
      },
      store.scope('attention'),
    );
    const { inputs: values, mask } = batchOf(randomSequences([3, 1], H, random), { padding: 5 });
    const { inputs } = batchOf(randomSequences([T, T], E, random));
    run(decoder, { memory: { values, mask }, finalStates, summary: tf.zeros([B, H]) }, inputs);
  } finally {
    store.dispose();
  }
};

const sequenceOf = (decoder: Decoder, encoded: Encoded, inputs: Tensor3D, mode: Mode) => {
  const prepared = decoder.prepare(encoded);
  return { inputs, prepared, state: decoder.start(encoded, prepared), mode, givesContexts: true };
};

const atOnceOf = (decoder: Decoder, ...given: [Encoded, Tensor3D, Mode]): UnrolledDecoder | undefined =>
  decoder.unroll?.(sequenceOf(decoder, ...given));

const byStepsOf = (decoder: Decoder, ...given: [Encoded, Tensor3D, Mode]): UnrolledDecoder => {
  const { unroll: _, ...steps } = decoder;
  return unrollDecoder(steps, sequenceOf(decoder, ...given));
};

const notTraining: Mode = { training: false };
const training = () => ({ training: true, random: createRandom(3) }) as const;

describe.each(Object.entries(attentions))('with %s', (name, attention) => {
  cpuTest('all steps at once are the steps one after the other', () =>
    withDecoder({ attention: attention() }, (decoder, encoded, inputs) => {
      const atOnceNumbers = atOnceOf(decoder, encoded, inputs, notTraining);
      expect(atOnceNumbers?.outputs.shape).toEqual([B, T, H]);
      const byStep = byStepsOf(decoder, encoded, inputs, notTraining);
      expectSameTree('not training', snapshotOf(atOnceNumbers as TensorTree), snapshotOf(byStep));
    }),
  );

  cpuTest('a seed draws the same either way', () =>
    withDecoder(
      { attention: attention(), dropout: name === 'an attention that draws at random' ? 0 : 0.5 },
      (decoder, encoded, inputs) => {
        const [one, other] = [training(), training()];
        const numbers = snapshotOf(atOnceOf(decoder, encoded, inputs, one) as TensorTree);
        expectSameTree('training', numbers, snapshotOf(byStepsOf(decoder, encoded, inputs, other)));
        const plain = snapshotOf(byStepsOf(decoder, encoded, inputs, notTraining));
        expect(() => expectSameTree('both', numbers, plain)).toThrow('both');
        expect(one.random.next()).toBe(other.random.next());
      },
    ),
  );
});

cpuTest('cells and attention that both draw do so in turns: step by step, from a stream that is where it was', () =>
  withDecoder({ attention: shakingAttention(), dropout: 0.5 }, (decoder, encoded, inputs) => {
    const mode = training();
    expect(atOnceOf(decoder, encoded, inputs, mode)).toBeUndefined();
    expect(mode.random.snapshot()).toEqual(training().random.snapshot());
    expect(atOnceOf(decoder, encoded, inputs, notTraining)).toBeDefined();
  }),
);

cpuTest('with input feeding cells wait for attention', () =>
  withDecoder({ attention: dotAttention(H), inputFeeding: true }, (decoder, encoded, inputs) => {
    expect(atOnceOf(decoder, encoded, inputs, notTraining)).toBeUndefined();
  }),
);

cpuTest('contexts are given where they are wanted, and a target without tokens goes step by step', () =>
  withDecoder({ attention: dotAttention(H) }, (decoder, encoded, inputs) => {
    const sequence = sequenceOf(decoder, encoded, inputs, notTraining);
    expect(Object.keys(decoder.unroll?.({ ...sequence, givesContexts: false }) ?? {})).not.toContain('contexts');
    expect(decoder.unroll?.({ ...sequence, inputs: tf.zeros([B, 0, E]) })).toBeUndefined();
    const one: Tensor3D = tf.slice(inputs, [0, 0, 0], [B, 1, E]);
    expectSameTree(
      'one step',
      snapshotOf(atOnceOf(decoder, encoded, one, notTraining) as TensorTree),
      snapshotOf(byStepsOf(decoder, encoded, one, notTraining)),
    );
  }),
);

cpuTest('gradients flow as through the steps', () =>
  withDecoder({ attention: coverageAttention(H) }, (decoder, encoded, inputs) => {
    const slopesOf = (run: typeof byStepsOf | typeof atOnceOf): TensorTree =>
      tf.grads((tokens: tf.Tensor, values: tf.Tensor) => {
        const read = { ...encoded, memory: { ...encoded.memory, values: values as Tensor3D } };
        const { outputs, alignments, contexts } = run(
          decoder,
          read,
          tokens as Tensor3D,
          notTraining,
        ) as UnrolledDecoder;
        const parts = [outputs, alignments as Tensor3D, contexts as Tensor3D];
        return tf.addN(parts.map((part, i) => tf.sum(tf.square(tf.add(part, i)))));
      })([inputs, encoded.memory.values]);
    expectSameTree('slopes', snapshotOf(slopesOf(atOnceOf)), snapshotOf(slopesOf(byStepsOf)));
  }),
);
