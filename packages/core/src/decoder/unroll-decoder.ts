import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { stepsOf } from '../tensor/steps-of.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Decoder, DecoderSequence, UnrolledDecoder } from './decoder.ts';

/** A decoder over a whole target: as one operation where there is one, else step by step. */
export const unrollDecoder = <State extends TensorTree, Prepared extends TensorTree>(
  decoder: Decoder<State, Prepared>,
  sequence: DecoderSequence<State, Prepared>,
): UnrolledDecoder => {
  const fused = decoder.unroll?.(sequence);
  if (fused) return fused;

  const { inputs, prepared, mode, givesContexts } = sequence;
  let { state } = sequence;
  const steps = stepsOf(inputs).map((input) => {
    const step = decoder.step(input, state, prepared, mode);
    state = step.state;
    return step;
  });
  const overTime = (tensors: readonly (Tensor2D | undefined)[]): Tensor3D | undefined => {
    const present = tensors.filter((tensor) => tensor !== undefined);
    return present.length > 0 ? (tf.stack(present, 1) as Tensor3D) : undefined;
  };
  const contexts = givesContexts ? overTime(steps.map(({ context }) => context)) : undefined;
  const alignments = overTime(steps.map(({ alignment }) => alignment));
  return {
    outputs: tf.stack(
      steps.map(({ output }) => output),
      1,
    ) as Tensor3D,
    ...(contexts && { contexts }),
    ...(alignments && { alignments }),
  };
};
