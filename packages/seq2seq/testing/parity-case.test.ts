// A check that cannot fail proves nothing: each number of a case, changed, must be noticed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, float32Of, savedFloat32, type SavedTensor } from '@seq2seq/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../src/backend/use-backend.ts';
import { type ParityFiles, runParityCase } from './parity-case.ts';

const folder = join(import.meta.dirname, '..', '__fixtures__', 'parity', 'bahdanau-bigru-mlp-deep');
const read = (name: string): Uint8Array => readFileSync(join(folder, name));
const files: ParityFiles = {
  config: JSON.parse(read('config.json').toString()),
  weights: read('weights.safetensors'),
  expected: read('case.safetensors'),
};

/** The file with the first value of a tensor changed. */
const spoiled = (bytes: Uint8Array, name: string, by: number): Uint8Array => {
  const { tensors, metadata } = decodeSafetensors(bytes, 'file');
  const saved = tensors.get(name) as SavedTensor;
  const values = Float32Array.from(float32Of(saved, name));
  values[0] = (values[0] as number) + by;
  return encodeSafetensors({ tensors: new Map(tensors).set(name, savedFloat32(values, saved.shape)), metadata });
};

beforeAll(() => useBackend('wasm'));

test('the case itself agrees', () => {
  expect(runParityCase(files).agrees).toBe(true);
});

describe('a number that is off', () => {
  test.each<['logits' | 'alignments' | 'loss' | 'gradients', string]>([
    ['logits', 'logits'],
    ['alignments', 'alignments'],
    ['loss', 'loss'],
    ['gradients', 'gradients.generator.bias'],
    ['gradients', 'gradients.encoder.layers.0.forward.kernel'],
  ])('%s: %s', (part, name) => {
    const report = runParityCase({ ...files, expected: spoiled(files.expected, name, 0.01) });
    expect(report.agrees).toBe(false);
    expect(report[part]?.agrees).toBe(false);
    if (part === 'gradients') expect(`gradients.${report.gradients.parameter}`).toBe(name);
    const others = (['logits', 'alignments', 'loss', 'gradients'] as const).filter((other) => other !== part);
    for (const other of others) expect(report[other]?.agrees).toBe(true);
  });

  test('a weight', () => {
    const report = runParityCase({ ...files, weights: spoiled(files.weights, 'generator.bias', 0.01) });
    expect(report).toMatchObject({ agrees: false, logits: { agrees: false } });
  });
});

test('a case without its numbers is an error that names them', () => {
  const { tensors, metadata } = decodeSafetensors(files.expected, 'file');
  const fewer = new Map([...tensors].filter(([name]) => name !== 'logits'));
  const expected = encodeSafetensors({ tensors: fewer, metadata });
  expect(() => runParityCase({ ...files, expected })).toThrow('case.safetensors: there is no logits');
});
