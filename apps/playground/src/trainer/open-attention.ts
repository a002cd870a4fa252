// A copy of a model whose attention can be looked into and led by hand: the same weights behind kinds that are wrapped. The model that it
// is a copy of stays as fast as it is, fused operations and all.
import type { AlignmentWindow, Normalizer, Scorer, ScorerKind } from '@seq2seq/attention';
import { builtIn, createTextModel, type TextModel } from 'seq2seq';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';

/** One step of the attention of one source. Each but the query is [S], positions in the order in which the model reads them. */
type SeenStep = {
  /** [Q] */
  readonly query: Float32Array;
  /** 1 where the window lets it look. */
  readonly allowed: Float32Array;
  /** What the window multiplies weights with, if it does. */
  readonly emphasis?: Float32Array;
  /** Scores before they are normalised. */
  energies: Float32Array;
};

/** A vector for each position: [S, width], flat. */
type Vectors = { readonly width: number; readonly values: Float32Array };

/** What was seen of one source. */
export type Sight = {
  readonly memory: Vectors;
  /** Where the scorer makes one vector of each position that is not the memory itself. */
  readonly keys?: Vectors;
  readonly steps: readonly SeenStep[];
};

export type OpenAttention = {
  readonly textModel: TextModel;
  /** Of what has been decoded; undefined if the model does not attend, or nothing was. */
  sight(): Sight | undefined;
  dispose(): void;
};

/** Rows of weights by the steps at which they stand in for the attention's own, positions in the order of reading: each [S]. */
export type ForcedRows = ReadonlyMap<number, Float32Array>;

/**
 * Opens the attention of a model for one source, of which one output is decoded, a step at a time.
 *
 * @param ownScorer - the user's own kind, where the model's config names it
 */
export const openAttention = (
  { config, model, source, target }: TextModel,
  forced: ForcedRows,
  ownScorer?: ScorerKind<never>,
): OpenAttention => {
  const weights = new Map([...model.parameters.entries()]);
  const steps: SeenStep[] = [];
  let vectors: Omit<Sight, 'steps'> | undefined;

  const openScorer = (scorer: Scorer): Scorer => {
    // Without `additive`: an operation that does a whole step would not ask.
    const { additive: _, ...parts } = scorer;
    return {
      ...parts,
      prepare: (values) => {
        const keys = scorer.prepare(values);
        const isOwn = keys instanceof tf.Tensor && keys.rank === 3 && keys !== values;
        vectors = { memory: vectorsOf(values), ...(isOwn && { keys: vectorsOf(keys as Tensor3D) }) };
        return keys;
      },
      score: (query, keys, history) => {
        const scores = scorer.score(query, keys, history);
        steps.at(-1)!.energies = numbersOf(scores);
        return scores;
      },
    };
  };
  const openWindow = (window: AlignmentWindow): AlignmentWindow => ({
    reveal: (query, mask, history) => {
      const { allowed, emphasis } = window.reveal(query, mask, history);
      const isForced = forced.has(steps.length);
      steps.push({
        query: numbersOf(query),
        allowed: numbersOf(allowed),
        ...(emphasis && { emphasis: numbersOf(emphasis) }),
        energies: new Float32Array(),
      });
      // A row that is set by hand is meant as it is, and not faded.
      return { allowed, ...(emphasis && !isForced && { emphasis }) };
    },
  });
  const openNormalizer =
    (normalize: Normalizer): Normalizer =>
    (scores, allowed, step) => {
      const row = forced.get(steps.length - 1);
      return row ? tf.tensor2d(row, [1, row.length]) : normalize(scores, allowed, step);
    };

  const copy = createTextModel({
    config,
    sourceVocabulary: source.vocabulary,
    targetVocabulary: target.vocabulary,
    parameters: (path) => numbersOf(weights.get(path)!),
    scorers: wrapped({ ...builtIn.scorers, ...(ownScorer && { own: ownScorer }) }, openScorer),
    windows: wrapped(builtIn.windows, openWindow),
    normalizers: wrapped(builtIn.normalizers, openNormalizer),
  });
  return {
    textModel: copy,
    sight: () => vectors && { ...vectors, steps },
    dispose: () => copy.dispose(),
  };
};

type KindOf<Part> = { create(sizes: never, options: never, parameters: never): Part };

/** The same kinds, whose parts are wrapped. */
const wrapped = <Part>(
  kinds: Readonly<Record<string, KindOf<Part>>>,
  wrap: (part: Part) => Part,
): Readonly<Record<string, never>> => {
  const all = Object.entries(kinds).map(([name, kind]) => [
    name,
    {
      ...kind,
      create: (sizes: never, options: never, parameters: never): Part => wrap(kind.create(sizes, options, parameters)),
    },
  ]);
  return Object.fromEntries(all) as never;
};

/** A copy: what a backend hands out may be its own memory. */
const numbersOf = (tensor: tf.Tensor): Float32Array => (tensor.dataSync() as Float32Array).slice();

const vectorsOf = (tensor: Tensor3D): Vectors => ({ width: tensor.shape[2], values: numbersOf(tensor) });
