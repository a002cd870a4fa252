// The likeliest tokens of the SIMD backend held against log-softmax and a sort: its own log-softmax bit for bit, backend-cpu's to 1e-5.
import { hasKernel, runKernel } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BackendName, useBackend } from './use-backend.ts';

type Rows = {
  readonly N: number;
  readonly V: number;
  readonly count: number;
  readonly eos: number | undefined;
  readonly logits: Float32Array;
};

type Chosen = { readonly logProbs: number[]; readonly tokens: number[]; readonly eosLogProbs: number[] };

/** Runs in the current backend, and looks for tensors and bytes left behind. */
const leavingNothing = <Result>(run: () => Result): Result => {
  const before = tf.memory();
  const result = run();
  const after = tf.memory();
  expect([after.numTensors, after.numBytes]).toEqual([before.numTensors, before.numBytes]);
  return result;
};

const choose = ({ N, V, count, eos, logits }: Rows): Chosen =>
  leavingNothing(() => {
    const input = tf.tensor2d(logits, [N, V]);
    const results = runKernel('Seq2SeqTopLogProbs', { logits: input }, { count, ...(eos !== undefined && { eos }) });
    expect(results.map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[N, count], 'float32'],
      [[N, count], 'int32'],
      ...(eos === undefined ? [] : [[[N], 'float32']]),
    ]);
    const [logProbs, tokens, eosLogProbs] = results.map((tensor) => [...tensor.dataSync()]);
    tf.dispose([input, ...results]);
    return { logProbs: logProbs as number[], tokens: tokens as number[], eosLogProbs: eosLogProbs ?? [] };
  });

const logSoftmax = ({ N, V, logits }: Rows): Float32Array =>
  leavingNothing(
    () =>
      tf.tidy(() => {
        const input = tf.tensor2d(logits, [N, V]);
        const result = hasKernel(tf.LogSoftmax)
          ? tf.engine().runKernel<tf.Tensor>(tf.LogSoftmax, { logits: input }, { axis: 1 })
          : tf.logSoftmax(input);
        return [result.dataSync()] as never;
      }) as unknown as [Float32Array],
  )[0];

/** The best of each row by sorting it whole. */
const sorted = ({ N, V, count, eos }: Rows, logProbs: Float32Array): Chosen => {
  const rows = Array.from({ length: N }, (_, row) => {
    const ofRow = [...logProbs.subarray(row * V, (row + 1) * V)];
    const tokens = [...ofRow.keys()]
      .filter((token) => token !== eos)
      .toSorted((a, b) => (ofRow[a] === ofRow[b] ? a - b : (ofRow[b] as number) - (ofRow[a] as number)))
      .slice(0, count);
    return { tokens, logProbs: tokens.map((token) => ofRow[token] as number), eos: ofRow[eos ?? -1] };
  });
  return {
    logProbs: rows.flatMap((row) => row.logProbs),
    tokens: rows.flatMap(({ tokens }) => tokens),
    eosLogProbs: eos === undefined ? [] : rows.map((row) => row.eos as number),
  };
};

/** Rows with ties, with values far apart, and with what is impossible, but never all of it. */
const rows: fc.Arbitrary<Rows> = fc
  .record({
    N: fc.integer({ min: 1, max: 9 }),
    V: fc.oneof(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 41, max: 300 })),
    count: fc.nat(),
    hasEos: fc.boolean(),
    eos: fc.nat(),
    kind: fc.constantFrom('waves', 'steps', 'far apart', 'impossible'),
    frequency: fc.double({ min: 0.1, max: 3, noNaN: true }),
  })
  .map(({ N, V, count, hasEos, eos, kind, frequency }) => {
    const valueAt = (i: number): number => {
      const wave = Math.sin(1 + frequency * i);
      if (kind === 'steps') return Math.round(2 * wave);
      if (kind === 'far apart') return 90 * wave;
      if (kind === 'impossible' && i % V > 0 && wave > 0.2) return -Infinity;
      return 4 * wave;
    };
    return {
      N,
      V,
      count: 1 + (count % Math.min(V - 1, 12)),
      eos: hasEos ? eos % V : undefined,
      logits: Float32Array.from({ length: N * V }, (_, i) => valueAt(i)),
    };
  });

