// A source of dense vectors: every symbol is heard as several noisy frames, as in speech, and a pyramid writes the symbols down.
import { createRandom, fromSeed } from '@seq2seq/core';
import { tokenizerOfType } from '@seq2seq/text';
import { adam, constant, createTrainer } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { buildModel } from '../model/build-model.ts';
import { type EncodedPair, type Frame, pairBatches } from '../training/pair-batches.ts';
import { trainableModel } from '../training/trainable.ts';
import { translateFrames } from './translate-frames.ts';

beforeAll(() => useBackend('simd', { threads: 1 }));

const symbols = 'abcd';
const vocabulary = lettersOf(symbols);
const F = 4;

/** A text and how it sounds: three or four frames a symbol, each of sines that only this symbol has, and a fifth of noise. */
const recordings = (count: number, seed: number): { readonly text: string; readonly frames: readonly Frame[] }[] => {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random.next() * limit);
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 2 + below(4) }, () => below(symbols.length));
    const frames = letters.flatMap((letter) =>
      Array.from({ length: 3 + below(2) }, (_, t) =>
        Array.from(
          { length: F },
          (_unused, f) => Math.sin((letter + 1) * (f + 1) + t / 2) + 0.2 * (2 * random.next() - 1),
        ),
      ),
    );
    return { text: letters.map((letter) => symbols[letter]).join(''), frames };
  });
};

test('what is heard is written down, of recordings never heard before', async () => {
  const before = tf.memory().numTensors;
  const model = buildModel(
    {
      source: { frames: F, embedding: 16 },
      target: { vocabulary: vocabulary.size, embedding: 12 },
      encoder: { type: 'pyramid', cell: 'gru', units: 16, layers: 2 },
      bridge: 'dense',
      decoder: { cell: 'gru', units: 24, context: 'attention' },
      // Symbols may repeat, so it must know where it was: made for speech by Chorowski et al. 2015.
      attention: { query: 'previous', scorer: { type: 'location-sensitive', units: 24, filters: 4, width: 5 } },
    },
    { parameters: fromSeed(1) },
  );
  const pairs = recordings(1500, 1).map(({ text, frames }): EncodedPair => ({
    source: frames,
    target: [...vocabulary.encode([...text]), vocabulary.eos],
  }));
  const random = createRandom(1);
  const optimizer = adam(model.parameters);
  const trainer = createTrainer({
    model: trainableModel(model, { labelSmoothing: 0, loss: 'per-token', source: vocabulary, target: vocabulary }),
    optimizer,
    learningRate: constant(0.01),
    random: random.fork('training'),
    maxGradientNorm: 1,
  });
  const listener = { model, target: { vocabulary, tokenizer: tokenizerOfType('characters') } };
  const unheard = recordings(100, 2);
  const exact = async (): Promise<number> => {
    const found = await translateFrames(
      listener,
      unheard.map(({ frames }) => frames),
      { beam: 2, maxLength: 12 },
    );
    return found.filter(([best], index) => best?.text === unheard[index]?.text).length / unheard.length;
  };
  expect(await exact()).toBeLessThan(0.1);
  await trainer.fit(pairBatches(pairs, 20, random.fork('batches')), { maxSteps: 300 });
  expect(await exact()).toBeGreaterThanOrEqual(0.95);

  // Two frames are one column; and neither neighbours nor their order matter.
  const frames = unheard.slice(0, 6).map((recording) => recording.frames);
  const together = await translateFrames(listener, [...frames, []]);
  expect(together[6]).toEqual([]);
  const turned = (await translateFrames(listener, frames.toReversed(), { batchSize: 2 })).toReversed();
  for (const [index, [best]] of together.slice(0, 6).entries()) {
    const columns = Math.ceil((frames[index]?.length ?? 0) / 2);
    expect(best?.alignment?.every((row) => row.length === columns)).toBe(true);
    expect(turned[index]?.[0]?.tokens).toEqual(best?.tokens);
    expect(turned[index]?.[0]?.logProb).toBeCloseTo(best?.logProb ?? NaN, 4);
  }
  optimizer.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
