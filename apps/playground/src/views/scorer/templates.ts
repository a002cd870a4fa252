// Scorers to begin with. Each is whole: it can be checked and trained as it stands, but for the one that is there to be repaired.

export const templateNames = ['dot', 'cosine', 'additive', 'gaussian', 'broken'] as const;
export type TemplateName = (typeof templateNames)[number];

export type Template = { readonly title: string; readonly code: string };

const dot = `import { defineScorer } from '@seq2seq/attention';
import * as tf from '@tensorflow/tfjs-core';

/** q · m: how far query and position point the same way. */
export default defineScorer(() => ({
  // Once per source: what does not depend on the query.
  prepare: (values: tf.Tensor3D) => values, // [B, S, D]

  // At each step of the target: one number for each position.
  score: (query: tf.Tensor2D, keys: tf.Tensor3D) => {
    const products = tf.matMul(keys, tf.expandDims(query, 2)); // [B, S, 1]
    return tf.squeeze(products, [2]); // [B, S]
  },
}));
`;

const cosine = `import { batchedDot, defineScorer } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

/** The small number is under the root: padding is zero, where the slope of a root is infinite. */
const unitLength = <T extends tf.Tensor>(x: T): T => {
  const squares = tf.sum(tf.square(x), -1, true);
  return tf.div(x, tf.sqrt(tf.add(squares, 1e-6)));
};

/** g · cos(W q, m): direction counts, length does not. */
export default defineScorer((sizes, _options: object, parameters) => {
  const { querySize, memorySize } = sizes;
  const project = parameters.create('project', [querySize, memorySize], glorotUniform);
  const sharpness = parameters.create('sharpness', [], constant(8));
  return {
    prepare: (values) => unitLength(values), // [B, S, D]
    score: (query, keys: tf.Tensor3D) => {
      const asked = unitLength(tf.matMul(query, project));
      return tf.mul(batchedDot(asked, keys), sharpness);
    },
  };
});
`;

const additive = `import { defineScorer } from '@seq2seq/attention';
import { glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

const units = 32;

/** v · tanh(q W + m U), after Bahdanau, Cho and Bengio 2015. */
export default defineScorer((sizes, _options: object, parameters) => {
  const { querySize, memorySize } = sizes;
  const queryKernel = parameters.create('queryKernel', [querySize, units], glorotUniform);
  const memoryKernel = parameters.create('memoryKernel', [memorySize, units], glorotUniform);
  const v = parameters.create('v', [units, 1], glorotUniform);
  return {
    // m U does not depend on the query, so it is computed once.
    prepare: (values) => {
      const [B, S] = values.shape;
      const rows = tf.reshape(values, [B * S, memorySize]);
      return tf.reshape(tf.matMul(rows, memoryKernel), [B, S, units]);
    },
    score: (query, keys: tf.Tensor3D) => {
      const [B, S] = keys.shape;
      const asked = tf.expandDims(tf.matMul(query, queryKernel), 1); // [B, 1, A]
      const hidden = tf.tanh(tf.add(asked, keys)); // [B, S, A]
      return tf.reshape(tf.matMul(tf.reshape(hidden, [B * S, units]), v), [B, S]);
    },
  };
});
`;

const gaussian = `import { defineScorer } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

/** −g · ‖q W − m‖²: the nearer, the better; with softmax a Gaussian around the query. */
export default defineScorer((sizes, _options: object, parameters) => {
  const { querySize, memorySize } = sizes;
  const project = parameters.create('project', [querySize, memorySize], glorotUniform);
  const narrowness = parameters.create('narrowness', [], constant(1));
  return {
    prepare: (values) => values,
    score: (query, keys: tf.Tensor3D) => {
      const asked = tf.expandDims(tf.matMul(query, project), 1); // [B, 1, D]
      const distances = tf.sum(tf.square(tf.sub(asked, keys)), 2); // [B, S]
      return tf.mul(tf.neg(narrowness), distances);
    },
  };
});
`;

const broken = `import { batchedDot, defineScorer } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

/** Wrong in four ways: check it, repair the first, check again. */
export default defineScorer((sizes, _options: object, parameters) => {
  const { querySize, memorySize } = sizes;
  const project = parameters.create('project', [querySize, memorySize], glorotUniform);
  const temperature = parameters.create('temperature', [], constant(1));
  const length = (x: tf.Tensor) => tf.norm(x, 'euclidean', -1, true);
  return {
    prepare: (values) => tf.div(values, tf.add(length(values), 1e-6)),
    score: (query, keys: tf.Tensor3D) => {
      const asked = tf.matMul(query, project);
      const products = batchedDot(tf.div(asked, tf.add(length(asked), 1e-6)), keys);
      return tf.expandDims(tf.mul(products, keys.shape[1]), 2);
    },
  };
});
`;

export const templates: Readonly<Record<TemplateName, Template>> = {
  dot: { title: 'Dot product, by hand', code: dot },
  cosine: { title: 'Cosine', code: cosine },
  additive: { title: 'Additive (Bahdanau)', code: additive },
  gaussian: { title: 'Gaussian distance', code: gaussian },
  broken: { title: 'A broken one, to repair', code: broken },
};
