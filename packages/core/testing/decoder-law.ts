import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Decoder, DecoderStep } from '../src/decoder/decoder.ts';
import type { Encoded, Encoder } from '../src/encoder/encoder.ts';
import { createParameterStore, type ParameterScope } from '../src/parameters/parameter-store.ts';
import type { Mode } from '../src/random/mode.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import type { TensorTree } from '../src/tensor/tensor-tree.ts';
import type { Law } from './check-laws.ts';
import { batchOf, randomMatrix, randomSequences, scattered, type Sequence } from './sequences.ts';

/** A decoder, and an encoder whose encodings it can begin from. */
export type CoupledDecoder = { readonly encoder: Encoder; readonly decoder: Decoder };

/** What makes the decoder under test, with its encoder; the kit creates both again for each law. */
export type DecoderKind = { create(parameters: ParameterScope): CoupledDecoder };

/** A decoder with sources to begin from and tokens to feed it. */
type DecoderSubject = {
  readonly decoder: Decoder;
  /** Sequences of different lengths. */
  readonly sources: readonly Sequence[];
  /** [B, E] for each target step. */
  readonly tokens: readonly Tensor2D[];
  /** The sources side by side, read by the encoder. */
  encode(sources: readonly Sequence[], padded?: { readonly length?: number; readonly padding?: number }): Encoded;
};

/** Makes a law of a sentence and a check: runs it on a new decoder, and takes all down after it. */
export type DecoderLaw = (sentence: string, check: (subject: DecoderSubject) => void) => Law;

export const decoderLaw =
  (kind: DecoderKind, seed: number): DecoderLaw =>
  (sentence, check) => [
    sentence,
    () => {
      const store = createParameterStore(scattered(seed));
      try {
        const coupled = kind.create(store);
        tf.tidy(() => check(subjectOf(coupled, createRandom(seed).fork(sentence))));
      } finally {
        store.dispose();
      }
    },
  ];

/** All steps of a target whose tokens are given, each from the state before it. */
export const followTokens = (
  decoder: Decoder,
  encoded: Encoded,
  tokens: readonly Tensor2D[],
  mode: Mode = { training: false },
): readonly DecoderStep<TensorTree>[] => {
  const prepared = decoder.prepare(encoded);
  let state = decoder.start(encoded, prepared);
  return tokens.map((token) => {
    const step = decoder.step(token, state, prepared, mode);
    state = step.state;
    return step;
  });
};

const lengths = [5, 2, 1];
const targetSteps = 3;

const subjectOf = ({ encoder, decoder }: CoupledDecoder, random: Random): DecoderSubject => ({
  decoder,
  sources: randomSequences(lengths, encoder.inputSize, random),
  tokens: Array.from({ length: targetSteps }, () => randomMatrix(lengths.length, decoder.inputSize, random)),
  encode: (sources, padded) => {
    const { inputs, mask } = batchOf(sources, padded);
    return encoder.encode(inputs, mask, { training: false });
  },
});
