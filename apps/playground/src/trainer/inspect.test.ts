import { useBackend, createTextTrainer, textModelFor, translate, type TextModel, type TokenPair } from 'seq2seq';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { configOf } from '../experiment/config-of.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { InspectAnswer, Weights } from '../protocol/messages.ts';
import { smallExperiment } from './__fixtures__/trainer-in-node.ts';
import { inspectText } from './inspect.ts';

beforeAll(() => useBackend('simd-strict'));
let before = 0;
let models: TextModel[] = [];
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  for (const model of models) model.dispose();
  models = [];
  expect(tf.memory().numTensors, 'tensors that are left').toBe(before);
});

const pairs: readonly TokenPair[] = ['ab', 'cba', 'dac', 'bd', 'acbd', 'ddab'].map((word) => ({
  source: [...word],
  target: [...word].toReversed(),
}));
const modelOf = (changes: Partial<Experiment> = {}): TextModel => {
  const model = textModelFor(pairs, configOf({ ...smallExperiment, dropout: 0, ...changes }));
  models.push(model);
  return model;
};
/** One whose weights are not small any more, so that it looks at some places rather than at all. */
const learned = async (changes: Partial<Experiment> = {}): Promise<TextModel> => {
  const model = modelOf(changes);
  const trainer = createTextTrainer(model, { pairs, learningRate: () => 0.05 });
  await trainer.fit({ maxSteps: 12 });
  trainer.dispose();
  return model;
};
const inspect = (
  model: TextModel,
  text: string,
  forced: readonly { row: number; weights: Float32Array }[] = [],
): Promise<InspectAnswer> => inspectText(model, { text, top: 4, forced }, { step: 3 });

const rowOf = ({ values, columns }: Weights, row: number): number[] =>
  Array.from(values.subarray(row * columns, (row + 1) * columns));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const expectClose = (got: readonly number[], wanted: readonly number[], within = 1e-6): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(Math.abs(got[i]! - value), `at ${i}`).toBeLessThan(within);
};

/** Softmax over what may be seen, times what the window multiplies it with, by its definition. */
const weightsByHand = ({ inside }: InspectAnswer, row: number): number[] => {
  const { energies, allowed, emphasis } = inside!;
  const seen = rowOf(allowed, row);
  const exponentials = rowOf(energies, row).map((energy, s) => seen[s]! * Math.exp(energy));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value, s) => (value / sum) * (emphasis ? rowOf(emphasis, row)[s]! : 1));
};

const kinds: readonly Partial<Experiment>[] = [
  { scorer: 'mlp' },
  { scorer: 'mlp', cell: 'lstm' },
  { scorer: 'dot', query: 'current', inputFeeding: true },
  { scorer: 'general', query: 'current' },
  { scorer: 'normed-mlp', reversed: true },
  { scorer: 'location' },
  { scorer: 'location-sensitive' },
  { scorer: 'coverage-gru' },
  { scorer: 'coverage-fertility', reversed: true },
  { scorer: 'dot', window: 'local-m', windowSize: 1 },
  { scorer: 'general', window: 'local-p', windowSize: 1, reversed: true },
];

describe.each(kinds.map((changes) => [Object.values(changes).join(' '), changes] as const))('with %s', (_, changes) => {
  it('what is seen is what the model does, and a row that is set to what it is anyway changes nothing', async () => {
    const model = await learned(changes);
    const answer = await inspect(model, 'dacb');
    const [plain] = await translate(model, ['dacb'], { beam: 1, maxLength: 40 });
    const [output] = answer.outputs;
    const alignment = output!.alignment!;
    expect(output?.text).toBe(plain?.translations[0]?.text);
    expectClose([output!.logProb], [plain!.translations[0]!.logProb], 1e-4);
    expect(answer.inside?.energies.rows).toBe(alignment.rows);
    for (const [row, weights] of plain!.translations[0]!.alignment!.entries()) {
      expectClose(rowOf(alignment, row), [...weights], 1e-5);
      expectClose(weightsByHand(answer, row), rowOf(alignment, row));
    }
    // A window that fades gives rows that do not sum to one: they cannot be set.
    if (changes.window === 'local-p') return;
    for (const row of [0, alignment.rows - 1]) {
      const led = await inspect(model, 'dacb', [{ row, weights: Float32Array.from(rowOf(alignment, row)) }]);
      expect(led.outputs[0]!.tokens).toEqual(output!.tokens);
      for (const [t, tokens] of answer.likely.entries()) {
        expectClose(
          led.likely[t]!.map(({ logProb }) => logProb),
          tokens.map(({ logProb }) => logProb),
          1e-5,
        );
      }
    }
  });
});

