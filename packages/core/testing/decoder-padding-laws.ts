import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Encoded } from '../src/encoder/encoder.ts';
import type { Law } from './check-laws.ts';
import { type DecoderLaw, followTokens } from './decoder-law.ts';
import { exactly, expectSameTree, snapshotOf } from './expect-same-tree.ts';

export const decoderPaddingLaws = (law: DecoderLaw, alignmentSumsToOne: boolean): Law[] => [
  law('an alignment is positive weights over real positions', ({ decoder, sources, tokens, encode }) => {
    if (!decoder.attends) return;
    const encoded = withMemoryAtPadding(encode(sources, { length: 7 }), 7);
    for (const [at, { alignment }] of followTokens(decoder, encoded, tokens).entries()) {
      if (!alignment) throw new Error(`step ${at} has no alignment, though the decoder says that it attends.`);
      const atPadding = tf.mul(alignment, tf.sub(1, encoded.memory.mask));
      expectSameTree(
        `step ${at}, the alignment at padding`,
        snapshotOf(atPadding),
        snapshotOf(tf.zerosLike(alignment)),
        exactly,
      );
      expectWeights(`step ${at}`, alignment, alignmentSumsToOne);
    }
  }),
  law('what stands at padding in the memory changes nothing', ({ decoder, sources, tokens, encode }) => {
    const encoded = encode(sources, { length: 7 });
    expectSameTree(
      'steps with other numbers at padding',
      snapshotOf(followTokens(decoder, withMemoryAtPadding(encoded, 7), tokens)),
      snapshotOf(followTokens(decoder, encoded, tokens)),
    );
  }),
  law('a longer padded source changes nothing', ({ decoder, sources, tokens, encode }) => {
    const outputsAt = (length: number) =>
      snapshotOf(followTokens(decoder, encode(sources, { length, padding: 7 }), tokens).map(({ output }) => output));
    expectSameTree('outputs by step', outputsAt(9), outputsAt(5));
  }),
];

const expectWeights = (what: string, alignment: Tensor2D, sumsToOne: boolean): void => {
  if (alignment.dataSync().some((weight) => !(weight >= 0))) {
    throw new Error(`${what}: a weight is below zero or no number, in ${alignment.dataSync().join(', ')}.`);
  }
  const sums = tf.sum(alignment, 1).dataSync();
  const rounding = 1e-5;
  if (sums.some((sum) => sum > 1 + rounding || (sumsToOne && sum < 1 - rounding))) {
    throw new Error(
      `${what}: the weights of the rows sum to ${sums.join(', ')}; expected ${sumsToOne ? '' : 'at most '}1.`,
    );
  }
};

/** The same encoding with a number written over the memory's padding. */
const withMemoryAtPadding = (encoded: Encoded, padding: number): Encoded => {
  const { values, mask } = encoded.memory;
  const added: Tensor3D = tf.mul(tf.expandDims(tf.sub(1, mask), 2), padding);
  return { ...encoded, memory: { values: tf.add(values, added), mask } };
};