const builds: readonly BackendName[] = ['simd', 'simd-strict'];

test.each(builds)('%s: the greatest of its own log-softmax, bit for bit', async (backend) => {
  await useBackend(backend, { threads: 2 });
  fc.assert(
    fc.property(rows, (list) => {
      expect(choose(list)).toEqual(sorted(list, logSoftmax(list)));
    }),
    { seed: 1, numRuns: 600 },
  );
});

test('the log-probabilities of the plain composition on backend-cpu', async () => {
  const lists = fc.sample(rows, { seed: 2, numRuns: 300 });
  await useBackend('cpu');
  const wanted = lists.map((list) => sorted(list, logSoftmax(list)));
  for (const backend of builds) {
    await useBackend(backend, { threads: 3 });
    for (const [index, list] of lists.entries()) {
      const actual = choose(list);
      for (const name of ['logProbs', 'eosLogProbs'] as const) {
        const numbers = Float32Array.from((wanted[index] as Chosen)[name]);
        expectClose(Float32Array.from(actual[name]), numbers, { absolute: 1e-5, relative: 1e-5 });
      }
    }
  }
});

test('the same bits whatever the number of threads', async () => {
  const [N, V] = [161, 1003];
  const logits = Float32Array.from({ length: N * V }, (_, i) => 9 * Math.sin(1 + 0.7 * i * i));
  const list: Rows = { N, V, count: 6, eos: 3, logits };
  await useBackend('simd', { threads: 1 });
  const one = choose(list);
  for (const threads of [2, 3]) {
    await useBackend('simd', { threads });
    for (let round = 0; round < 10; round++) expect(choose(list)).toEqual(one);
  }
});

describe('edges', () => {
  const chosen = async (logits: readonly number[], count: number, eos?: number): Promise<Chosen> => {
    await useBackend('simd');
    return choose({ N: 1, V: logits.length, count, eos, logits: Float32Array.from(logits) });
  };

  test('by hand: of equals the smaller token first, the end of sentence apart', async () => {
    const { logProbs, tokens, eosLogProbs } = await chosen([Math.log(2), Math.log(4), 0, Math.log(2), 0], 3, 1);
    expect(tokens).toEqual([0, 3, 2]);
    expect(logProbs.map(Math.exp)).toEqual([0.2, 0.2, 0.1].map((p) => expect.closeTo(p, 6)));
    expect(eosLogProbs.map(Math.exp)).toEqual([expect.closeTo(0.4, 6)]);
  });

  test('a row with a score that is not a number has nothing but such, so that nobody overlooks it', async () => {
    for (const wrong of [Number.NaN, Infinity]) {
      const { logProbs, eosLogProbs } = await chosen([1, 2, wrong, 3, 4, 5], 2, 0);
      expect([...logProbs, ...eosLogProbs]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    }
  });

  test('what lies beside a row stays out of it', async () => {
    await useBackend('simd');
    const logits = Float32Array.of(1, 0, 3, 2, Number.NaN, 9, 0, 1, 5, 4, 3, 2);
    const { tokens, logProbs } = choose({ N: 3, V: 4, count: 2, eos: 2, logits });
    expect(tokens.slice(0, 2)).toEqual([3, 0]);
    expect(tokens.slice(4)).toEqual([0, 1]);
    expect(logProbs.map(Number.isNaN)).toEqual([false, false, true, true, false, false]);
  });

  test.each([
    [0, undefined, 'topLogProbs: count is 0, must be from 1 to 4'],
    [5, undefined, 'count is 5, must be from 1 to 4'],
    [4, 0, 'count is 4, must be from 1 to 3'],
    [1.5, undefined, 'count is 1.5'],
    [1, 4, 'topLogProbs: eos is 4, must be one of 4 tokens'],
    [1, -1, 'eos is -1'],
  ])('count %d and eos %s are refused', async (count, eos, message) => {
    await useBackend('simd');
    const logits = tf.zeros([2, 4]);
    expect(() => runKernel('Seq2SeqTopLogProbs', { logits }, { count, ...(eos !== undefined && { eos }) })).toThrow(
      message,
    );
    logits.dispose();
  });
});
