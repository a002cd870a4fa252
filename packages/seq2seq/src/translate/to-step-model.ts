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
import { nextTokenScores, type NextTokenScores, readScores } from './next-token-scores.ts';

/** Rows of a search: what changes by the step, and what stays the same as long as rows stay with their sources. */
export type SearchRows = {
  readonly state: TensorTree;
  readonly prepared: SharedTree;
  /** Which source each row of `prepared` belongs to. */
  readonly sourceOfRow: Int32Array;
};

type StepTensors = {
  readonly state: TensorTree;
  readonly scores: NextTokenScores;
  readonly alignment?: Tensor;
};

/** A tree that several states use; the last to let go gives its memory back. */
type SharedTree = { readonly tree: TensorTree; users: number };

export type StepModelOptions = {
  /** Whether steps say where they looked, if the model attends: one more read at each step, and kept to the end. Default false. */
  readonly alignments?: boolean;
};

/**
 * A model as search sees it: log-probabilities out, row choices in. Memory and attention keys are gathered only when the search
 * widens or drops sources, not at each reordering of hypotheses within one.
 */
export const toStepModel = (
  model: Seq2SeqModel,
  { alignments = false }: StepModelOptions = {},
): StepModel<SearchRows> => ({
  vocabularySize: model.targetVocabularySize,
  step: async (rows, lastTokens, request) => {
    const { state, ...said } = tidyTree((): StepTensors => {
      const before = new Set<Tensor>(listTensors(rows.state));
      const step = model.step(tf.tensor1d(lastTokens, 'int32'), { state: rows.state, prepared: rows.prepared.tree });
      return {
        // A tensor that passes through a step unchanged must outlive the old state.
        state: mapTensors(step.state, (leaf) => (before.has(leaf) ? tf.clone(leaf) : leaf)),
        scores: nextTokenScores(step.logits, request),
        // One that is part of the state, too, must outlive this step.
        ...(alignments && step.alignment && { alignment: tf.clone(step.alignment) }),
      };
    });
    rows.prepared.users++;
    const scores = await readScores(said.scores);
    const alignment = (await said.alignment?.data()) as Float32Array | undefined;
    disposeTree(said);
    return { ...scores, ...(alignment && { alignment }), state: { ...rows, state } };
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
