import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { checkEncoderContract } from '../../testing/index.ts';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { batchOf, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { glorotUniform } from '../parameters/initializers.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { convolutionEncoder } from './__fixtures__/convolution-encoder.ts';
import { partsOf, summaryNames, withEncoder } from './__fixtures__/small-encoders.ts';
import { alternatingKind } from './alternating-kind.ts';
import type { Encoder } from './encoder.ts';
import { defineEncoder, type EncoderKind, type EncoderParts } from './encoder-kind.ts';
import { gnmtKind } from './gnmt-kind.ts';
import { pyramidKind } from './pyramid-kind.ts';
import { recurrentKind } from './recurrent-kind.ts';
import { defineSummary } from './summary/summary.ts';

/** The example of defineEncoder: neither weights nor states. */
const bagEncoder: EncoderKind<Record<never, never>> = defineEncoder(({ inputSize, summary }) => {
  const { size, summarize } = summary({ memorySize: inputSize, stateSizes: [], backwardSize: 0 });
  return {
    inputSize,
    memorySize: inputSize,
    summarySize: size,
    stateSizes: [],
    encode: (inputs, mask) => {
      const memory = { values: tf.mul<tf.Tensor3D>(inputs, tf.expandDims(mask, 2)), mask };
      return { memory, finalStates: [], summary: summarize({ memory, finalStates: [] }) };
    },
  };
});

cpuTest('a bag of embeddings keeps the contract, with a summary of the memory; it has no last hidden', () => {
  for (const summary of ['mean', 'max'] as const) {
    checkEncoderContract({ create: (parameters) => bagEncoder.create(partsOf('elman', summary), {}, parameters) });
  }
  const store = createParameterStore(scattered(1));
  const { summary: _, ...parts } = partsOf('elman');
  expect(() => bagEncoder.create(parts, {}, store)).toThrow('last summary: it is the top layer');
});

cpuTest('without a summary the last hidden is it', () => {
  const { summary: _, ...parts } = partsOf('gru');
  withEncoder(recurrentKind, { units: 2, direction: 'bidirectional' }, parts, (encoder) => {
    const { inputs, mask } = batchOf(randomSequences([4, 2], 3, createRandom(1)));
    const { summary, finalStates } = encoder.encode(inputs, mask, { training: false });
    expect(encoder.summarySize).toBe(4);
    expectSameTree('summary', snapshotOf(summary), snapshotOf(finalStates[0]?.hidden as tf.Tensor), exactly);
  });
});

cpuTest('a summary of a user, with weights, is as wide as it says and trains in the scope summary', () => {
  const squeezed = defineSummary(({ memorySize }, { units }: { units: number }, parameters) => {
    const kernel = parameters.create('kernel', [memorySize, units], glorotUniform);
    return {
      size: units,
      summarize: ({ memory }) => tf.tanh(tf.matMul(tf.sum<tf.Tensor2D>(memory.values, 1), kernel)),
    };
  });
  for (const kind of [gnmtKind, alternatingKind, pyramidKind] as const) {
    const parts: EncoderParts = {
      ...partsOf('gru'),
      summary: (sizes, parameters) => squeezed.create(sizes, { units: 5 }, parameters),
    };
    withEncoder(kind, { units: 2, layers: 2 }, parts, (encoder: Encoder, store) => {
      expect(encoder.summarySize).toBe(5);
      expect([...store.entries()].map(([path]) => path)).toContain('summary.kernel');
    });
    checkEncoderContract({ create: (parameters) => kind.create(parts, { units: 2, layers: 2 }, parameters) });
  }
});

describe('options', () => {
  cpuTest('are checked against what the kind says of itself', () => {
    const store = createParameterStore(scattered(1));
    const build = (options: object) => (): unknown => recurrentKind.create(partsOf('elman'), options as never, store);
    expect(build({})).toThrow('recurrent encoder: units is undefined; give a whole number above 0.');
    expect(build({ units: 0 })).toThrow('recurrent encoder: units is 0; give a whole number above 0.');
    expect(build({ units: 2, layers: 1.5 })).toThrow('recurrent encoder: layers is 1.5');
    expect(build({ units: 2, direction: 'up' })).toThrow(
      'direction is "up"; give forward or backward or bidirectional.',
    );
    expect(build({ units: 2, residual: 'yes' })).toThrow('residual is "yes"; give true or false.');
    expect(build({ units: 2, reduction: 2 })).toThrow(
      'recurrent encoder: there is no option reduction; known are units, layers, direction, residual.',
    );
    expect([...store.entries()]).toEqual([]);
    expect(() => gnmtKind.create(partsOf('elman'), { units: 2 } as never, store)).toThrow(
      'gnmt encoder: layers is undefined',
    );
  });

  cpuTest('of a kind that says nothing of itself are passed as they are', () => {
    const seen: unknown[] = [];
    const kind = defineEncoder((_parts, options: { depth: number }) => {
      seen.push(options);
      return {} as Encoder;
    });
    kind.create(partsOf('elman'), { depth: 3 }, createParameterStore(scattered(1)));
    expect([kind.about, ...seen]).toEqual([undefined, { depth: 3 }]);
  });

  /** What an encoder gives, as text, so that two that differ anywhere differ here. */
  const numbersOf = <Options>(kind: EncoderKind<Options>, options: Options, parts = partsOf('gru')): string => {
    let text = '';
    withEncoder(kind, options, parts, (encoder) => {
      const { inputs, mask } = batchOf(randomSequences([5, 3], 3, createRandom(2)));
      const { memory, summary } = encoder.encode(inputs, mask, { training: false });
      text = JSON.stringify([memory.values.arraySync(), summary.arraySync()]);
    });
    return text;
  };

  cpuTest('each changes the numbers', () => {
    const all = [
      numbersOf(recurrentKind, { units: 3 }),
      numbersOf(recurrentKind, { units: 4 }),
      numbersOf(recurrentKind, { units: 3, layers: 2 }),
      numbersOf(recurrentKind, { units: 3, direction: 'backward' }),
      numbersOf(recurrentKind, { units: 3, direction: 'bidirectional' }),
      numbersOf(recurrentKind, { units: 3, residual: true }),
      numbersOf(gnmtKind, { units: 3, layers: 2 }),
      numbersOf(gnmtKind, { units: 3, layers: 3 }),
      numbersOf(gnmtKind, { units: 3, layers: 3, residual: true }),
      numbersOf(alternatingKind, { units: 3, layers: 2 }),
      numbersOf(alternatingKind, { units: 3, layers: 3 }),
      numbersOf(alternatingKind, { units: 3, layers: 2, residual: true }),
      numbersOf(pyramidKind, { units: 3, layers: 2 }),
      numbersOf(pyramidKind, { units: 3, layers: 3 }),
      numbersOf(pyramidKind, { units: 3, layers: 2, reduction: 3 }),
      numbersOf(pyramidKind, { units: 3, layers: 2, direction: 'forward' }),
      numbersOf(pyramidKind, { units: 3, layers: 2, direction: 'forward', residual: true }),
      numbersOf(convolutionEncoder, { units: 3 }),
      numbersOf(convolutionEncoder, { units: 3, reach: 2 }),
      ...summaryNames
        .slice(1)
        .map((summary) => numbersOf(recurrentKind, { units: 3, direction: 'bidirectional' }, partsOf('gru', summary))),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  cpuTest('that are left out are the defaults', () => {
    const same = <Options>(kind: EncoderKind<Options>, short: Options, long: Options): void =>
      expect(numbersOf(kind, short)).toBe(numbersOf(kind, long));
    same(recurrentKind, { units: 3 }, { units: 3, layers: 1, direction: 'forward', residual: false });
    same(gnmtKind, { units: 3, layers: 3 }, { units: 3, layers: 3, residual: false });
    same(alternatingKind, { units: 3, layers: 2 }, { units: 3, layers: 2, residual: false });
    same(
      pyramidKind,
      { units: 3, layers: 2 },
      { units: 3, layers: 2, reduction: 2, direction: 'bidirectional', residual: false },
    );
  });
});
