import {
  type Attended,
  type Attention,
  checkShapes,
  ConfigError,
  type PreparedMemory,
  type TensorTree,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

/** What each of several attentions prepared, and what each remembers, in their order. */
export type JoinedKeys = readonly PreparedMemory[];
export type JoinedHistory = readonly TensorTree[];

/**
 * Several attentions over one memory at once, each with a look of its own: their contexts side by side. Shown are the means of their
 * weights.
 *
 * @param attentions - at least one; all read a memory of the same width
 * @returns an attention whose context is as wide as theirs together
 * @throws ConfigError if there is none, or if they read memories of different widths
 */
export const joinedAttention = (attentions: readonly Attention[]): Attention<JoinedKeys, JoinedHistory> => {
  const { memorySize } = checkAlike(attentions);
  return {
    memorySize,
    contextSize: attentions.reduce((sum, { contextSize }) => sum + contextSize, 0),
    prepare: (memory) => {
      checkShapes('joinedAttention.prepare', {
        values: [memory.values, `B S ${memorySize}`],
        mask: [memory.mask, 'B S'],
      });
      return { ...memory, keys: attentions.map((attention) => attention.prepare(memory)) };
    },
    begin: ({ keys }) => attentions.map((attention, i) => attention.begin(keys[i] as PreparedMemory)),
    attend: (query, { keys }, history, mode) => {
      const attended = attentions.map((attention, i): Attended =>
        attention.attend(query, keys[i] as PreparedMemory, history[i] as TensorTree, mode),
      );
      return {
        context: tf.concat(
          attended.map(({ context }) => context),
          1,
        ),
        weights: tf.div(tf.addN(attended.map(({ weights }) => weights)), attended.length),
        history: attended.map((one) => one.history),
      };
    },
  };
};

const checkAlike = (attentions: readonly Attention[]): Attention => {
  const [first] = attentions;
  if (!first) throw new ConfigError('joined attention: there is none to join; give at least one.', 'attention');
  const other = attentions.find(({ memorySize }) => memorySize !== first.memorySize);
  if (other) {
    throw new ConfigError(
      `joined attention: one reads a memory of ${first.memorySize} but another one of ${other.memorySize}; make all for the same memory.`,
      'attention',
    );
  }
  return first;
};
