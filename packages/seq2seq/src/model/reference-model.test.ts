// Whole models held to a second description of the field, over all that its papers allow: see ./__fixtures__/reference.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, decodeSafetensors, float32Of, type SavedTensor, type Seq2SeqModel } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ParityFiles, runParityCase } from '../../testing/parity-case.ts';
import { type BackendName, useBackend } from '../backend/use-backend.ts';
import { anyCase, filesOf } from './__fixtures__/reference/any-case.ts';
import { anyReferenceConfig } from './__fixtures__/reference/any-reference-config.ts';
import { parityFilesOf, randomWeights, readCase } from './__fixtures__/reference/reference-case.ts';
import type { ReferenceConfig } from './__fixtures__/reference/reference-config.ts';
import { computeReference } from './__fixtures__/reference/reference-model.ts';
import { refusalOf } from './__fixtures__/reference/reference-refusal.ts';
import { weightShapesOf } from './__fixtures__/reference/reference-weights.ts';
import { buildModel } from './build-model.ts';

describe('the reference itself', () => {
  const folder = join(import.meta.dirname, '..', '..', '__fixtures__', 'parity');

  test.each(readdirSync(folder))('%s: as PyTorch in float64, down to the rounding of the file', (name) => {
    const read = (file: string): Uint8Array => readFileSync(join(folder, name, file));
    const [config, expected] = [JSON.parse(read('config.json').toString()) as unknown, read('case.safetensors')];
    const { tensors } = decodeSafetensors(expected, 'case');
    const compare = (path: string, actual: Iterable<number>, part = (wanted: Float32Array) => wanted): void => {
      const whole = float32Of(tensors.get(path) as SavedTensor, path);
      const largest = whole.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const wanted = part(whole);
      // Half a unit in the last place of a float32.
      for (const [i, value] of [...actual].entries()) {
        expect(Math.abs(value - (wanted[i] as number)), path).toBeLessThanOrEqual(largest * 2 ** -24);
      }
    };

    const computed = computeReference(...readCase({ config, weights: read('weights.safetensors'), expected }));
    compare('loss', [computed.loss]);
    expect([...computed.gradients.keys()].toSorted()).toEqual([...weightShapesOf(config as never).keys()].toSorted());
    for (const [path, gradient] of computed.gradients) compare(`gradients.${path}`, gradient);
    for (const path of ['logits', 'alignments'] as const) {
      const [, T, width] = (tensors.get(path)?.shape ?? []) as [number, number, number];
      expect(computed[path] === undefined).toBe(T === undefined);
      computed[path]?.forEach((steps, row) =>
        steps.forEach((step, t) => compare(path, step, (wanted) => wanted.subarray((row * T + t) * width))),
      );
    }
  });
});

/** A model of few parts, for what is said of one. */
const small: ReferenceConfig = {
  source: { vocabulary: 6, embedding: 3 },
  target: { vocabulary: 5, embedding: 3 },
  encoder: { cell: 'gru', units: 4, layers: 2, direction: 'forward' },
  bridge: 'copy',
  decoder: { cell: 'gru', units: 4, layers: 1, context: 'initial' },
  output: { type: 'linear' },
};
const sentences = [
  { source: [1, 2, 3], targetInput: [1, 4], targetOutput: [4, 2] },
  { source: [5], targetInput: [1, 3, 3], targetOutput: [3, 3, 2] },
];

/** Runs a case and gives back every tensor. */
const expectAgreement = (files: ParityFiles): void => {
  const before = tf.memory().numTensors;
  expect(runParityCase(files), JSON.stringify(files.config)).toMatchObject({ agrees: true });
  expect(tf.memory().numTensors).toBe(before);
};

/** Made once. The slow backends, and the second build of a fast one, are held to the first of them. */
const cases = fc.sample(anyCase, { seed: 1, numRuns: 150 }).map(filesOf);

describe.each<[BackendName, threads: number, count: number]>([
  ['cpu', 1, 50],
  ['wasm', 1, cases.length],
  ['simd', 1, cases.length],
  ['simd-strict', 1, 75],
  ['simd', 2, 20],
])('on %s, threads: %i', (backend, threads, count) => {
  beforeAll(() => useBackend(backend, { threads }));

  test('any model that can be computes what the equations say, and so do its gradients', () => {
    for (const files of cases.slice(0, count)) expectAgreement(files);
  }, 300_000);

  test('a weight that the loss does not depend on has gradient zero', () => {
    const weights = randomWeights(small, 1, 1);
    const files = parityFilesOf(small, weights, sentences);
    const { gradients } = computeReference(small, weights, sentences);
    // Of two encoder layers the lower one is copied, and nobody reads the upper one.
    expect(gradients.get('encoder.layers.1.forward.kernel')?.every((slope) => slope === 0)).toBe(true);
    expectAgreement(files);
  });
});

describe('which models can be', () => {
  beforeAll(() => useBackend('wasm'));

  test('what the words refuse is refused, and nothing else; weights have the names and shapes of the words', () => {
    const reasons = new Map<string | undefined, number>();
    fc.assert(
      fc.property(anyReferenceConfig, (config) => {
        const before = tf.memory().numTensors;
        const reason = refusalOf(config);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        if (reason === undefined) {
          const model: Seq2SeqModel = buildModel(config);
          const shapes = [...model.parameters.entries()].map(([path, { shape }]): [string, number[]] => [path, shape]);
          model.dispose();
          expect(new Map(shapes)).toEqual(weightShapesOf(config));
        } else {
          expect(() => buildModel(config), reason).toThrow(ConfigError);
        }
        expect(tf.memory().numTensors).toBe(before);
      }),
      { seed: 1, numRuns: 300 },
    );
    // No reason goes untried, nor do models that can be.
    expect(reasons.size).toBe(10);
    expect(reasons.get(undefined)).toBeGreaterThan(80);
  });

  test('a source longer than its scorer allows is refused when it comes', () => {
    const config = (maxLength: number): ReferenceConfig => ({
      ...small,
      decoder: { ...small.decoder, context: 'attention' },
      attention: { query: 'current', scorer: { type: 'location', maxLength }, window: { type: 'global' } },
    });
    const files = (maxLength: number): ParityFiles =>
      parityFilesOf(config(3), randomWeights(config(maxLength), 1, 1), sentences);
    expectAgreement(files(3));
    const { expected } = files(3);
    const weights = parityFilesOf(config(2), randomWeights(config(2), 1, 1), sentences.slice(1)).weights;
    const run = (): unknown => runParityCase({ config: config(2), weights, expected });
    expect(run).toThrow(ConfigError);
    expect(run).toThrow(/source is 3 long but maxLength is 2/);
  });
});
