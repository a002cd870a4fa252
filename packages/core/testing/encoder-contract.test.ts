// The contract kept by all encoders of ours is checked beside them; here each law is shown to find the encoder that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import { gruCell } from '../src/cell/gru-cell.ts';
import type { Encoded, Encoder } from '../src/encoder/encoder.ts';
import { recurrentEncoder } from '../src/encoder/recurrent-encoder.ts';
import { forwardLayer } from '../src/encoder/recurrent-layer.ts';
import { checkEncoderContract, type EncoderUnderTest } from './encoder-contract.ts';

const plain: EncoderUnderTest = {
  create: (parameters) => recurrentEncoder([forwardLayer(gruCell({ inputSize: 4, units: 4 }, {}, parameters))]),
};

/** The plain encoder with something wrong about it. */
const broken = (change: (encoder: Encoder) => Partial<Encoder>): EncoderUnderTest => ({
  create: (parameters) => {
    const encoder = plain.create(parameters);
    return { ...encoder, ...change(encoder) };
  },
});

/** The plain encoder whose result is changed. */
const resultChanged = (change: (encoded: Encoded, inputs: Tensor) => Encoded): EncoderUnderTest =>
  broken(({ encode }) => ({ encode: (inputs, mask, mode) => change(encode(inputs, mask, mode), inputs) }));

const expectBroken = (kind: EncoderUnderTest, law: string, complaint: string): void => {
  expect(() => checkEncoderContract(kind)).toThrow(`encoder contract: broken law "${law}": `);
  expect(() => checkEncoderContract(kind)).toThrow(complaint);
};

cpuTest('an encoder that keeps the contract passes, for any seed', () => {
  for (const seed of [1, 2, 3]) checkEncoderContract(plain, { seed });
});

describe('finds', () => {
  cpuTest('an encoder that keeps a tensor', () => {
    const held: Tensor[] = [];
    const kind = resultChanged((encoded) => {
      held.push(tf.keep(tf.clone(encoded.summary)));
      return encoded;
    });
    expectBroken(kind, 'all that creating and encoding make is given back', '1 tensor left over');
    tf.dispose(held);
  });

  cpuTest('declared sizes that are not true', () => {
    const law = 'memory, summary and final states have the declared shapes';
    const declares = (declared: Partial<Encoder>, complaint: string): void =>
      expectBroken(
        broken(() => declared),
        law,
        complaint,
      );
    declares({ memorySize: 5 }, 'memory.values is [3, 5, 4], expected [3, 5, 5]');
    declares({ stateSizes: [{ hidden: 5 }] }, 'the hidden of layer 0 is [3, 4], expected [3, 5]');
    declares({ stateSizes: [] }, 'there are 1 final states, but stateSizes has 0');
    declares(
      { stateSizes: [{ hidden: 4, carry: 4 }] },
      'the final state of layer 0 has [hidden], but stateSizes says [carry, hidden]',
    );
    const wideSummary = resultChanged((encoded) => ({
      ...encoded,
      summary: tf.concat([encoded.summary, encoded.summary], 1),
    }));
    expectBroken(wideSummary, law, 'summary is [3, 8], expected [3, 4]');
    declares({ summarySize: 2 }, 'summary is [3, 4], expected [3, 2]');
    const otherMask = resultChanged((encoded) => ({
      ...encoded,
      memory: { ...encoded.memory, mask: tf.onesLike(encoded.memory.mask) },
    }));
    expectBroken(otherMask, law, 'memory.mask');
  });

  cpuTest('a memory of another length than declared, or of another mask', () => {
    const halved = broken(() => ({ memoryLength: (length) => Math.ceil(length / 2) }));
    expectBroken(halved, 'memory, summary and final states have the declared shapes', '[3, 5, 4], expected [3, 3, 4]');

    // Right for the lengths of the batch, wrong for one that comes alone.
    const forgetsSome = resultChanged((encoded) => {
      const [B, S, D] = encoded.memory.values.shape;
      if (S !== 7 || B > 1) return encoded;
      const values: Tensor3D = tf.slice(encoded.memory.values, [0, 0, 0], [B, 6, D]);
      return { ...encoded, memory: { values, mask: tf.ones([B, 6]) } };
    });
    const law = 'a source of any length has its number of memory positions';
    expectBroken(forgetsSome, law, 'memory.values of 7 tokens is [1, 6, 4], expected [1, 7, 4]');
  });

  cpuTest('an encoder that remembers', () => {
    let calls = 0;
    const kind = resultChanged((encoded) => ({ ...encoded, summary: tf.add(encoded.summary, calls++) }));
    expectBroken(kind, 'encoding remembers nothing and changes nothing', 'the same batch again, summary');
  });

  cpuTest('a memory that is not zero at padding', () => {
    const kind = resultChanged((encoded, inputs) => ({
      ...encoded,
      memory: { ...encoded.memory, values: tf.add(encoded.memory.values, inputs) },
    }));
    expectBroken(kind, 'the memory is zero at padding', 'memory.values at padding');
  });

  cpuTest('a final state that padding changes', () => {
    const kind: EncoderUnderTest = broken(({ encode }) => ({
      encode: (inputs, mask, mode) => {
        const seesPadding = encode(inputs, tf.onesLike(mask), mode);
        return { ...encode(inputs, mask, mode), finalStates: seesPadding.finalStates };
      },
    }));
    expectBroken(kind, 'padding and neighbours change nothing', 'sequence 1, padded to 5 with 0, finalStates.0.hidden');
  });

  cpuTest('a summary taken at the last position, padding or not', () => {
    const kind = resultChanged((encoded) => {
      const [B, S, D] = encoded.memory.values.shape;
      const last: Tensor2D = tf.reshape(tf.slice(encoded.memory.values, [0, S - 1, 0], [B, 1, D]), [B, D]);
      return { ...encoded, summary: last };
    });
    expectBroken(kind, 'padding and neighbours change nothing', 'sequence 1, padded to 5 with 0, summary');
  });

  cpuTest('rows that see each other', () => {
    const kind = resultChanged((encoded) => ({
      ...encoded,
      summary: tf.sub(encoded.summary, tf.mean(encoded.summary, 0, true)),
    }));
    expectBroken(kind, 'padding and neighbours change nothing', 'sequence 0, padded to 5 with 0, summary');
  });
});
