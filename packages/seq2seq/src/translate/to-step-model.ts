import {
  type Decoding,
  disposeTree,
  gatherRows,
  listTensors,
  mapTensors,
  type Seq2SeqModel,
  type TensorTree,
  tidyTree,
  type TokenBatch,
} from '@seq2seq/core';
import type { StepModel } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Rows of a search: what changes by the step, and what stays the same as long as rows stay with their sources. */
export type SearchRows = {
  readonly state: TensorTree;
  readonly prepared: SharedTree;
  /** Which source each row of `prepared` belongs to. */
  readonly sourceOfRow: Int32Array;
};

/** A tree that several states use; the last to let go gives its memory back. */
type SharedTree = { readonly tree: TensorTree; users: number };

/**
 * A model as search sees it: log-probabilities out, row choices in. Memory and attention keys are gathered only when the search
 * widens or drops sources, not at each reordering of hypotheses within one.
 */
export const toStepModel = (model: Seq2SeqModel): StepModel<SearchRows> => ({
  vocabularySize: model.targetVocabularySize,
  step: async (rows, lastTokens) => {
    const [logProbs, state, alignment] = tf.tidy(() => {
      const before = new Set<Tensor>(listTensors(rows.state));
      const step = model.step(tf.tensor1d(lastTokens, 'int32'), { state: rows.state, prepared: rows.prepared.tree });
      // A tensor that passes through a step unchanged must outlive the old state.
      const next = mapTensors(step.state, (leaf) => (before.has(leaf) ? tf.clone(leaf) : leaf));
      return [tf.logSoftmax(step.logits), next, step.alignment ? tf.clone(step.alignment) : null] as never;
    }) as unknown as [Tensor, TensorTree, Tensor | null];
    rows.prepared.users++;
    const result = { state: { ...rows, state }, logProbs: (await logProbs.data()) as Float32Array };
    logProbs.dispose();
    if (!alignment) return result;
    const weights = (await alignment.data()) as Float32Array;
    alignment.dispose();
    return { ...result, alignment: weights };
  },
  reorder: (rows, order) => {
    const sourceOfRow = order.map((row) => rows.sourceOfRow[row] as number);
    const state = gatherRows(rows.state, order);
    if (
      sourceOfRow.length === rows.sourceOfRow.length &&
      sourceOfRow.every((source, i) => source === rows.sourceOfRow[i])
    ) {
      rows.prepared.users++;
      return { state, prepared: rows.prepared, sourceOfRow };
    }
    return { state, prepared: { tree: gatherRows(rows.prepared.tree, order), users: 1 }, sourceOfRow };
  },
  release: ({ state, prepared }) => {
    disposeTree(state);
    prepared.users--;
    if (prepared.users === 0) disposeTree(prepared.tree);
  },
});

/** Reads the sources and begins a target for each: the first state of a search. The source stays the caller's. */
export const beginSearch = (model: Seq2SeqModel, source: TokenBatch): SearchRows => {
  const { prepared, state } = tidyTree(() => {
    const decoding: Decoding = model.begin(model.encode(source, { training: false }));
    // The mask in `prepared` is the caller's tensor; the search must own what it releases.
    return {
      prepared: mapTensors(decoding.prepared, (leaf) => tf.clone(leaf)),
      state: mapTensors(decoding.state, (leaf) => tf.clone(leaf)),
    };
  });
  return {
    state,
    prepared: { tree: prepared, users: 1 },
    sourceOfRow: Int32Array.from({ length: source.ids.shape[0] }, (_, row) => row),
  };
};
