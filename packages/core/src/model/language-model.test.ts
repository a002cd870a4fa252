import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { atOnce } from '../cell/__fixtures__/at-once.ts';
import { entry, matricesOf, timesColumn } from '../cell/__fixtures__/plain-arrays.ts';
import type { CellSizes, LayerCell } from '../cell/cell.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import { withDropout } from '../cell/with-dropout.ts';
import { gruByLoops } from '../decoder/__fixtures__/gru-by-loops.ts';
import { ConfigError } from '../errors/config-error.ts';
import { crossEntropy } from '../loss/cross-entropy.ts';
import { createParameterStore, fromSeed, type ParameterScope } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { gatherRows } from '../tensor/tensor-tree.ts';
import { deepReadout } from './deep-readout.ts';
import { tableEmbedding } from './embedding.ts';
import { type LanguageModel, languageModel } from './language-model.ts';
import { linearReadout } from './linear-readout.ts';

const [V, E, H] = [4, 2, 3];
const notTraining: Mode = { training: false };

type CreateCell = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;
type Build = { readonly createCell?: CreateCell; readonly layers?: number; readonly deep?: boolean };

const gru: CreateCell = (sizes, parameters) => gruCell(sizes, {}, parameters);

const build = ({ createCell = gru, layers = 1, deep = false }: Build = {}, source = scattered(1)): LanguageModel => {
  const parameters = createParameterStore(source);
  const cells = Array.from({ length: layers }, (_, layer) =>
    createCell({ inputSize: layer === 0 ? E : H, units: H }, parameters.scope(`layers.${layer}`)),
  );
  const generator = linearReadout({ inputSize: H, vocabularySize: V }, parameters.scope('generator'));
  const sizes = { outputSize: H, embeddingSize: E, contextSize: 0, units: H };
  return languageModel({
    parameters,
    embedding: tableEmbedding({ vocabularySize: V, size: E }, parameters.scope('embedding')),
    cell: stackedCell(cells, { residual: layers > 1 }),
    readout: deep ? deepReadout(sizes, generator, parameters.scope('output')) : generator,
  });
};

const withModel = (parts: Build, run: (model: LanguageModel) => void): void => {
  const model = build(parts);
  run(model);
  model.dispose();
};

const tokensOf = (rows: number[][]): Tensor2D => tf.tensor2d(rows, undefined, 'int32');
const texts = (): Tensor2D =>
  tokensOf([
    [3, 0, 1, 2],
    [3, 2, 2, 1],
    [3, 1, 0, 0],
  ]);

/** The logits of each step, as a search asks for them. */
const stepThrough = (model: LanguageModel, tokens: Tensor2D): Tensor2D[] => {
  let { state } = model.begin(tokens.shape[0]);
  return (tf.unstack(tokens, 1) as Tensor1D[]).map((lastTokens) => {
    const step = model.step(lastTokens, { prepared: {}, state });
    state = step.state;
    return step.logits;
  });
};

describe.each<readonly [string, Build]>([
  ['one GRU', {}],
  ['two LSTMs, residual, deep readout', { createCell: lstmCell, layers: 2, deep: true }],
  ['GRUs that can do all steps at once', { createCell: (...given) => atOnce(gru(...given)), layers: 2 }],
])('%s', (_, parts) => {
  cpuTest('teacher forcing equals stepping as a search does', () =>
    withModel(parts, (model) => {
      expect(model.targetVocabularySize).toBe(V);
      const { logits } = model.teacherForce(texts(), notTraining);
      expect(logits.shape).toEqual([3, 4, V]);
      expectClose(logits, tf.stack(stepThrough(model, texts()), 1));
    }),
  );

  cpuTest('rows do not see each other, in what is forced and in what is stepped', () =>
    withModel(parts, (model) => {
      const { logits } = model.teacherForce(texts(), notTraining);
      const steps = stepThrough(model, texts());
      for (const row of [0, 1, 2]) {
        const rows = Int32Array.of(row);
        const own = gatherRows(texts(), rows);
        expectClose(gatherRows(logits, rows), model.teacherForce(own, notTraining).logits);
        expectSameTree('steps', snapshotOf(gatherRows(steps, rows)), snapshotOf(stepThrough(model, own)));
      }
    }),
  );

  cpuTest('what comes later changes nothing before it', () =>
    withModel(parts, (model) => {
      const other = tokensOf([[3, 0, 2, 3]]);
      const [one, two] = [gatherRows(texts(), Int32Array.of(0)), other].map((tokens) =>
        tf.slice(model.teacherForce(tokens, notTraining).logits, [0, 0, 0], [1, 2, V]),
      );
      expectSameTree('the first two steps', snapshotOf(one as tf.Tensor), snapshotOf(two as tf.Tensor), exactly);
    }),
  );

  cpuTest('gradients equal finite differences', () =>
    withModel(parts, (model) => {
      const loss = (): Scalar =>
        tf.tidy(() => tf.mean<Scalar>(tf.square(model.teacherForce(texts(), notTraining).logits)));
      expectGradients(loss, model.parameters, { step: 2 ** -9, tolerance: 2e-3, samples: 6 });
    }),
  );

  cpuTest('the probabilities of all short texts sum to one: those that end, and those that go on', () =>
    withModel(parts, (model) => {
      const [eos, bos, longest] = [0, 3, 3];
      const others = [1, 2, 3];
      let begun: number[][] = [[]];
      const ended: number[][] = [];
      for (let length = 1; length <= longest; length++) {
        ended.push(...begun.map((text) => [...text, eos]));
        begun = begun.flatMap((text) => others.map((token) => [...text, token]));
      }
      const total = [...ended, ...begun].reduce((sum, text) => sum + probabilityOf(model, [bos, ...text]), 0);
      expect(ended.length + begun.length).toBe(1 + 3 + 9 + 27);
      expect(total).toBeCloseTo(1, 5);
    }),
  );
});

