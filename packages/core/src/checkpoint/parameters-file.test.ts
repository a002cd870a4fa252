import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import { createParameterStore, fromSeed, fromZeros, type ParameterStore } from '../parameters/parameter-store.ts';
import { assignParameters, checkParameters, saveParameters } from './parameters-file.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { savedFloat32, savedInt32, type SavedTensor } from './saved-tensor.ts';

beforeAll(() => tf.setBackend('cpu'));

const build = (source = fromSeed(3)): ParameterStore => {
  const store = createParameterStore(source);
  store.scope('decoder').create('kernel', [3, 4], glorotUniform);
  store.create('scale', [], zeros);
  return store;
};

const valuesOf = (store: ParameterStore): Record<string, number[]> =>
  Object.fromEntries([...store.entries()].map(([path, variable]) => [path, [...variable.dataSync()]]));

test('save, encode, decode and load change nothing and leak nothing', async () => {
  const original = build();
  const other = build(fromZeros);
  const before = tf.memory().numTensors;
  const tensors = await saveParameters(original);
  const { tensors: loaded } = decodeSafetensors(encodeSafetensors({ tensors, metadata: {} }), 'm');
  assignParameters(other, loaded, 'm');
  expect(valuesOf(other)).toEqual(valuesOf(original));
  expect(new Set(valuesOf(other)['decoder.kernel']).size).toBe(12);
  expect(tf.memory().numTensors).toBe(before);
  original.dispose();
  other.dispose();
  expect(tf.memory().numTensors).toBe(before - 4);
});

test('what was saved stays when the weights go on, and loaded weights stay when the bytes change', async () => {
  const store = build();
  const saved = await saveParameters(store);
  const first = valuesOf(store);
  for (const [, variable] of store.entries()) tf.tidy(() => variable.assign(tf.add(variable, 1)));
  expect(valuesOf(store)).not.toEqual(first);
  assignParameters(store, saved, 'm');
  expect(valuesOf(store)).toEqual(first);
  for (const { bytes } of saved.values()) bytes.fill(0);
  expect(valuesOf(store)).toEqual(first);
  store.dispose();
});

test('half precision is widened', () => {
  const store = createParameterStore(fromZeros);
  const weight = store.create('w', [2], zeros);
  assignParameters(store, new Map([['w', { dtype: 'F16', shape: [2], bytes: Uint8Array.of(0, 0x3c, 0, 0xc0) }]]), 'm');
  expect([...weight.dataSync()]).toEqual([1, -2]);
  store.dispose();
});

test('everything that does not fit is reported at once and nothing is assigned', () => {
  const store = createParameterStore(fromSeed(1));
  for (const name of ['a', 'b', 'c', 'd', 'fits']) store.create(name, [2, 3], glorotUniform);
  const before = valuesOf(store);
  const tensors = new Map<string, SavedTensor>([
    ['fits', savedFloat32(new Float32Array(6), [2, 3])],
    ['b', savedFloat32(new Float32Array(6), [3, 2])],
    ['c', savedInt32(new Int32Array(6), [2, 3])],
    ['d', { dtype: 'F16', shape: [2, 3], bytes: new Uint8Array(24) }],
    ['e', savedFloat32(new Float32Array(1), [])],
  ]);
  let mismatches: readonly string[] = [];
  let message = '';
  try {
    assignParameters(store, tensors, 'model.safetensors');
  } catch (error) {
    if (error instanceof CheckpointError) ({ mismatches, message } = error);
  }
  expect(mismatches).toEqual([
    'a: checkpoint does not have it, model wants [2, 3]',
    'b: checkpoint has [3, 2], model wants [2, 3]',
    'c: checkpoint has I32, model wants F32',
    'd: checkpoint has 24 bytes, [2, 3] of F16 takes 12',
    'e: checkpoint has it, model does not',
  ]);
  expect(message).toContain('model.safetensors: 5 of the saved weights do not fit; build the model');
  expect(message).toContain('\n  b: checkpoint has [3, 2], model wants [2, 3]');
  expect(valuesOf(store)).toEqual(before);
  expect(() => checkParameters(store, tensors, 'm')).toThrow(CheckpointError);
  store.dispose();
});
