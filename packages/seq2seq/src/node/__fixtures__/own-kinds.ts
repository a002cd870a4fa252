/** A kind of every part as somebody else may write it: half of them say nothing of themselves. */
import {
  batchedDot,
  defineNormalizer,
  defineScorer,
  defineWindow,
  maskedSoftmax,
  type NormalizerKind,
  type ScorerKind,
  type WindowKind,
} from '@seq2seq/attention';
import {
  type BridgeKind,
  type CellKind,
  defineBridge,
  defineCell,
  defineEncoder,
  defineReadout,
  defineSummary,
  type EncoderKind,
  glorotUniform,
  type ReadoutKind,
  type SummaryKind,
  zeros,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

const unitLength = <T extends tf.Tensor>(values: T): T =>
  tf.div(values, tf.sqrt(tf.add(tf.sum(tf.square(values), -1, true), 1e-6)));

/** sharpness · cos(W q, m) */
export const cosine: ScorerKind<{ readonly sharpness?: number }, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { sharpness }, parameters) => {
    const project = parameters.create('project', [querySize, memorySize], glorotUniform);
    return {
      prepare: (values) => unitLength(values),
      score: (query, keys) =>
        tf.mul(batchedDot(unitLength(tf.matMul(query, project)), keys), sharpness),
    };
  },
  {
    name: 'cosine',
    formula: 'sharpness · cos(W q, m)',
    options: { sharpness: { type: 'amount', about: 'how much an angle counts', default: 8 } },
  },
);

/** The first `count` positions. */
export const head: WindowKind<{ readonly count: number }> = defineWindow((_sizes, { count }) => ({
  reveal: (_query, mask) => ({
    allowed: tf.mul(mask, tf.cast(tf.less(tf.range(0, mask.shape[1]), count), 'float32')),
  }),
}));

/** softmax(e / temperature) */
export const tempered: NormalizerKind<{ readonly temperature: number }> = defineNormalizer(
  (_sizes, { temperature }) =>
    (scores, allowed) =>
      maskedSoftmax(tf.div(scores, temperature), allowed),
  {
    name: 'tempered',
    formula: 'softmax(e / temperature)',
    options: { temperature: { type: 'amount', about: 'above 1 flattens, below 1 sharpens' } },
  },
);

/** h' = leak · h + (1 − leak) · tanh(x W + h U) */
export const leaky: CellKind<{ readonly leak: number }> = defineCell(({ inputSize, units }, { leak }, parameters) => {
  const kernel = parameters.create('kernel', [inputSize, units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, units], glorotUniform);
  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units },
    initialState: (rows) => ({ hidden: tf.zeros([rows, units]) }),
    step: (input, { hidden: before }) => {
      const candidate = tf.tanh(tf.add(tf.matMul(input, kernel), tf.matMul(before, recurrentKernel)));
      const hidden: Tensor2D = tf.add(tf.mul(before, leak), tf.mul(candidate, 1 - leak));
      return { output: hidden, state: { hidden } };
    },
  };
});

/** m_s = tanh(x_s W): words without an order. */
export const bag: EncoderKind<{ readonly units: number }> = defineEncoder(
  ({ inputSize, summary }, { units }, parameters) => {
    const kernel = parameters.create('kernel', [inputSize, units], glorotUniform);
    const { size, summarize } = summary({ memorySize: units, stateSizes: [], backwardSize: 0 });
    return {
      inputSize,
      memorySize: units,
      summarySize: size,
      stateSizes: [],
      encode: (inputs, mask) => {
        const [rows, length] = mask.shape;
        const flat = tf.tanh(tf.matMul(tf.reshape(inputs, [rows * length, inputSize]), kernel));
        const values: Tensor3D = tf.mul(tf.reshape(flat, [rows, length, units]), tf.expandDims(mask, 2));
        const encoded = { memory: { values, mask }, finalStates: [] };
        return { ...encoded, summary: summarize(encoded) };
      },
    };
  },
  {
    name: 'bag',
    formula: 'm_s = tanh(x_s W)',
    options: { units: { type: 'count', about: 'D, the width of the memory' } },
  },
);

/** c = Σ α_s m_s, α = softmax(m · w) */
export const pooled: SummaryKind<{ readonly scale: number }> = defineSummary(({ memorySize }, { scale }, parameters) => {
  const weights = parameters.create('weights', [memorySize, 1], glorotUniform);
  return {
    size: memorySize,
    summarize: ({ memory: { values, mask } }) => {
      const [rows, length] = mask.shape;
      const flat = tf.matMul(tf.reshape(values, [rows * length, memorySize]), weights);
      const shares = maskedSoftmax(tf.mul<Tensor2D>(tf.reshape(flat, [rows, length]), scale), mask);
      return tf.sum(tf.mul(values, tf.expandDims(shares, 2)), 1);
    },
  };
});

/** Every part of the first state is tanh(scale · c W). */
export const scaled: BridgeKind<{ readonly scale?: number }> = defineBridge(
  ({ encoder, cells }, { scale }, parameters) => {
    const layers = cells.map(({ stateSizes }, layer) =>
      Object.entries(stateSizes).map(([part, size]) => {
        const shape = [encoder.summarySize, size] as const;
        return [part, parameters.scope(String(layer)).create(part, shape, glorotUniform)] as const;
      }),
    );
    return ({ summary }) => ({
      layers: layers.map((parts) => {
        const state = parts.map(([part, kernel]) => [part, tf.tanh(tf.mul(tf.matMul(summary, kernel), scale))] as const);
        return Object.fromEntries(state) as { readonly hidden: Tensor2D };
      }),
    });
  },
  {
    name: 'scaled',
    formula: 's₀ = tanh(scale · c W)',
    options: { scale: { type: 'amount', about: 'how much the source counts', default: 1 } },
  },
);

/** logits = W₂ tanh(s W₁ + b) */
export const hiddenLayer: ReadoutKind<{ readonly units: number }> = defineReadout(
  ({ outputSize }, { units }, parameters, generator) => {
    const kernel = parameters.create('kernel', [outputSize, units], glorotUniform);
    const bias = parameters.create('bias', [units], zeros);
    const last = generator(units);
    return {
      ...last,
      read: (input) => last.read({ ...input, outputs: tf.tanh(tf.add(tf.matMul(input.outputs, kernel), bias)) }),
    };
  },
);

/** No kind. */
export const answer: number = 42;
