// The contract kept by all decoders of ours is checked beside them; here each law is shown to find the decoder that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import type { Attention } from '../src/attention/attention.ts';
import { gruCell } from '../src/cell/gru-cell.ts';
import { stackedCell } from '../src/cell/stacked-cell.ts';
import { dotAttention, type DotHistory } from '../src/decoder/__fixtures__/dot-attention.ts';
import { bahdanauDecoder } from '../src/decoder/bahdanau-decoder.ts';
import { copyBridge } from '../src/decoder/copy-bridge.ts';
import type { Decoder, UnrolledDecoder } from '../src/decoder/decoder.ts';
import { unrollDecoder } from '../src/decoder/unroll-decoder.ts';
import { recurrentEncoder } from '../src/encoder/recurrent-encoder.ts';
import { forwardLayer } from '../src/encoder/recurrent-layer.ts';
import { checkDecoderContract } from './decoder-contract.ts';
import type { DecoderKind } from './decoder-law.ts';

type DotAttention = Attention<Tensor3D, DotHistory>;

/** A decoder that attends, with something wrong about its attention or itself. */
const broken = (change: {
  readonly attention?: (attention: DotAttention) => Partial<DotAttention>;
  readonly decoder?: (decoder: Decoder) => Partial<Decoder>;
}): DecoderKind => ({
  create: (parameters) => {
    const encoder = recurrentEncoder([
      forwardLayer(gruCell({ inputSize: 3, units: 4 }, {}, parameters.scope('encoder'))),
    ]);
    const cell = gruCell({ inputSize: 2 + 4, units: 4 }, {}, parameters.scope('decoder'));
    const dot = dotAttention(4);
    const decoder = bahdanauDecoder({
      cell: stackedCell([cell]),
      bridge: copyBridge({ encoder, cells: [cell] }),
      attention: { ...dot, ...change.attention?.(dot) },
      inputSize: 2,
    }) as unknown as Decoder;
    return { encoder, decoder: { ...decoder, ...change.decoder?.(decoder) } };
  },
});

/** A decoder whose outputs are changed. */
const outputChanged = (change: (output: Tensor2D) => Tensor2D): DecoderKind =>
  broken({
    decoder: ({ step }) => ({
      step: (...given) => {
        const stepped = step(...given);
        return { ...stepped, output: change(stepped.output) };
      },
    }),
  });

const expectBroken = (kind: DecoderKind, law: string, complaint: string): void => {
  expect(() => checkDecoderContract(kind)).toThrow(`decoder contract: broken law "${law}": `);
  expect(() => checkDecoderContract(kind)).toThrow(complaint);
};

cpuTest('a decoder that keeps the contract passes, for any seed', () => {
  for (const seed of [1, 2, 3]) checkDecoderContract(broken({}), { seed });
});

