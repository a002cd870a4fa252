// The model in layers of tfjs-layers, on backend-cpu. Its recurrent layers cannot be fed what attention gave, and a graph runs only one of
// them that begins with a given state; so the encoder is its Bidirectional(LSTM), but the decoder is a graph of T steps whose LSTM is four
// Dense layers, one for each gate: the same model and the same work, in parts that all come with the library. It has no clipping; the
// optimizer does it when it is given the gradients. It has no search, so only training can be measured.
import '@tensorflow/tfjs-backend-cpu';
import { createRandom } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type BenchmarkCase, randomIds } from '../cases.ts';
import type { Side, TrainTask } from '../side.ts';
import { clipGradients, type NamedGradients } from './clip-gradients.ts';

type Layer = { apply(inputs: SymbolicTensor | SymbolicTensor[]): unknown };

const apply = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs) as SymbolicTensor;

/** A training step of `trainOnBatch`. */
export const tfjsLayersSide: Side<TrainTask> = async ({ shapes }) => {
  await tf.setBackend('cpu');
  const random = createRandom(1);
  const { inputs, target } = layersBatch(
    shapes,
    randomIds(shapes.batch, shapes.sourceLength, shapes.sourceVocabulary, random),
    randomIds(shapes.batch, shapes.targetLength, shapes.targetVocabulary, random),
  );
  const trained = layersModel(shapes);
  trained.compile({ optimizer: clippingAdam(), loss: 'sparseCategoricalCrossentropy' });
  return async () => {
    const nats = await trained.trainOnBatch(inputs, target);
    return { nats: nats as number };
  };
};

/** What the graph wants: [B, S], T times [B, 1], and zeros [B, H] for the first state and feed; and the target [B, T, 1]. */
export const layersBatch = (
  { batch: B, units: H, sourceLength: S, targetLength: T }: BenchmarkCase,
  sources: number[][],
  targets: number[][],
): { readonly inputs: tf.Tensor[]; readonly target: tf.Tensor } => {
  const target = tf.tensor3d(targets.flat(), [B, T, 1]);
  const zeros = [tf.zeros([B, H]), tf.zeros([B, H]), tf.zeros([B, H])];
  return { inputs: [tf.tensor2d(sources, [B, S]), ...tf.unstack(target, 1), ...zeros], target };
};

/** From [B, S] source ids, T times [B, 1] target ids, and zeros for the first state and feed, to [B, T, V] probabilities. */
export const layersModel = (shapes: BenchmarkCase): LayersModel => {
  const { embedding: E, units: H, sourceLength: S, targetLength: T, sourceVocabulary, targetVocabulary: V } = shapes;
  const source = input({ shape: [S] });
  const tokens = Array.from({ length: T }, () => input({ shape: [1] }));
  const zeros = Array.from({ length: 3 }, () => input({ shape: [H] }));

  // The default first values of recurrent kernels need chained operations, which tfjs-core alone has not.
  const encoder = layers.lstm({
    units: H / 2,
    returnSequences: true,
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'glorotUniform',
  });
  const embeddedSource = apply(layers.embedding({ name: 'source', inputDim: sourceVocabulary, outputDim: E }), source);
  const memory = apply(layers.bidirectional({ name: 'memory', layer: encoder, mergeMode: 'concat' }), embeddedSource);
  const keys = apply(layers.dense({ name: 'keys', units: H, useBias: false }), memory);

  const embed = layers.embedding({ name: 'target', inputDim: V, outputDim: E });
  const gate = (name: string, activation: 'sigmoid' | 'tanh'): Layer =>
    layers.dense({ name: `gate-${name}`, units: H, activation });
  const gates = [gate('i', 'sigmoid'), gate('f', 'sigmoid'), gate('g', 'tanh'), gate('o', 'sigmoid')];
  const query = layers.dense({ name: 'query', units: H, useBias: false });
  const score = layers.dense({ name: 'score', units: 1, useBias: false });
  const output = layers.dense({ name: 'output', units: H, useBias: false, activation: 'tanh' });
  const reshape = (x: SymbolicTensor, ...targetShape: number[]): SymbolicTensor =>
    apply(layers.reshape({ targetShape }), x);
  const tanh = (x: SymbolicTensor): SymbolicTensor => apply(layers.activation({ activation: 'tanh' }), x);
  const multiply = (a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor => apply(layers.multiply(), a, b);
  const add = (a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor => apply(layers.add(), a, b);

  let [hidden, carry, feed] = zeros as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  const outputs = tokens.map((token) => {
    const read = apply(layers.concatenate(), reshape(apply(embed, token), E), feed, hidden);
    const [i, f, g, o] = gates.map((layer) => apply(layer, read)) as [
      SymbolicTensor,
      SymbolicTensor,
      SymbolicTensor,
      SymbolicTensor,
    ];
    carry = add(multiply(f, carry), multiply(i, g));
    hidden = multiply(o, tanh(carry));
    const scores = apply(score, tanh(add(keys, reshape(apply(query, hidden), 1, H))));
    const weights = apply(layers.softmax(), reshape(scores, S));
    const context = apply(layers.dot({ axes: [1, 1] }), weights, memory);
    feed = apply(output, apply(layers.concatenate(), context, hidden));
    return reshape(feed, 1, H);
  });
  const rows = apply(layers.concatenate({ axis: 1 }), ...outputs);
  const probabilities = apply(layers.dense({ name: 'generator', units: V, activation: 'softmax' }), rows);
  return model({ inputs: [source, ...tokens, ...zeros], outputs: probabilities });
};

const clippingAdam = (): tf.AdamOptimizer => {
  const optimizer = tf.train.adam(1e-3);
  const applyAll = optimizer.applyGradients.bind(optimizer);
  optimizer.applyGradients = (gradients) => {
    // tfjs-layers gives a list.
    const clipped = clipGradients(gradients as NamedGradients);
    applyAll(clipped);
    tf.dispose(clipped.map(({ tensor }) => tensor));
  };
  return optimizer;
};