describe('inspecting', () => {
  it.each([false, true])(
    'has vectors at their places: dot energies are products by hand, reversed %s',
    async (reversed) => {
      const { inside } = await inspect(await learned({ scorer: 'dot', reversed }), 'acbd');
      const { queries, memory, energies, keys } = inside!;
      expect(keys).toBeUndefined();
      expect([memory.rows, memory.columns]).toEqual([5, smallExperiment.units]);
      for (let t = 0; t < energies.rows; t++) {
        const wanted = Array.from({ length: 5 }, (_, s) => dot(rowOf(queries, t), rowOf(memory, s)));
        expectClose(rowOf(energies, t), wanted, 1e-5);
      }
    },
  );

  it('tells the keys that a scorer prepares: v · tanh(q W + k) by hand', async () => {
    const model = await learned({ scorer: 'mlp', reversed: true });
    const { inside } = await inspect(model, 'acbd');
    const { queries, keys, energies } = inside!;
    const weights = new Map(model.model.parameters.entries());
    const kernel = weights.get('attention.scorer.queryKernel')!.arraySync() as number[][];
    const v = weights.get('attention.scorer.v')!.arraySync() as number[];
    for (let t = 0; t < energies.rows; t++) {
      const query = rowOf(queries, t);
      const projected = v.map((_, a) =>
        dot(
          query,
          kernel.map((row) => row[a]!),
        ),
      );
      const wanted = Array.from({ length: 5 }, (_, s) =>
        dot(
          v,
          rowOf(keys!, s).map((key, a) => Math.tanh(key + projected[a]!)),
        ),
      );
      expectClose(rowOf(energies, t), wanted, 1e-5);
    }
  });

  it('tells the likeliest tokens of each step, of which the first is taken', async () => {
    const { outputs, likely } = await inspect(await learned(), 'acb');
    const [{ tokens, tokenLogProbs, finished }] = outputs as [InspectAnswer['outputs'][number]];
    expect(likely).toHaveLength(tokenLogProbs.length);
    for (const [t, candidates] of likely.entries()) {
      expect(candidates[0]).toEqual({ token: tokens[t] ?? '</s>', logProb: tokenLogProbs[t] });
      const order = candidates.map(({ logProb }) => logProb);
      expect(order).toEqual(order.toSorted((a, b) => b - a));
      expect(candidates.length).toBe(4);
    }
    expect(finished).toBe(true);
  });

  it('of a model that does not attend has tokens and nothing inside', async () => {
    const answer = await inspect(await learned({ context: 'initial' }), 'acb');
    expect(answer.inside).toBeUndefined();
    expect(answer.outputs[0]?.alignment).toBeUndefined();
    expect(answer.likely.length).toBeGreaterThan(0);
  });

  it('of no text has no output', async () => {
    expect(await inspect(modelOf(), '')).toMatchObject({ outputs: [], likely: [], sourceTokens: [] });
  });
});

describe('rows that are set', () => {
  it('all to equal weights give what a scorer without opinion gives: v = 0', async () => {
    const model = await learned({ query: 'current', inputFeeding: true });
    const uniform = Float32Array.from({ length: 4 }, () => 0.25);
    const forced = Array.from({ length: 40 }, (_, row) => ({ row, weights: uniform }));
    const led = await inspect(model, 'dac', forced);
    const free = await inspect(model, 'dac');
    const v = new Map(model.model.parameters.entries()).get('attention.scorer.v')!;
    tf.tidy(() => v.assign(tf.zerosLike(v)));
    const [plain] = await translate(model, ['dac'], { beam: 1, maxLength: 40 });
    expect(led.outputs[0]!.text).toBe(plain!.translations[0]!.text);
    expectClose([led.outputs[0]!.logProb], [plain!.translations[0]!.logProb], 1e-4);
    expect(Math.abs(led.outputs[0]!.logProb - free.outputs[0]!.logProb), 'it makes a difference').toBeGreaterThan(1e-3);
  });

  it.each([false, true])('give the next token that loops over the weights give, reversed %s', async (reversed) => {
    const model = await learned({ cell: 'rnn', scorer: 'dot', reversed });
    const weights = Float32Array.of(0.5, 0.125, 0, 0.375);
    const led = await inspect(model, 'dac', [{ row: 0, weights }]);
    expectClose(rowOf(led.outputs[0]!.alignment!, 0), [...weights], 1e-7);

    const table = (path: string): number[][] =>
      new Map(model.model.parameters.entries()).get(path)!.arraySync() as number[][];
    const times = (vector: readonly number[], kernel: number[][]): number[] =>
      kernel[0]!.map((_, column) =>
        dot(
          vector,
          kernel.map((row) => row[column]!),
        ),
      );
    const { queries, memory } = led.inside!;
    // Bahdanau's query is the state before the step; the cell then reads the token and the context.
    const hidden = rowOf(queries, 0);
    const context = Array.from({ length: memory.columns }, (_, d) =>
      [...weights].reduce((sum, weight, s) => sum + weight * rowOf(memory, s)[d]!, 0),
    );
    const token = table('target.embedding.table')[model.target.vocabulary.bos]!;
    const fromInput = times([...token, ...context], table('decoder.layers.0.kernel'));
    const fromHidden = times(hidden, table('decoder.layers.0.recurrentKernel'));
    const bias = table('decoder.layers.0.bias') as unknown as number[];
    const state = fromInput.map((value, i) => Math.tanh(value + fromHidden[i]! + bias[i]!));
    const generatorBias = table('generator.bias') as unknown as number[];
    const logits = times(state, table('generator.kernel')).map((value, i) => value + generatorBias[i]!);
    const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const wanted = logits.map((logit) => logit - logSum).toSorted((a, b) => b - a);
    expectClose(
      led.likely[0]!.map(({ logProb }) => logProb),
      wanted.slice(0, 4),
      1e-5,
    );
  });

  it('leave alone what was before them', async () => {
    const model = await learned();
    const free = await inspect(model, 'dacb');
    const led = await inspect(model, 'dacb', [{ row: 2, weights: Float32Array.of(0, 0, 0, 0, 1) }]);
    expect(led.likely.slice(0, 2)).toEqual(free.likely.slice(0, 2));
    expect(led.likely[2]).not.toEqual(free.likely[2]);
  });

  it('must be weights for this source', async () => {
    const model = modelOf();
    const set = (...weights: number[]): Promise<InspectAnswer> =>
      inspect(model, 'ab', [{ row: 1, weights: Float32Array.from(weights) }]);
    await expect(set(0.5, 0.5)).rejects.toThrow('expected row 1 as 3 weights');
    await expect(set(0.5, 0.5, 0.5)).rejects.toThrow('got a sum of 1.5');
    await expect(set(1.5, -0.5, 0)).rejects.toThrow('a least of -0.5');
  });
});
