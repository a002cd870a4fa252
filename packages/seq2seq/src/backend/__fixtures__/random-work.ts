// Work of random kinds and odd sizes, always the same for the same randomness: products, fused operations, whole steps of training.
import {
  additiveScore,
  createParameterStore,
  crossEntropy,
  embeddingLookup,
  gruCell,
  type LayerCell,
  lstmCell,
  type Random,
  uniform,
  unroll,
} from '@seq2seq/core';
import { adam, adamW, clipFactor, globalNorm, sgd } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RunConfigInput } from '../../config/run-config.ts';
import { textModelFor } from '../../text/text-model-for.ts';
import { createTextTrainer } from '../../training/text-trainer.ts';
import { translateTokens } from '../../translate/translate.ts';

/** One piece of work: its name with its sizes, and every number that came of it. */
export type Work = { readonly name: string; readonly numbers: readonly Float32Array[] };

const below = (random: Random, limit: number): number => Math.floor(random.next() * limit);
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[below(random, values.length)] as Value;
const scattered = (random: Random, shape: number[]): Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => 2 * random.next() - 1),
    shape,
  );

const read = (tensors: readonly Tensor[]): Float32Array[] =>
  tensors.map((tensor) => tensor.dataSync().slice() as Float32Array);

/** Large enough for several threads as often as not, in all four transpositions, sometimes several at once. */
const product = (random: Random): Work => {
  const [batch, rows, depth, columns] = [
    1 + below(random, 3),
    1 + below(random, 150),
    1 + below(random, 90),
    1 + below(random, 150),
  ];
  const [flipA, flipB] = [random.next() < 0.5, random.next() < 0.5];
  return tf.tidy(() => {
    const a = scattered(random, [batch, ...(flipA ? [depth, rows] : [rows, depth])]);
    const b = scattered(random, [batch, ...(flipB ? [columns, depth] : [depth, columns])]);
    const numbers = read([tf.matMul(a, b, flipA, flipB)]);
    return { name: `product ${batch} × ${rows} × ${depth} × ${columns} ${flipA} ${flipB}`, numbers } as never;
  });
};

/** A cell over padded sequences, forward and back. */
const recurrence = (random: Random): Work => {
  const [batch, steps, width, units] = [
    1 + below(random, 40),
    1 + below(random, 7),
    1 + below(random, 30),
    1 + below(random, 50),
  ];
  const kind = oneOf(random, ['lstm', 'gru'] as const);
  const [reverse, resetAfter] = [random.next() < 0.5, random.next() < 0.5];
  const store = createParameterStore((path, shape) => uniform(0.5)(shape, random.fork(path)));
  const sizes = { inputSize: width, units };
  const cell: LayerCell = kind === 'lstm' ? lstmCell(sizes, store) : gruCell(sizes, { resetAfter }, store);
  const weights = [...store.entries()].map(([, variable]) => variable);
  const work = tf.tidy(() => {
    const inputs = scattered(random, [batch, steps, width]) as Tensor3D;
    const lengths = Array.from({ length: batch }, () => 1 + below(random, steps));
    const mask = tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, i) => (i < length ? 1 : 0))));
    const { value, grads } = tf.variableGrads(() => {
      const { outputs } = unroll(cell, inputs, mask, { training: false }, { reverse });
      return tf.sum<Scalar>(tf.mul(outputs, outputs));
    }, weights);
    const numbers = read([value, ...weights.map(({ name }) => grads[name] as Tensor)]);
    return { name: `${kind} ${batch} × ${steps} × ${width} × ${units} ${reverse}`, numbers } as never;
  }) as unknown as Work;
  store.dispose();
  return work;
};

/** The loss of scores for a vocabulary, and its gradient. */
const loss = (random: Random): Work => {
  const [rows, vocabulary] = [1 + below(random, 70), 2 + below(random, 90)];
  return tf.tidy(() => {
    const targets = tf.tensor1d(
      Array.from({ length: rows }, () => below(random, vocabulary)),
      'int32',
    );
    const mask = tf.tensor1d(Array.from({ length: rows }, () => (random.next() < 0.8 ? 1 : 0)));
    const of = (scores: Tensor): Scalar => crossEntropy(scores as Tensor2D, targets, mask, { labelSmoothing: 0.1 });
    const { value, grad } = tf.valueAndGrad(of)(scattered(random, [rows, vocabulary]));
    return { name: `loss ${rows} × ${vocabulary}`, numbers: read([value, grad]) } as never;
  });
};

