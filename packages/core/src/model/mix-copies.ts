// The mixture of a pointer-generator, from logits to log-probabilities: one operation on the tape, with its gradient written out. Composed
// of plain operations, ten tensors as large as the vocabulary would be kept for each.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type FusedInputs, runFused } from '../fused/run-fused.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { sumById, valuesById } from '../tensor/sum-by-id.ts';

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
      const { mixed: logProbs, generated } = mix(inputs as Tensors, sizes);
      return { outputs: [logProbs], saved: [generated, logProbs] };
    },
    backward: ([dy], inputs, saved) => unmix(dy as Tensor3D, inputs as Tensors, saved as Saved, sizes),
  });
  return mixed as Tensor3D;
};

type Sizes = { readonly V: number; readonly X: number };
type Tensors = FusedInputs & Omit<Mixture, 'extra'>;
/** log(g · softmax) [B, T, V] and the result [B, T, V + X]. */
type Saved = readonly [generated: Tensor3D, mixed: Tensor3D];

const mix = (
  { logits, gateLogits, alignments, ids }: Tensors,
  { V, X }: Sizes,
): { readonly mixed: Tensor3D; readonly generated: Tensor3D } => {
  const gate = tf.expandDims<Tensor3D>(gateLogits, 2);
  const generated: Tensor3D = tf.sub(tf.logSoftmax(logits), tf.softplus(tf.neg(gate)));
  const copied: Tensor3D = tf.mul(sumById(alignments, ids, V + X), tf.sigmoid(tf.neg(gate)));
  const [known, unknown] = splitVocabulary(copied, { V, X });
  const logCopied = tf.log(tf.maximum(known, nothing));
  const higher = tf.maximum(generated, logCopied);
  const both: Tensor3D = tf.add(higher, tf.log1p(tf.exp(tf.sub(tf.minimum(generated, logCopied), higher))));
  const logKnown: Tensor3D = tf.where(tf.greater(known, nothing), both, generated);
  if (!unknown) return { mixed: logKnown, generated };
  const logUnknown: Tensor3D = tf.log(tf.maximum(unknown, nothing));
  return { mixed: tf.concat([logKnown, logUnknown], 2), generated };
};

/** The gradients of logits, gateLogits and alignments. */
const unmix = (
  dy: Tensor3D,
  { gateLogits, ids }: Tensors,
  [generated, mixed]: Saved,
  sizes: Sizes,
): [Tensor3D, Tensor2D, Tensor3D] => {
  const gate = tf.expandDims<Tensor3D>(gateLogits, 2);
  const [dKnown, dUnknown] = splitVocabulary(dy, sizes);
  const [logKnown, logUnknown] = splitVocabulary(mixed, sizes);
  // Of each token's probability, the part that was generated.
  const toGenerated = tf.mul(dKnown, tf.exp(tf.sub(generated, logKnown)));
  const total = tf.sum(toGenerated, 2, true);
  const softmax = tf.exp(tf.add(generated, tf.softplus(tf.neg(gate))));
  const dLogits: Tensor3D = tf.sub(toGenerated, tf.mul(softmax, total));

  // Where nothing was copied, the floor of the logarithm stands still.
  const dReachable =
    dUnknown && logUnknown
      ? tf.concat([dKnown, tf.where(tf.greater(logUnknown, logNothing + 1e-4), dUnknown, tf.zerosLike(dUnknown))], 2)
      : dKnown;
  const dGate = tf.sub(total, tf.mul(tf.sigmoid(gate), tf.sum(dReachable, 2, true)));
  const perShare = tf.exp(tf.sub(tf.neg(tf.softplus(gate)), tf.maximum(mixed, logNothing)));
  const dAlignments = valuesById(tf.mul(dReachable, perShare), ids);
  return [dLogits, tf.squeeze<Tensor2D>(dGate, [2]), dAlignments];
};

/** What belongs to the vocabulary, and what lies behind it, if anything does. */
const splitVocabulary = (values: Tensor3D, { V, X }: Sizes): readonly [Tensor3D, Tensor3D | undefined] =>
  X === 0 ? [values, undefined] : (tf.split<Tensor>(values, [V, X], 2) as [Tensor3D, Tensor3D]);
