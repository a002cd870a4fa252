// What is asked of a session and of its tensors, seen by a runtime that counts and breaks.
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { beam, search, SearchError } from '../src/index.ts';
import { sizes } from './__fixtures__/attention-decoder.ts';
import { bos, firstValues, names, openDecoder } from './__fixtures__/opened-decoder.ts';
import { onnxStepModel, type OnnxSession, type OnnxStepModelOptions, type OnnxTensor } from './index.ts';

const task = { sources: 2, bos, eos: 1, maxLength: 5 };
const options: OnnxStepModelOptions = { ...names, scores: { output: 'scores' } };

type Outputs = Readonly<Record<string, ort.Tensor>>;

/** A session around the real one that keeps what goes in and comes out, and may put other outputs in the place of some. */
async function watched(instead: Outputs = {}) {
  const { session } = await openDecoder(1);
  const seen: ort.Tensor[] = [];
  const watching: OnnxSession = {
    ...{ inputNames: session.inputNames, outputNames: session.outputNames },
    async run(feeds, fetches) {
      const inputs = feeds as Outputs;
      const outputs = { ...(await session.run(inputs, fetches)), ...instead } as Outputs;
      seen.push(...Object.values(inputs), ...Object.values(outputs));
      return outputs;
    },
  };
  const model = onnxStepModel(watching, options);
  const find = () => search(model, model.start(firstValues([0, 1])), task, beam({ width: 3 }));
  // The runtime says so of a tensor that was disposed of.
  return { seen, find, isOpen: ({ location }: ort.Tensor) => location !== 'none' };
}

test('every tensor that goes in or comes out is disposed of', async () => {
  const { seen, find, isOpen } = await watched();
  await find();
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.filter(isOpen)).toEqual([]);
});

test('also those of a run whose outputs cannot be read', async () => {
  const lost = numbers([2, 5]);
  lost.getData = () => Promise.reject(new Error('device lost'));
  const { seen, find, isOpen } = await watched({ weights: lost });
  await expect(find()).rejects.toThrow('device lost');
  expect(seen).toHaveLength(8);
  expect(seen.filter(isOpen)).toEqual([]);
});

test('and the inputs of a run that fails', async () => {
  const { session } = await openDecoder(1);
  const inputs: OnnxTensor[] = [];
  const failing: OnnxSession = {
    ...{ inputNames: session.inputNames, outputNames: session.outputNames },
    run(feeds) {
      inputs.push(...Object.values(feeds));
      return Promise.reject(new Error('out of memory'));
    },
  };
  const model = onnxStepModel(failing, options);
  await expect(search(model, model.start(firstValues([0, 1])), task, beam({ width: 3 }))).rejects.toThrow(
    'out of memory',
  );
  expect(inputs.map((input) => (input as ort.Tensor).location)).toEqual(['none', 'none', 'none', 'none']);
});

test.each<[string, ort.Tensor, RegExp]>([
  [
    'scores',
    numbers([2, 2, sizes.V]),
    /output scores must have 2 rows · 7 tokens, got shape \[2, 2, 7\]; the graph must do one/,
  ],
  ['newHidden', numbers([1, 3, sizes.H]), /output newHidden must have 2 rows on axis 1, got shape \[1, 3, 4\]/],
  [
    'weights',
    new ort.Tensor('int32', new Int32Array(10), [2, 5]),
    /output weights must be float32 or float64, got Int32Array; end/,
  ],
])('an output %s that is not one step of every row', async (name, wrong, message) => {
  const { seen, find, isOpen } = await watched({ [name]: wrong });
  await expect(find()).rejects.toThrow(message);
  expect(seen.filter(isOpen)).toEqual([]);
});

test('what the network cannot compute is named by the search', async () => {
  const broken = new ort.Tensor('float32', new Float32Array(2 * sizes.V).fill(Number.NaN), [2, sizes.V]);
  const { find } = await watched({ scores: broken });
  await expect(find()).rejects.toThrow(/step 0, row 0: .* got NaN/);
});

test('all wrong names at once', async () => {
  const { session } = await openDecoder(1);
  const wrong = {
    ...options,
    tokens: { input: 'tokens' },
    scores: { output: 'logits' },
    sourceInputs: ['memory', 'memory'],
  };
  const error = problemOf(() => onnxStepModel(session, wrong));
  expect(error).toContain('input tokens must be one of token, hidden, context, memory');
  expect(error).toContain('output logits must be one of scores, newHidden, newContext, weights');
  expect(error).toContain('input memory must be named once, got twice');
  expect(error).toContain('input token of the session has no place here');
});

test('a model without rows, or without tokens', async () => {
  const { session } = await openDecoder(1);
  const { states: _states, sourceInputs: _sourceInputs, ...bare } = options;
  expect(problemOf(() => onnxStepModel(session, bare))).toContain('states and sourceInputs must name an input or more');
  expect(problemOf(() => onnxStepModel(session, { ...options, vocabularySize: 0 }))).toContain(
    'vocabularySize must be',
  );
});

test('first values that are missing, or of different batches', async () => {
  const { model } = await openDecoder(1);
  const { memory: _memory, ...others } = firstValues([0, 1]);
  expect(problemOf(() => model.start(others))).toMatch(
    /expected a first value for memory, got hidden, context; give every/,
  );
  expect(problemOf(() => model.start({ ...others, memory: firstValues([0])['memory']! }))).toMatch(
    /same number of rows, got hidden 2, context 2, memory 1; give one row for each source/,
  );
});

test('tensors of an encoder’s session go in as they are', async () => {
  const { model, start } = await openDecoder(2);
  const tensors = Object.fromEntries(
    Object.entries(firstValues([0, 1])).map(([name, { data, dims }]) => [
      name,
      new ort.Tensor('float32', data as Float32Array, dims),
    ]),
  );
  const found = await search(model, model.start(tensors), task, beam({ width: 3 }));
  expect(found).toEqual(await search(model, start([0, 1]), task, beam({ width: 3 })));
});

function numbers(dims: readonly number[]): ort.Tensor {
  return new ort.Tensor('float32', new Float32Array(dims.reduce((size, dim) => size * dim, 1)), dims);
}

function problemOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return SearchError.isInstance(error) ? error.message : `not refused: ${String(error)}`;
  }
  return 'not refused';
}
