/** An oracle for searches: what a model gives to whole outputs, by teacher forcing alone, in double precision after the logits. */
import { disposeTree, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TextModel } from '../text/text-model.ts';

/** The log-probabilities [V] of every next token after each of the beginnings, all of one length. */
export const nextLogProbs = (
  { model, source, target }: TextModel,
  sourceText: string,
  beginnings: readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const { vocabulary } = source;
  const ids = [...vocabulary.encode([...sourceText]), vocabulary.eos];
  const sources = tokenBatch(
    beginnings.map(() => ids),
    vocabulary.pad,
  );
  const V = model.targetVocabularySize;
  const T = (beginnings[0]?.length ?? 0) + 1;
  const logits = tf.tidy(() => {
    const given = tf.tensor2d(
      beginnings.map((tokens) => [target.vocabulary.bos, ...tokens]),
      [beginnings.length, T],
      'int32',
    );
    return model.teacherForce(sources, given, { training: false }).logits.dataSync();
  });
  disposeTree(sources);
  return beginnings.map((_, row) => logSoftmax([...logits.subarray((row * T + T - 1) * V, (row + 1) * T * V)]));
};

/** An output and what the model gives it. */
export type ForcedOutput = { readonly ids: readonly number[]; readonly logProb: number; readonly finished: boolean };

/** Every output up to a length there is, unsorted. */
export const everyOutput = (model: TextModel, sourceText: string, maxLength: number): ForcedOutput[] => {
  const { eos } = model.target.vocabulary;
  const outputs: ForcedOutput[] = [];
  let open: ForcedOutput[] = [{ ids: [], logProb: 0, finished: false }];
  for (let length = 1; length <= maxLength; length++) {
    const next = nextLogProbs(
      model,
      sourceText,
      open.map(({ ids }) => ids),
    );
    const grown = open.flatMap(({ ids, logProb }, row) =>
      (next[row] as readonly number[]).map((more, token) => ({
        ids: [...ids, token],
        logProb: logProb + more,
        finished: token === eos,
      })),
    );
    outputs.push(...grown.filter(({ finished }) => finished));
    open = grown.filter(({ finished }) => !finished);
  }
  return [...outputs, ...open];
};

/** The likeliest next token, again and again. */
export const argmaxOutput = (model: TextModel, sourceText: string, maxLength: number): ForcedOutput => {
  const { eos } = model.target.vocabulary;
  const ids: number[] = [];
  let logProb = 0;
  while (ids.length < maxLength && ids.at(-1) !== eos) {
    const [row = []] = nextLogProbs(model, sourceText, [ids]);
    const best = Math.max(...row);
    ids.push(row.indexOf(best));
    logProb += best;
  }
  return { ids, logProb, finished: ids.at(-1) === eos };
};

const logSoftmax = (logits: readonly number[]): number[] => {
  const largest = Math.max(...logits);
  const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return logits.map((logit) => logit - logSum);
};
