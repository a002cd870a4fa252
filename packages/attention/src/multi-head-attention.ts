import { type Attention, checkShapes, ConfigError, glorotUniform, type ParameterScope } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { joinedAttention, type JoinedHistory, type JoinedKeys } from './joined-attention.ts';
import type { AttentionSizes } from './scorer/scorer.ts';

export type MultiHeadParts = AttentionSizes & {
  /** h: how many attentions look at once. */
  readonly heads: number;
  /**
   * One head: any attention for its part of query and memory.
   *
   * @param sizes - Q / h and D / h
   * @param parameters - where its own weights go, beside its kernels: give scorer, window and normalizer scopes of their own there
   */
  readonly make: (sizes: AttentionSizes, parameters: ParameterScope) => Attention;
};

/**
 * Several attentions that each look at a smaller picture of query and memory, so that one step can look for different things at
 * different places: [head_0; …; head_h−1] Wo, with head_i = attend_i(q Wq_i, m Wm_i). A head has a scorer, window, normalizer and history
 * of its own. Shown are the means of their weights.
 *
 * Weights: `heads.0.queryKernel` Wq [Q, Q / h], `heads.0.memoryKernel` Wm [D, D / h], those of a head below the same `heads.0`, and
 * `outputKernel` Wo [C, D], where C is the width of all heads' contexts, D for those that are sums of their memory.
 *
 * @throws ConfigError if `heads` does not divide Q and D, or if a head is not made for the sizes that it is given
 * @see Vaswani et al. 2017, section 3.2.2, where every head is a scaled dot product
 */
export const multiHeadAttention = (
  { heads, querySize, memorySize, make }: MultiHeadParts,
  parameters: ParameterScope,
): Attention<JoinedKeys, JoinedHistory> => {
  checkHeads(heads, { querySize, memorySize });
  const joined = joinedAttention(
    Array.from({ length: heads }, (_, head) => {
      const scope = parameters.scope('heads').scope(String(head));
      return projected({ querySize, memorySize }, heads, make, scope);
    }),
  );
  const outputKernel = parameters.create('outputKernel', [joined.contextSize, memorySize], glorotUniform);
  return {
    ...joined,
    contextSize: memorySize,
    attend: (query, memory, history, mode) => {
      checkShapes('multiHeadAttention.attend', { query: [query, `B ${querySize}`] });
      const { context, ...rest } = joined.attend(query, memory, history, mode);
      return { context: tf.matMul(context, outputKernel), ...rest };
    },
  };
};

/** An attention that sees query and memory through kernels. */
const projected = (
  { querySize, memorySize }: AttentionSizes,
  heads: number,
  make: MultiHeadParts['make'],
  parameters: ParameterScope,
): Attention => {
  const sizes = { querySize: querySize / heads, memorySize: memorySize / heads };
  const queryKernel = parameters.create('queryKernel', [querySize, sizes.querySize], glorotUniform);
  const memoryKernel = parameters.create('memoryKernel', [memorySize, sizes.memorySize], glorotUniform);
  const attention = make(sizes, parameters);
  if (attention.memorySize !== sizes.memorySize) {
    throw new ConfigError(
      `multi-head attention: a head was made for a memory of ${attention.memorySize} but gets one of ${sizes.memorySize}; make it for the ` +
        'sizes that it is given.',
      'attention.heads',
    );
  }
  return {
    memorySize,
    contextSize: attention.contextSize,
    prepare: ({ values, mask }) => {
      const { B, S } = checkShapes('multiHeadAttention.prepare', { values: [values, `B S ${memorySize}`] });
      const flat: Tensor2D = tf.matMul(tf.reshape(values, [B * S, memorySize]), memoryKernel);
      return attention.prepare({ values: tf.reshape<tf.Rank.R3>(flat, [B, S, sizes.memorySize]), mask });
    },
    begin: (memory) => attention.begin(memory),
    attend: (query, memory, history, mode) => attention.attend(tf.matMul(query, queryKernel), memory, history, mode),
  };
};

const checkHeads = (heads: number, { querySize, memorySize }: AttentionSizes): void => {
  if (!Number.isSafeInteger(heads) || heads < 1) {
    throw new ConfigError(`multi-head attention: heads is ${heads}; give a whole number above 0.`, 'attention.heads');
  }
  if (querySize % heads !== 0 || memorySize % heads !== 0) {
    throw new ConfigError(
      `multi-head attention: a query of ${querySize} and a memory of ${memorySize} should be divisible by the heads, which are ${heads}; ` +
        'choose heads that divide both.',
      'attention.heads',
    );
  }
};
