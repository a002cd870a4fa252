// Laws that all kinds keep, with every summary that fits them; what each kind computes is tested beside it.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { checkEncoderContract, expectGradients } from '../../testing/index.ts';
import { batchOf, randomMatrix, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { withDropout } from '../cell/with-dropout.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { convolutionEncoder } from './__fixtures__/convolution-encoder.ts';
import { cells, partsOf, summaryNames, withEncoder } from './__fixtures__/small-encoders.ts';
import { alternatingKind } from './alternating-kind.ts';
import type { EncoderKind, EncoderParts } from './encoder-kind.ts';
import { gnmtKind } from './gnmt-kind.ts';
import { pyramidKind } from './pyramid-kind.ts';
import { recurrentKind } from './recurrent-kind.ts';

type Subject = { readonly kind: EncoderKind<Record<never, never>>; readonly readsBackward: boolean };

/** A kind whose options are chosen; `readsBackward` says whether its top layer does, as `first-backward` needs it. */
const subject = <Options>(kind: EncoderKind<Options>, options: Options, readsBackward: boolean): Subject => ({
  kind: { create: (parts, _options, parameters) => kind.create(parts, options, parameters) },
  readsBackward,
});

const subjects: Readonly<Record<string, Subject>> = {
  'recurrent, forward': subject(recurrentKind, { units: 4 }, false),
  'recurrent, both ways, residual': subject(
    recurrentKind,
    { units: 2, layers: 2, direction: 'bidirectional', residual: true },
    true,
  ),
  'gnmt, residual': subject(gnmtKind, { units: 2, layers: 4, residual: true }, false),
  'alternating, two layers, residual': subject(alternatingKind, { units: 3, layers: 2, residual: true }, true),
  'alternating, three layers': subject(alternatingKind, { units: 3, layers: 3 }, false),
  'pyramid, both ways': subject(pyramidKind, { units: 2, layers: 3 }, true),
  'pyramid, three by three': subject(pyramidKind, { units: 2, layers: 2, reduction: 3, direction: 'backward' }, true),
  'pyramid, its lowest layer residual': subject(
    pyramidKind,
    { units: 3, layers: 2, direction: 'forward', residual: true },
    false,
  ),
  'a convolution, as a user writes it': subject(convolutionEncoder, { units: 4 }, false),
};

const pairs = Object.entries(subjects).flatMap(([name, { kind, readsBackward }]) =>
  summaryNames
    .filter((summary) => summary !== 'first-backward' || readsBackward)
    .map((summary) => ({ name, kind, summary })),
);

describe.each(pairs)('$name, summary $summary', ({ kind, summary }) => {
  const parts = partsOf('elman', summary);

  cpuTest('keeps the contract of encoders', () =>
    checkEncoderContract({ create: (parameters) => kind.create(parts, {}, parameters) }),
  );

  cpuTest('every weight has the gradient that finite differences have', () =>
    withEncoder(kind, {}, parts, (encoder, store) => {
      // Numbers under which no column has two values so close that moving a weight makes another one the largest: there max has a kink.
      const random = createRandom(6);
      const { inputs, mask } = batchOf(randomSequences([5, 2], 3, random), { length: 6, padding: 3 });
      const onSummary = randomMatrix(2, encoder.summarySize, random);
      const onMemory = randomMatrix(1, encoder.memorySize, random);
      const compute = (): tf.Scalar => {
        const encoded = encoder.encode(inputs, mask, { training: false });
        const ofMemory = tf.sum<tf.Scalar>(tf.mul(encoded.memory.values, onMemory));
        return tf.add(tf.sum(tf.mul(encoded.summary, onSummary)), tf.mul(ofMemory, 0.1));
      };
      expectGradients(compute, store, { samples: 3, step: 2 ** -9 });
    }),
  );
});

describe.each(Object.entries(subjects))('%s', (_, { kind, readsBackward }) => {
  cpuTest('keeps the contract with gated cells that lose inputs, too', () => {
    for (const name of ['gru', 'lstm'] as const) {
      const parts: EncoderParts = {
        ...partsOf(name),
        cell: (sizes, parameters) => withDropout(cells[name](sizes, parameters), 0.3),
      };
      checkEncoderContract({ create: (parameters) => kind.create(parts, {}, parameters) });
    }
  });

  if (readsBackward) return;
  cpuTest('refuses the summary first-backward', () => {
    const store = createParameterStore(scattered(1));
    const build = (): unknown => kind.create(partsOf('elman', 'first-backward'), {}, store);
    expect(build).toThrow('first-backward summary: it wants what the top layer read backward');
    expect(build).toThrow(ConfigError);
    store.dispose();
  });
});

const ofFrames: Readonly<Record<string, Subject['kind']>> = {
  recurrent: subject(recurrentKind, { units: 4, direction: 'bidirectional' }, true).kind,
  gnmt: subject(gnmtKind, { units: 4, layers: 2 }, false).kind,
  alternating: subject(alternatingKind, { units: 4, layers: 2 }, true).kind,
  pyramid: subject(pyramidKind, { units: 4, layers: 3 }, true).kind,
  convolution: subject(convolutionEncoder, { units: 4 }, false).kind,
};

describe.each(Object.entries(ofFrames))('%s', (_, kind) => {
  // The contract feeds vectors, not tokens: 13 numbers a frame, as of a microphone, are read like an embedding.
  cpuTest('reads dense frames of features [B, S, F]', () => {
    const parts = { ...partsOf('gru', 'mean'), inputSize: 13 };
    checkEncoderContract({ create: (parameters) => kind.create(parts, {}, parameters) });
  });
});
