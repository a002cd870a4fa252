// Every model family held to the numbers of an independent float64 implementation; see ../__fixtures__/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { runParityCase } from '../testing/parity-case.ts';
import { backendNames, useBackend } from './backend/use-backend.ts';

const folder = join(import.meta.dirname, '..', '__fixtures__', 'parity');

describe.each(backendNames)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(readdirSync(folder))('%s agrees', (name) => {
    const read = (file: string): Uint8Array => readFileSync(join(folder, name, file));
    const before = tf.memory().numTensors;
    const report = runParityCase({
      config: JSON.parse(read('config.json').toString()),
      weights: read('weights.safetensors'),
      expected: read('case.safetensors'),
    });
    expect(report).toMatchObject({ agrees: true });
    expect(tf.memory().numTensors).toBe(before);
  });
});