/** The product over steps of the softmax at the next token, in float64. */
const probabilityOf = (model: LanguageModel, text: readonly number[]): number => {
  const { logits } = model.teacherForce(tokensOf([text.slice(0, -1)]), notTraining);
  return (logits.arraySync()[0] as number[][]).reduce((product, scores, t) => {
    const raised = scores.map(Math.exp);
    return (product * (raised[text[t + 1] as number] as number)) / raised.reduce((sum, value) => sum + value, 0);
  }, 1);
};

cpuTest('logits are table rows through a GRU and the readout, by loops', () =>
  withModel({}, (model) => {
    const weights = matricesOf(model.parameters);
    const wanted = texts()
      .arraySync()
      .flatMap((text) => {
        let hidden = [0, 0, 0];
        return text.flatMap((token) => {
          hidden = gruByLoops(weights, 'layers.0', weights['embedding.table']?.[token] as number[], hidden);
          return Array.from(
            { length: V },
            (_, j) => timesColumn(hidden, weights['generator.kernel'], j) + entry(weights['generator.bias'], j),
          );
        });
      });
    expectClose(model.teacherForce(texts(), notTraining).logits, wanted);
  }),
);

cpuTest('a seed drops the same values at once and step by step, and the mode reaches the cell', () => {
  const parts = (atOnceOrNot: (cell: LayerCell) => LayerCell): Build => ({
    createCell: (...given) => withDropout(atOnceOrNot(gru(...given)), 0.5),
    layers: 2,
  });
  const logitsOf = (given: Build, mode: Mode) => {
    const model = build(given);
    const { logits } = model.teacherForce(texts(), mode);
    model.dispose();
    return snapshotOf(logits);
  };
  const training = (): Mode => ({ training: true, random: createRandom(3) });
  const stepped = logitsOf(
    parts((cell) => cell),
    training(),
  );
  expectSameTree('at once', logitsOf(parts(atOnce), training()), stepped);
  expect(() => expectSameTree('both', logitsOf(parts(atOnce), notTraining), stepped)).toThrow('both');
});

cpuTest('learns two texts', () => {
  // bos 3, then 1 2 1 2 … or 2 1 2 1 …, then the end: only the first token is a matter of chance.
  const model = build({}, fromSeed(1));
  const inputs = tokensOf([
    [3, 1, 2, 1],
    [3, 2, 1, 2],
  ]);
  const targets = tf.tensor1d([1, 2, 1, 0, 2, 1, 2, 0], 'int32');
  const weights = [...model.parameters.entries()].map(([, weight]) => weight);
  const loss = (): Scalar => {
    const { logits } = model.teacherForce(inputs, notTraining);
    return tf.div(crossEntropy(tf.reshape(logits, [8, V]), targets, tf.ones([8])), 8);
  };
  const optimizer = tf.train.adam(0.05);
  for (let step = 0; step < 150; step++) optimizer.minimize(loss, false, weights);
  optimizer.dispose();
  // One chance of two in four tokens: log 2 / 4 is the least there is.
  expect(loss().dataSync()[0]).toBeGreaterThan(Math.log(2) / 4 - 1e-4);
  expect(loss().dataSync()[0]).toBeLessThan(Math.log(2) / 4 + 0.02);
  model.dispose();
});

test('dispose frees every weight', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const model = build();
  expect(tf.memory().numTensors - before).toBe([...model.parameters.entries()].length);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

cpuTest('an embedding of another width is a ConfigError that names both', () => {
  const parameters = createParameterStore(scattered(1));
  const parts = {
    parameters,
    embedding: { vocabularySize: V, size: 7, embed: (ids: tf.Tensor) => ids },
    cell: stackedCell([gru({ inputSize: E, units: H }, parameters)]),
    readout: linearReadout({ inputSize: H, vocabularySize: V }, parameters.scope('generator')),
  };
  const create = (): unknown => languageModel(parts);
  expect(create).toThrow('language model: the embedding is 7 wide but the cell reads 2; make them equal.');
  expect(create).toThrow(ConfigError);
  parameters.dispose();
});
