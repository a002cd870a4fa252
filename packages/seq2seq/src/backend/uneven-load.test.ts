// Threads that are interrupted at any time, because something else wants the processor, never change a bit.
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { SimdBackend } from '@seq2seq/backend-simd';
import { createRandom } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { randomOperation, randomTraining } from './__fixtures__/random-work.ts';
import { useBackend } from './use-backend.ts';

const rounds = 120;
/** Each so many rounds it is a whole step of training. */
const roundsPerTraining = 20;

let burner: Worker | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await burner?.terminate();
});

/** A thread that works and sleeps in turns, up to some milliseconds each, in an order that nobody foresees. */
const startBurner = (): Worker =>
  new Worker(
    `const idle = new Int32Array(new SharedArrayBuffer(4));
    const upTo = (milliseconds) => milliseconds * (Number(process.hrtime.bigint() % 97n) / 97);
    for (;;) {
      const end = performance.now() + upTo(4);
      while (performance.now() < end);
      Atomics.wait(idle, 0, 0, upTo(4));
    }`,
    { eval: true, execArgv: [] },
  );

/** What every round does, and a fingerprint of all bits that come of it. */
const fingerprints = async (threads: number): Promise<string[]> => {
  await useBackend('simd', { threads });
  expect((tf.backend() as unknown as SimdBackend).jobs.threads).toBe(threads);
  const found: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(1).fork(`round ${round}`);
    // What kernels get as new room holds what was there before.
    tf.tensor1d(new Float32Array(20_000).fill(Number.NaN)).dispose();
    const { name, numbers } = round % roundsPerTraining === 0 ? await randomTraining(random) : randomOperation(random);
    const strange = numbers.flatMap((each, i) => (each.every(Number.isFinite) ? [] : [i]));
    expect(strange, `${round}: ${name}: results that are not finite`).toEqual([]);
    const hash = createHash('sha256');
    for (const each of numbers) hash.update(each);
    found.push(`${round}: ${name}: ${hash.digest('hex').slice(0, 16)}`);
  }
  return found;
};

test('one thread, two and three under uneven load: the same bits, round after round', async () => {
  const alone = await fingerprints(1);
  expect(new Set(alone).size).toBe(rounds);
  burner = startBurner();
  for (const threads of [2, 3]) expect(await fingerprints(threads)).toEqual(alone);
});
