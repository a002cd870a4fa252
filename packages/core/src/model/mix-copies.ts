// The mixture of a pointer-generator, from logits to log-probabilities: one operation on the tape, with its gradient written out. A source
// has few tokens and a vocabulary many, so logarithms of sums are worked out at the positions of the source and put in their places.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type FusedInputs, runFused } from '../fused/run-fused.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { sameIds, sumById, valuesById } from '../tensor/sum-by-id.ts';

export type Mixture = {
  /** [B, T, V] */
  readonly logits: Tensor3D;
  /** [B, T] of which σ is the share that is generated. */
  readonly gateLogits: Tensor2D;
  /** [B, T, S] the shares of what is copied, zero at padding. */
  readonly alignments: Tensor3D;
  /** [B, S] int32, below V + X. */
  readonly ids: Tensor2D;
  /** X */
  readonly extra: number;
};

/** What a probability of 0 counts as, so that its logarithm is finite: 2⁻¹⁰⁰, about e⁻⁶⁹. */
const nothing = 2 ** -100;
const logNothing = Math.log(nothing);
/** The logarithm of what is no part of a sum at all. */
const absent = -1e30;

/**
 * log(g · softmax(logits) + (1 − g) · Σ alignments by id), g = σ(gateLogits).
 *
 * What is generated stays in logarithms, however unlikely; a token that is neither in the vocabulary nor in the source gets −69 and no
 * gradient.
 *
 * @returns [B, T, V + X]
 */
export const mixCopies = ({ logits, gateLogits, alignments, ids, extra }: Mixture): Tensor3D => {
  const { V } = checkShapes('mixCopies', {
    logits: [logits, 'B T V'],
    gateLogits: [gateLogits, 'B T'],
    ids: [ids, 'B S'],
    alignments: [alignments, 'B T S'],
  });
  const sizes = { V, X: extra };
  const [mixed] = runFused({
    inputs: { logits, gateLogits, alignments },
    constants: { ids },
    forward: (inputs) => {
      const { logProbs, generated, places } = mix(inputs as Tensors, sizes);
      return { outputs: [logProbs], saved: [generated, ...places] };
    },
    backward: ([dy], inputs, [generated, ...places]) =>
      unmix(dy as Tensor3D, inputs as Tensors, { generated, places } as unknown as Parts, sizes),
  });
  return mixed as Tensor3D;
};

type Sizes = { readonly V: number; readonly X: number };
type Tensors = FusedInputs & Omit<Mixture, 'extra'>;

/** log(g · softmax) [B, T, V]; and at each position [B, T, S] the same for its token, log P of it, and whether it can be reached. */
type Parts = {
  readonly generated: Tensor3D;
  readonly places: readonly [generatedThere: Tensor3D, logProbsThere: Tensor3D, isReached: Tensor3D];
};

const mix = (
  { logits, gateLogits, alignments, ids }: Tensors,
  sizes: Sizes,
): Parts & { readonly logProbs: Tensor3D } => {
  const gate = tf.expandDims<Tensor3D>(gateLogits, 2);
  const generated: Tensor3D = tf.sub(tf.logSoftmax(logits), tf.softplus(tf.neg(gate)));
  const { same, first } = sameIds(ids);

  const isKnown = tf.expandDims(tf.less(ids, sizes.V), 1);
  const there = valuesById(generated, tf.minimum(ids, tf.scalar(sizes.V - 1, 'int32')));
  const generatedThere: Tensor3D = tf.where(isKnown, there, tf.fill(there.shape, absent));
  const copied: Tensor3D = tf.mul(tf.matMul(alignments, same), tf.sigmoid(tf.neg(gate)));
  const isCopied = tf.greater(copied, nothing);
  const isReached: Tensor3D = tf.cast(tf.logicalOr(isCopied, isKnown), 'float32');
  const noCopy = tf.where(isKnown, tf.fill(there.shape, absent), tf.fill(there.shape, logNothing));
  const logCopied = tf.where(isCopied, tf.log(tf.maximum(copied, nothing)), noCopy);
  const logProbsThere: Tensor3D = logOfSum(generatedThere, logCopied);

  // Each token of the source once.
  const isElsewhere: Tensor3D = tf.sub(1, sumById(first, ids, sizes.V + sizes.X));
  const [elsewhere, beyond] = splitVocabulary(isElsewhere, sizes);
  const known: Tensor3D = tf.mul(generated, elsewhere);
  const others = beyond ? tf.concat([known, tf.mul(tf.onesLike(gate), tf.mul(beyond, logNothing))], 2) : known;
  const logProbs: Tensor3D = tf.add(others, sumById(tf.mul(logProbsThere, first), ids, sizes.V + sizes.X));
  return { logProbs, generated, places: [generatedThere, logProbsThere, isReached] };
};

/** log(eᵃ + eᵇ) */
const logOfSum = (a: Tensor3D, b: Tensor): Tensor3D => {
  const higher = tf.maximum(a, b);
  return tf.add(higher, tf.log1p(tf.exp(tf.sub(tf.minimum(a, b), higher))));
};

/** The gradients of logits, gateLogits and alignments. */
const unmix = (
  dy: Tensor3D,
  { gateLogits, ids }: Tensors,
  { generated, places: [generatedThere, logProbsThere, isReached] }: Parts,
  sizes: Sizes,
): [Tensor3D, Tensor2D, Tensor3D] => {
  const size = sizes.V + sizes.X;
  const gate = tf.expandDims<Tensor3D>(gateLogits, 2);
  const { first } = sameIds(ids);
  const dThere = tf.mul(valuesById(dy, ids), isReached);
  const dOnce = tf.mul(dThere, first);

  // Of each token's probability, the part that was generated: all of it where nothing is copied.
  const [dElsewhere] = splitVocabulary(tf.mul(dy, tf.sub(1, sumById(first, ids, size))), sizes);
  const partThere = tf.exp(tf.sub(generatedThere, logProbsThere));
  const [generatedParts] = splitVocabulary(sumById(tf.mul(dOnce, partThere), ids, size), sizes);
  const dGenerated = tf.add(dElsewhere, generatedParts);
  const total = tf.sum(dGenerated, 2, true);
  const softmax = tf.exp(tf.add(generated, tf.softplus(tf.neg(gate))));
  const dLogits: Tensor3D = tf.sub(dGenerated, tf.mul(softmax, total));

  const all = tf.add(tf.sum(dElsewhere, 2, true), tf.sum(dOnce, 2, true));
  const dGate = tf.sub(total, tf.mul(tf.sigmoid(gate), all));
  const perShare = tf.exp(tf.sub(tf.neg(tf.softplus(gate)), tf.maximum(logProbsThere, logNothing)));
  return [dLogits, tf.squeeze<Tensor2D>(dGate, [2]), tf.mul(dThere, perShare)];
};

/** What belongs to the vocabulary, and what lies behind it, if anything does. */
const splitVocabulary = (values: Tensor3D, { V, X }: Sizes): readonly [Tensor3D, Tensor3D | undefined] =>
  X === 0 ? [values, undefined] : (tf.split<Tensor>(values, [V, X], 2) as [Tensor3D, Tensor3D]);