/** Rows of a table, and their way back. */
const embedding = (random: Random): Work => {
  const [vocabulary, width, count] = [1 + below(random, 60), 1 + below(random, 200), 1 + below(random, 500)];
  return tf.tidy(() => {
    const ids = tf.tensor1d(
      Array.from({ length: count }, () => below(random, vocabulary)),
      'int32',
    );
    const { value, grad } = tf.valueAndGrad((table: Tensor) => {
      const rows = embeddingLookup(table as Tensor2D, ids);
      return tf.sum<Scalar>(tf.mul(rows, rows));
    })(scattered(random, [vocabulary, width]));
    return { name: `embedding ${vocabulary} × ${width}, ${count} rows`, numbers: read([value, grad]) } as never;
  });
};

/** How well keys answer a query, and all three gradients. */
const scoring = (random: Random): Work => {
  const [batch, positions, units] = [1 + below(random, 30), 1 + below(random, 9), 4 * (1 + below(random, 12))];
  return tf.tidy(() => {
    const given = [[batch, units], [batch, positions, units], [units]].map((shape) => scattered(random, shape));
    const { value, grads } = tf.valueAndGrads((query, keys, v) => {
      const found = additiveScore(query as Tensor2D, keys as Tensor3D, v as Tensor1D) as Tensor2D;
      return tf.sum<Scalar>(tf.mul(found, found));
    })(given);
    return { name: `score ${batch} × ${positions} × ${units}`, numbers: read([value, ...grads]) } as never;
  });
};

/** Two steps of an optimizer along gradients of some weights, shortened to a common length. */
const descent = (random: Random): Work => {
  const kind = oneOf(random, ['adam', 'adamW', 'sgd', 'momentum'] as const);
  const shapes = Array.from({ length: 1 + below(random, 4) }, () => [1 + below(random, 50), 1 + below(random, 200)]);
  const store = createParameterStore((path, shape) => uniform(0.5)(shape, random.fork(path)));
  shapes.forEach((shape, i) => store.create(`${i}`, shape, uniform(1)));
  const optimizer = {
    adam: () => adam(store),
    adamW: () => adamW(store, { weightDecay: 0.1 }),
    sgd: () => sgd(store),
    momentum: () => sgd(store, { momentum: 0.9 }),
  }[kind]();
  const norms = [1, 2].map(
    () =>
      tf.tidy(() => {
        const gradients = new Map(shapes.map((shape, i) => [`${i}`, scattered(random, shape)]));
        const norm = globalNorm(gradients).dataSync();
        optimizer.apply(gradients, 0.1, clipFactor(norm[0] as number, 5));
        return norm as never;
      }) as Float32Array,
  );
  const numbers = [...norms, ...read([...store.entries()].map(([, variable]) => variable))];
  optimizer.dispose();
  store.dispose();
  return { name: `${kind} of ${shapes.map((shape) => shape.join(' × ')).join(', ')}`, numbers };
};

const operations = [product, recurrence, loss, embedding, scoring, descent] as const;

export const randomOperation = (random: Random): Work => oneOf(random, operations)(random);

/** A step of training of a random model, and how sure it is of a translation then. */
export const randomTraining = async (random: Random): Promise<Work> => {
  const cell = oneOf(random, ['lstm', 'gru'] as const);
  const [units, layers, dropout] = [5 + below(random, 30), 1 + below(random, 2), oneOf(random, [0, 0.2])];
  const context = oneOf(random, ['attention', 'attention', 'every-step'] as const);
  const query = oneOf(random, ['previous', 'current'] as const);
  const type = oneOf(random, ['mlp', 'general', 'dot', 'scaled-dot']);
  const model: RunConfigInput['model'] = {
    source: { embedding: 1 + below(random, 20) },
    target: { embedding: 1 + below(random, 20) },
    encoder: { cell, units, layers, dropout, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: {
      cell,
      units: 2 * units,
      layers,
      dropout,
      context,
      inputFeeding: context === 'attention' && query === 'current',
    },
    ...(context === 'attention' && {
      attention: { query, scorer: type === 'mlp' ? { type, units: oneOf(random, [7, 8, 12]) } : { type } },
    }),
  };
  const letters = 'abcdefgh';
  const pairs = Array.from({ length: 1 + below(random, 20) }, () => {
    const source = Array.from({ length: 1 + below(random, 6) }, () => letters.charAt(below(random, letters.length)));
    return { source, target: source.toReversed() };
  });
  const textModel = textModelFor(pairs, {
    model,
    text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'characters' }, maxLength: 4 },
  });
  const learner = createTextTrainer(textModel, { pairs });
  await learner.fit({ maxSteps: 1 });
  const found = await translateTokens(textModel, [[...'abc']], { beam: 3 });
  const numbers = read([...textModel.model.parameters.entries()].map(([, variable]) => variable));
  learner.dispose();
  textModel.dispose();
  const scores = found.flatMap(({ translations }) => translations.map(({ score }) => score));
  return {
    name: `training ${JSON.stringify(model)}, ${pairs.length} pairs`,
    numbers: [...numbers, Float32Array.from(scores)],
  };
};
