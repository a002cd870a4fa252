// The peers are the same model as ours: with the same weights they have the same loss.
import { createRandom, fromSeed, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { buildModel, useBackend } from 'seq2seq';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BenchmarkCase, modelOf, randomIds } from '../cases.ts';
import type { TrainTask } from '../side.ts';
import { stockCpuSide } from './stock-cpu.ts';
import { type EmbedTokens, stockModel } from './stock-model.ts';
import { layersBatch, layersModel, tfjsLayersSide } from './tfjs-layers.ts';

const shapes: BenchmarkCase = {
  sourceVocabulary: 11,
  targetVocabulary: 9,
  embedding: 6,
  units: 8,
  batch: 3,
  sourceLength: 5,
  targetLength: 4,
};
const { batch: B, sourceLength: S, targetLength: T, units: H, targetVocabulary: V } = shapes;
const random = createRandom(7);
const sources = randomIds(B, S, shapes.sourceVocabulary, random);
const targets = randomIds(B, T, V, random);

/** Uniform in ±1: large enough that every gate and every score tells. */
const buildOurs = () => buildModel(modelOf(shapes), { parameters: (path, shape) => fromSeed(5)(path, shape, large) });
const large = (shape: readonly number[], values: ReturnType<typeof createRandom>): Float32Array =>
  Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, () => 2 * values.next() - 1);

/** Mean of −log P, as our model has it: the oracle is the definition, in float64. */
const ourLoss = (model: ReturnType<typeof buildOurs>): number => {
  const { logits } = model.teacherForce(tokenBatch(sources, -1), tf.tensor2d(targets, [B, T], 'int32'), {
    training: false,
  });
  const rows = tf.reshape(logits, [B * T, V]).arraySync() as number[][];
  const losses = rows.map((row, i) => {
    const all = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return all - (row[targets.flat()[i] as number] as number);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
};

let ours: ReturnType<typeof buildOurs>;
let weights: ReadonlyMap<string, tf.Tensor>;
const weight = (path: string): tf.Tensor => {
  const found = weights.get(path);
  if (!found) throw new Error(`our model has no ${path}`);
  return found;
};

beforeEach(async () => {
  await useBackend('cpu');
  tf.engine().startScope();
  ours = buildOurs();
  weights = new Map(ours.parameters.entries());
});
afterEach(() => {
  ours.dispose();
  tf.engine().endScope();
});

/** Input and recurrent kernels on top of each other. */
const wholeKernel = (path: string): tf.Tensor =>
  tf.concat([weight(`${path}.kernel`), weight(`${path}.recurrentKernel`)], 0);

describe('the stock model', () => {
  const ourWeights = (): Readonly<Record<string, tf.Tensor>> => ({
    source: weight('source.embedding.table'),
    target: weight('target.embedding.table'),
    'forward.kernel': wholeKernel('encoder.layers.0.forward'),
    'forward.bias': weight('encoder.layers.0.forward.bias'),
    'backward.kernel': wholeKernel('encoder.layers.0.backward'),
    'backward.bias': weight('encoder.layers.0.backward.bias'),
    'decoder.kernel': wholeKernel('decoder.layers.0'),
    'decoder.bias': weight('decoder.layers.0.bias'),
    keys: weight('attention.scorer.keyKernel'),
    query: weight('attention.scorer.queryKernel'),
    v: weight('attention.scorer.v'),
    output: weight('attention.output.kernel'),
    generator: weight('generator.kernel'),
    'generator.bias': weight('generator.bias'),
  });
  const embeddings: readonly [string, EmbedTokens][] = [
    ['rows gathered', (ids, table) => tf.gather(table, ids)],
    ['products with one-hot rows', (ids, table) => tf.matMul(tf.oneHot(ids, table.shape[0], 1, 0, 'float32'), table)],
  ];

  test.each(embeddings)('has our loss, embeddings as %s', (_, embedTokens) => {
    const ids = { source: tf.tensor1d(sources.flat(), 'int32'), target: tf.tensor1d(targets.flat(), 'int32') };
    const loss = stockModel(shapes, ids, embedTokens, (name, shape) =>
      tf.variable(tf.reshape(ourWeights()[name] as tf.Tensor, [...shape])),
    );
    expect(loss().arraySync()).toBeCloseTo(ourLoss(ours), 4);
  });
});

test('the graph of tfjs-layers has our loss', async () => {
  const model = layersModel(shapes);
  const gateOf = (kernel: tf.Tensor, i: number): tf.Tensor => tf.split(kernel, 4, kernel.rank - 1)[i] as tf.Tensor;
  const encoder = ['forward', 'backward'].flatMap((direction) =>
    ['kernel', 'recurrentKernel', 'bias'].map((part) => weight(`encoder.layers.0.${direction}.${part}`)),
  );
  const given: Readonly<Record<string, readonly tf.Tensor[]>> = {
    source: [weight('source.embedding.table')],
    target: [weight('target.embedding.table')],
    memory: encoder,
    keys: [weight('attention.scorer.keyKernel')],
    query: [weight('attention.scorer.queryKernel')],
    score: [tf.reshape(weight('attention.scorer.v'), [H, 1])],
    output: [weight('attention.output.kernel')],
    generator: [weight('generator.kernel'), weight('generator.bias')],
  };
  // Its decoder reads [token, feed, hidden], as our kernels on top of each other do.
  const gates = Object.fromEntries(
    ['i', 'f', 'g', 'o'].map((name, i) => [
      `gate-${name}`,
      [gateOf(wholeKernel('decoder.layers.0'), i), gateOf(weight('decoder.layers.0.bias'), i)],
    ]),
  );
  const trained = model.layers.filter((layer) => layer.weights.length > 0);
  expect(trained.map(({ name }) => name).toSorted()).toEqual(Object.keys({ ...given, ...gates }).toSorted());
  for (const layer of trained) layer.setWeights([...({ ...given, ...gates }[layer.name] as tf.Tensor[])]);

  model.compile({ optimizer: tf.train.sgd(0), loss: 'sparseCategoricalCrossentropy' });
  const { inputs, target } = layersBatch(shapes, sources, targets);
  expect(await model.trainOnBatch(inputs, target)).toBeCloseTo(ourLoss(ours), 4);
});

test.each([
  ['stock-cpu', stockCpuSide],
  ['tfjs-layers', tfjsLayersSide],
])('%s learns: each step on one batch lowers its loss, and none leaves a tensor behind', async (_, side) => {
  const task: TrainTask = { what: 'train', shapes, backend: 'cpu', threads: 1 };
  const work = await side(task);
  const losses = [];
  const counts = [];
  for (let step = 0; step < 10; step++) {
    const figures = await work();
    losses.push(figures?.['nats'] ?? Number.NaN);
    counts.push(tf.memory().numTensors);
  }
  expect(losses[0]).toBeCloseTo(Math.log(V), 0);
  for (const [step, loss] of losses.slice(1).entries()) expect(loss).toBeLessThan(losses[step] as number);
  // The first step makes the optimizer's moments.
  expect(new Set(counts.slice(1)).size).toBe(1);
});
