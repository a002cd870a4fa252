// Our own side: what a user of the packages gets, through the same trainer and search.
import { createRandom, disposeTree, fromSeed, type Seq2SeqModel, tokenBatch } from '@seq2seq/core';
import { beam, greedy, search, type StepModel } from '@seq2seq/search';
import { createVocabulary, specialTokens } from '@seq2seq/text';
import { adam, constant, createTrainer } from '@seq2seq/train';
import { beginSearch, buildModel, type SearchRows, toStepModel, trainableModel, useBackend } from 'seq2seq';
import { type BenchmarkCase, cases, modelOf, randomIds } from '../cases.ts';
import type { Side, Task, Work } from '../side.ts';

export const seq2seqSide: Side = async (task) => {
  await useBackend(task.backend, { threads: task.threads });
  const shapes = cases[task.caseName] as BenchmarkCase;
  const model = buildModel(modelOf(shapes), { parameters: fromSeed(1) });
  return task.what === 'train' ? trainingStep(model, shapes) : decodedBatch(model, shapes, task);
};

const trainingStep = (model: Seq2SeqModel, shapes: BenchmarkCase): Work => {
  const random = createRandom(2);
  const sources = randomIds(shapes.batch, shapes.sourceLength, shapes.sourceVocabulary, random);
  const targets = randomIds(shapes.batch, shapes.targetLength, shapes.targetVocabulary, random);
  const batch = sources.map((source, i) => ({ source, target: targets[i] as number[] }));
  const vocabulary = createVocabulary(specialTokens);
  const trainer = createTrainer({
    model: trainableModel(model, { source: vocabulary, target: vocabulary, labelSmoothing: 0, loss: 'per-token' }),
    optimizer: adam(model.parameters),
    learningRate: constant(1e-3),
    random,
    maxGradientNorm: 5,
  });
  return async () => {
    await trainer.fit(() => [batch], { maxSteps: trainer.progress.step + 1 });
  };
};

const decodedBatch = (model: Seq2SeqModel, shapes: BenchmarkCase, task: Task): Work => {
  const random = createRandom(2);
  const [bos, eos] = [1, 3];
  const endless = withoutEnd(toStepModel(model), eos);
  return async () => {
    const source = tokenBatch(randomIds(task.batch, shapes.sourceLength, shapes.sourceVocabulary, random), 0);
    const searchTask = { sources: task.batch, bos, eos, maxLength: shapes.targetLength };
    const strategy = task.beam === 1 ? greedy() : beam({ width: task.beam, nBest: task.beam });
    await search(endless, beginSearch(model, source), searchTask, strategy);
    disposeTree(source);
  };
};

/** Every hypothesis runs to full length, so that all sides do the same work. */
const withoutEnd = (model: StepModel<SearchRows>, eos: number): StepModel<SearchRows> => ({
  ...model,
  step: async (state, lastTokens) => {
    const result = await model.step(state, lastTokens);
    for (let at = eos; at < result.logProbs.length; at += model.vocabularySize) result.logProbs[at] = -Infinity;
    return result;
  },
});
