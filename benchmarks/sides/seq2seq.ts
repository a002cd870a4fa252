// Our own side: what a user of the packages gets, through the same trainer and search.
import { createRandom, disposeTree, fromSeed, type Seq2SeqModel, tokenBatch } from '@seq2seq/core';
import { beam, greedy, type Hypothesis, search, type StepModel } from '@seq2seq/search';
import { createVocabulary, specialTokens } from '@seq2seq/text';
import { adam, constant, createTrainer } from '@seq2seq/train';
import { beginSearch, buildModel, type SearchRows, toStepModel, trainableModel, useBackend } from 'seq2seq';
import { modelOf, randomIds } from '../cases.ts';
import { kernelWork } from '../kernels/kernel-work.ts';
import type { DecodeTask, Side, TrainTask, Work } from '../side.ts';

export const seq2seqSide: Side = async (task) => {
  await useBackend(task.backend, { threads: task.threads });
  if (task.what === 'kernels') return kernelWork();
  const model = buildModel(modelOf(task.shapes), { parameters: fromSeed(1) });
  if (task.what === 'train') return trainingStep(model, task);
  const decode = decodedBatch(model, task);
  return async () => {
    await decode();
  };
};

const trainingStep = (model: Seq2SeqModel, { shapes }: TrainTask): Work => {
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

/** One batch of random sources after the other, from numbers to hypotheses: for each source as many as the beam is wide, all of full length. */
export const decodedBatch = (
  model: Seq2SeqModel,
  { shapes, beam: width, batch }: DecodeTask,
): (() => Promise<readonly (readonly Hypothesis[])[]>) => {
  const random = createRandom(2);
  const [bos, eos] = [1, 3];
  const endless = withoutEnd(toStepModel(model), eos);
  const strategy = width === 1 ? greedy() : beam({ width, nBest: width });
  return async () => {
    const source = tokenBatch(randomIds(batch, shapes.sourceLength, shapes.sourceVocabulary, random), 0);
    const searchTask = { sources: batch, bos, eos, maxLength: shapes.targetLength };
    const found = await search(endless, beginSearch(model, source), searchTask, strategy);
    disposeTree(source);
    return found;
  };
};

/** Every hypothesis runs to full length, so that all sides do the same work. */
const withoutEnd = (model: StepModel<SearchRows>, eos: number): StepModel<SearchRows> => ({
  ...model,
  step: async (state, lastTokens, request) => {
    const result = await model.step(state, lastTokens, request);
    if (result.candidates) result.candidates.eosLogProbs.fill(-Infinity);
    else for (let at = eos; at < result.logProbs.length; at += model.vocabularySize) result.logProbs[at] = -Infinity;
    return result;
  },
});
