import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Attention, PreparedMemory } from '../attention/attention.ts';
import type { Cell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { glorotUniform } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Bridge } from './bridge.ts';
import type { Decoder } from './decoder.ts';
import { attendAndKeep, beginHistory } from './kept-history.ts';
import { stepAttention, unrollAttention } from './unroll-attention.ts';
import { unrollThenAttend } from './unroll-then-attend.ts';

export type LuongDecoderParts = {
  readonly cell: Cell<StackedState>;
  readonly bridge: Bridge;
  readonly attention: Attention;
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
  /** Whether the attentional vector of a step is part of the next step's input. */
  readonly inputFeeding: boolean;
};

/** feed [B, H] is the last attentional vector; it is there with input feeding only. */
export type LuongState =
  | { readonly stack: StackedState; readonly history: TensorTree }
  | { readonly stack: StackedState; readonly history: TensorTree; readonly feed: Tensor2D };

/**
 * Step, then attend with the new state: output = tanh([context; hidden] W), the attentional vector, which input feeding gives to the
 * next step beside its token, so that the decoder knows where it looked.
 *
 * Weights: `output.kernel` W [C + H, H], C the width of the context.
 *
 * @see Luong, Pham, Manning 2015, sections 3 and 3.3
 */
export const luongDecoder = (
  parts: LuongDecoderParts,
  parameters: ParameterScope,
): Decoder<LuongState, PreparedMemory> => {
  const { cell, bridge, attention, inputSize, inputFeeding } = parts;
  const units = cell.outputSize;
  const wanted = inputSize + (inputFeeding ? units : 0);
  if (cell.inputSize !== wanted) {
    throw new ConfigError(
      `decoder: the lowest cell reads ${cell.inputSize} values but with inputFeeding ${inputFeeding} it gets ${wanted}; build it for that.`,
      'decoder.inputFeeding',
    );
  }
  const kernel = parameters.scope('output').create('kernel', [attention.contextSize + units, units], glorotUniform);

  return {
    inputSize,
    outputSize: units,
    contextSize: attention.contextSize,
    attends: true,
    prepare: ({ memory }) => attention.prepare(memory),
    start: (encoded, prepared) => {
      const state = { stack: bridge(encoded), history: beginHistory(attention, prepared) };
      return inputFeeding ? { ...state, feed: tf.zeros([encoded.summary.shape[0], units]) } : state;
    },
    unroll: ({ state, ...sequence }) => {
      const { stack, history, ...rest } = state;
      const whole = { cell, attention, outputKernel: kernel, stack, ...sequence };
      if ('feed' in rest) return unrollAttention({ inputSize, ...whole, feed: rest.feed });
      return unrollAttention({ inputSize, ...whole }) ?? unrollThenAttend({ ...whole, history });
    },
    step: (input, state, prepared, mode) => {
      checkShapes('luongDecoder.step', { input: [input, `B ${inputSize}`] });
      const fed = 'feed' in state ? { feed: state.feed } : {};
      const fused = stepAttention({
        inputSize,
        cell,
        attention,
        outputKernel: kernel,
        input,
        ...fed,
        stack: state.stack,
        prepared,
        mode,
      });
      if (fused) {
        const { stack, ...rest } = fused;
        const next = { stack, history: state.history };
        return { ...rest, state: inputFeeding ? { ...next, feed: rest.output } : next };
      }
      const stepped = cell.step('feed' in state ? tf.concat([input, state.feed], 1) : input, state.stack, mode);
      const { context, weights, history } = attendAndKeep(attention, stepped.output, prepared, state.history, mode);
      const output: Tensor2D = tf.tanh(tf.matMul(tf.concat([context, stepped.output], 1), kernel));
      const next = { stack: stepped.state, history };
      return { output, context, alignment: weights, state: inputFeeding ? { ...next, feed: output } : next };
    },
  };
};
