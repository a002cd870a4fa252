import { createRandom, uniform } from '@seq2seq/core';
import { expectClose, expectNoLeak } from '@seq2seq/core/testing';
import { beam, search } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { buildLanguageModel } from '../model/build-language-model.ts';
import { beginTexts, toStepModel } from '../translate/to-step-model.ts';
import { scoreSequences } from './score-sequences.ts';

beforeAll(() => useBackend('wasm'));

const vocabulary = lettersOf('wxyz');

const languageModel = () => {
  const random = createRandom(1);
  return buildLanguageModel(
    { target: { vocabulary: vocabulary.size, embedding: 5 }, decoder: { cell: 'gru', units: 6 } },
    { parameters: (path, shape) => uniform(1)(shape, random.fork(path)) },
  );
};

test('texts that a search has found have its log-probabilities, whatever stands beside them', () =>
  expectNoLeak(async () => {
    const model = languageModel();
    const { bos, eos } = vocabulary;
    const task = { sources: 1, bos, eos, maxLength: 5 };
    const [found = []] = await search(toStepModel(model), beginTexts(model, 1), task, beam({ width: 12, nBest: 12 }));
    expect(new Set(found.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(2);
    const tokens = found.map((hypothesis) => hypothesis.tokens);
    for (const batchSize of [1, 5, 32]) {
      const scored = await scoreSequences(model, tokens, vocabulary, { batchSize });
      for (const [index, hypothesis] of found.entries()) {
        expectClose(scored[index]?.tokenLogProbs ?? [], hypothesis.tokenLogProbs, { absolute: 1e-5 });
        expectClose([scored[index]?.logProb ?? NaN], [hypothesis.logProb], { absolute: 1e-5 });
      }
    }
    model.dispose();
  }));

test('the first token is a softmax of what follows the beginning of sentence', () =>
  expectNoLeak(async () => {
    const model = languageModel();
    const logits = tf.tidy(() =>
      Array.from(
        model.teacherForce(tf.tensor2d([[vocabulary.bos]], [1, 1], 'int32'), { training: false }).logits.dataSync(),
      ),
    );
    const scored = await scoreSequences(
      model,
      vocabulary.tokens.map((_, id) => [id]),
      vocabulary,
    );
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    expectClose(
      scored.map(({ logProb }) => logProb),
      logits.map((logit) => logit - Math.log(sum)),
      { absolute: 1e-5 },
    );
    model.dispose();
  }));