describe('finds', () => {
  cpuTest('a decoder that leaks', () => {
    const held: Tensor[] = [];
    const kind = outputChanged((output) => {
      held.push(tf.keep(tf.clone(output)));
      return output;
    });
    expectBroken(kind, 'all that creating and stepping make is given back', '3 tensors left over');
    tf.dispose(held);
  });

  cpuTest('declared sizes that are not true', () => {
    const law = 'outputs, contexts and alignments have the declared shapes';
    const declares = (declared: Partial<Decoder>, complaint: string): void =>
      expectBroken(broken({ decoder: () => declared }), law, complaint);
    declares({ outputSize: 5 }, 'output is [3, 4], but what the decoder declares makes it [3, 5]');
    declares({ contextSize: 0 }, 'context is [3, 4], but what the decoder declares makes it absent');
    declares({ attends: false }, 'alignment is [3, 5], but what the decoder declares makes it absent');
    const forgetsAlignment = broken({
      decoder: ({ step }) => ({
        step: (...given) => {
          const { alignment: _, ...rest } = step(...given);
          return rest;
        },
      }),
    });
    expectBroken(forgetsAlignment, law, 'alignment is absent, but what the decoder declares makes it [3, 5]');
  });

  cpuTest('a state that cannot be gathered', () => {
    const law = 'prepared and state have the batch on axis 0, and a step keeps the shapes of the state';
    const noBatch = broken({
      decoder: ({ start }) => ({
        start: (encoded, prepared) => ({ ...(start(encoded, prepared) as object), at: tf.zeros([1]) }),
      }),
    });
    expectBroken(noBatch, law, 'start.at is [1]; it must begin with B = 3');
    const grows = broken({
      attention: ({ attend }) => ({
        attend: (query, memory, history, mode) => {
          const attended = attend(query, memory, history, mode);
          const position: Tensor2D = tf.concat([history.position, history.position], 1);
          return { ...attended, history: { ...attended.history, position } };
        },
      }),
    });
    expectBroken(grows, law, 'parts and shapes must stay');
  });

  cpuTest('an attention that remembers', () => {
    let calls = 0;
    const kind = broken({
      attention: ({ attend }) => ({
        attend: (query, memory, history, mode) => attend(tf.mul(query, 1 + calls++ / 100), memory, history, mode),
      }),
    });
    const law = 'preparing, starting and stepping remember nothing and change nothing';
    expectBroken(kind, law, 'the same step again');
  });

  cpuTest('an attention that keeps the memory instead of passing it on', () => {
    let latest: Parameters<DotAttention['attend']>[1];
    const kind = broken({
      attention: ({ prepare, attend }) => ({
        prepare: (memory) => (latest = prepare(memory)),
        attend: (query, _, history, mode) => attend(query, latest, history, mode),
      }),
    });
    expectBroken(kind, 'preparing, starting and stepping remember nothing and change nothing', 'the same step again');
  });

  cpuTest('a way over all steps that is not the way step by step', () => {
    const law = 'unrolled equals stepwise, and a seed drops the same values either way';
    const unrolledWith = (change: (unrolled: UnrolledDecoder, training: boolean) => UnrolledDecoder): DecoderKind =>
      broken({
        decoder: (decoder) => ({
          unroll: (sequence) => change(unrollDecoder(decoder, sequence), sequence.mode.training),
        }),
      });
    checkDecoderContract(unrolledWith((unrolled) => unrolled));
    const off = unrolledWith((unrolled) => ({ ...unrolled, outputs: tf.mul(unrolled.outputs, 1.001) }));
    expectBroken(off, law, 'unrolled, not training, outputs');
    const silent = unrolledWith(({ outputs }) => ({ outputs }));
    expectBroken(silent, law, 'got the parts [outputs], expected [alignments, contexts, outputs]');
    const drops = unrolledWith((unrolled, training) =>
      training ? { ...unrolled, outputs: tf.mul(unrolled.outputs, 2) } : unrolled,
    );
    expectBroken(drops, law, 'unrolled, training, outputs');
  });

  cpuTest('rows that see each other', () => {
    const kind = outputChanged((output) => tf.sub(output, tf.mean(output, 0, true)));
    expectBroken(kind, 'rows do not see each other', 'row 0 of 3, by steps, 0.output');
  });

  cpuTest('a step that depends on where its row stands', () => {
    const kind = outputChanged((output) => {
      const place: Tensor2D = tf.tensor2d([...Array(output.shape[0]).keys()], [output.shape[0], 1]);
      // Row 0 of every batch is right, so that only a law that moves rows can tell.
      return tf.add(output, tf.mul(place, output.shape[0] === 1 ? 0 : 1e-3));
    });
    expectBroken(kind, 'rows do not see each other', 'row 1 of 3');
  });

  cpuTest('a part of the state that is not in the state', () => {
    // It finds its rows again by the number of rows, so only changing that number between two steps gives it away.
    const kind = broken({
      decoder: ({ step }) => ({
        step: (input, state, prepared, mode) => {
          const stepped = step(input, state, prepared, mode);
          const grew = input.shape[0] > 3 ? 1e-3 : 0;
          return { ...stepped, output: tf.add(stepped.output, grew) };
        },
      }),
    });
    const law = 'gathering rows and then stepping equals stepping and then gathering';
    expectBroken(kind, law, 'rows [1, 1, 0, 2, 2], output');
  });

  cpuTest('an attention without a mask', () => {
    const kind = broken({
      attention: ({ attend }) => ({
        attend: (query, memory, history, mode) =>
          attend(query, { ...memory, mask: tf.onesLike(memory.mask) }, history, mode),
      }),
    });
    expectBroken(kind, 'an alignment is positive weights over real positions', 'step 0, the alignment at padding');
  });

  cpuTest('weights that do not sum to one, unless that is meant', () => {
    const scaledBy = (factor: number): DecoderKind =>
      broken({
        attention: ({ attend }) => ({
          attend: (...given) => {
            const attended = attend(...given);
            return { ...attended, weights: tf.mul(attended.weights, factor) };
          },
        }),
      });
    const law = 'an alignment is positive weights over real positions';
    expectBroken(scaledBy(0.9), law, 'expected 1.');
    checkDecoderContract(scaledBy(0.9), { alignmentSumsToOne: false });
    expect(() => checkDecoderContract(scaledBy(1.1), { alignmentSumsToOne: false })).toThrow('expected at most 1.');
    expectBroken(scaledBy(-1), law, 'a weight is below zero or no number');
  });

  cpuTest('a context that takes padding in though the alignment hides it', () => {
    const law = 'what stands at padding in the memory changes nothing';
    const kind = broken({
      attention: ({ attend }) => ({
        attend: (query, memory, history, mode) => {
          const attended = attend(query, memory, history, mode);
          return { ...attended, context: tf.add(attended.context, tf.mul(tf.sum(memory.values, 1), 0.01)) };
        },
      }),
    });
    expectBroken(kind, law, 'steps with other numbers at padding, 0.output');
  });

  cpuTest('a mean over the whole length', () => {
    const kind = broken({
      attention: ({ attend }) => ({
        attend: (query, memory, history, mode) => {
          const attended = attend(query, memory, history, mode);
          const S = memory.mask.shape[1];
          return { ...attended, context: tf.div(attended.context, S) };
        },
      }),
    });
    expectBroken(kind, 'a longer padded source changes nothing', 'outputs by step, 0');
  });
});
