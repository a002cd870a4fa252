import {
  ConfigError,
  type Copies,
  type Decoding,
  disposeTree,
  gatherRows,
  listTensors,
  type LanguageModel,
  mapTensors,
  type NextTokenModel,
  type Seq2SeqModel,
  type SourceBatch,
  type TensorTree,
  tidyTree,
} from '@seq2seq/core';
import type { StepModel } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { nextTokenScores, type NextTokenScores, readScores } from './next-token-scores.ts';

/** A `Seq2SeqModel`, a `LanguageModel`, or anything that scores tokens one step after the other. */
export type SearchableModel = Pick<NextTokenModel, 'targetVocabularySize'> & {
  readonly copies?: boolean;
  step(
    ...given: Parameters<NextTokenModel['step']>
  ): ReturnType<NextTokenModel['step']> & { readonly copyGate?: Tensor1D };
};

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

/** What steps read and do not change. `bans` [rows, X], only where X > 0: −∞ for what other sources alone have to copy, 0 for the rest. */
type Fixed = { readonly prepared: TensorTree; readonly bans?: Tensor2D };

/** A tree that several states use; the last to let go gives its memory back. */
type SharedTree = { readonly tree: Fixed; users: number };

export type StepModelOptions = {
  /** Whether steps say where they looked, if the model attends: one more read at each step, and kept to the end. Default false. */
  readonly alignments?: boolean;
  /** With models that copy: the `copies` of the batch that is searched, which say how many tokens there are beside the vocabulary. */
  readonly copies?: Pick<Copies, 'extra'>;
  /** With models that copy: whether pGen is told as a further, last column of the alignment. Default false. */
  readonly copyGates?: boolean;
};

/**
 * A model as search sees it: log-probabilities out, row choices in. Memory and attention keys are gathered only when the search
 * widens or drops sources, not at each reordering of hypotheses within one. A model that copies has V + X tokens: behind the
 * vocabulary's, what the sources have beside; of a row's, only what its own source has is possible.
 *
 * @throws ConfigError if the model copies and the copies of the batch are missing
 */
export const toStepModel = (
  model: SearchableModel,
  { alignments = false, copies, copyGates = false }: StepModelOptions = {},
): StepModel<SearchRows> => ({
  vocabularySize: model.targetVocabularySize + extraOf(model, copies),
  step: async (rows, lastTokens, request) => {
    const { state, ...said } = tidyTree((): StepTensors => {
      const before = new Set<Tensor>(listTensors(rows.state));
      const step: ReturnType<SearchableModel['step']> = model.step(tf.tensor1d(lastTokens, 'int32'), {
        state: rows.state,
        prepared: rows.prepared.tree.prepared,
      });
      return {
        // A tensor that passes through a step unchanged must outlive the old state.
        state: mapTensors(step.state, (leaf) => (before.has(leaf) ? tf.clone(leaf) : leaf)),
        scores: nextTokenScores(withBans(step.logits, rows.prepared.tree.bans), request),
        ...(alignments && step.alignment && { alignment: alignmentOf(step.alignment, copyGates, step.copyGate) }),
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
export const beginSearch = (model: Seq2SeqModel, source: SourceBatch): SearchRows => {
  const { fixed, state } = tidyTree(() => {
    const decoding: Decoding = model.begin(model.encode(source, { training: false }));
    const bans = source.copies && bansOf(source.copies, model.targetVocabularySize);
    // The mask in `prepared` is the caller's tensor; the search must own what it releases.
    return {
      fixed: { prepared: mapTensors(decoding.prepared, (leaf) => tf.clone(leaf)), ...(bans && { bans }) },
      state: mapTensors(decoding.state, (leaf) => tf.clone(leaf)),
    };
  });
  return {
    state,
    prepared: { tree: fixed, users: 1 },
    sourceOfRow: Int32Array.from({ length: source.mask.shape[0] }, (_, row) => row),
  };
};

/** Begins so many texts of a language model, which has no source: the first state of a search. */
export const beginTexts = (model: LanguageModel, count: number): SearchRows => {
  const { prepared, state } = tidyTree((): Decoding => model.begin(count));
  return {
    state,
    prepared: { tree: { prepared }, users: 1 },
    sourceOfRow: Int32Array.from({ length: count }, (_, row) => row),
  };
};

const extraOf = (model: SearchableModel, copies: StepModelOptions['copies']): number => {
  if (!model.copies) return 0;
  if (copies) return copies.extra;
  throw new ConfigError(
    'toStepModel: the model copies, but it is not said how many tokens its sources have beside the vocabulary; give { copies } of the ' +
      'batch that is searched.',
    'copies',
  );
};

/** What a row cannot copy has a probability of nearly zero, and a wide beam would take even that. */
const bansOf = ({ ids, extra }: Copies, vocabularySize: number): Tensor2D | undefined => {
  if (extra === 0) return undefined;
  const known = tf.expandDims<Tensor2D>(tf.add(tf.max(ids, 1), 1), 1);
  const isOwn: Tensor2D = tf.less(
    tf.expandDims(tf.range(vocabularySize, vocabularySize + extra, 1, 'int32'), 0),
    known,
  );
  return tf.where(isOwn, tf.fill(isOwn.shape, 0), tf.fill(isOwn.shape, Number.NEGATIVE_INFINITY));
};

const withBans = (logits: Tensor2D, bans: Tensor2D | undefined): Tensor2D => {
  if (!bans) return logits;
  const nothing = tf.zeros<tf.Rank.R2>([logits.shape[0], logits.shape[1] - bans.shape[1]]);
  return tf.add(logits, tf.concat([nothing, bans], 1));
};

/** One that is part of the state, too, must outlive its step. */
const alignmentOf = (alignment: Tensor2D, copyGates: boolean, gate?: Tensor1D): Tensor =>
  copyGates && gate ? tf.concat([alignment, tf.expandDims<Tensor2D>(gate, 1)], 1) : tf.clone(alignment);
