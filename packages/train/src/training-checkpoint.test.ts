import {
  CheckpointError,
  createRandom,
  decodeSafetensors,
  encodeSafetensors,
  savedFloat32,
  savedInt32,
} from '@seq2seq/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Checkpoint, decodeTrainingCheckpoint, encodeTrainingCheckpoint } from './training-checkpoint.ts';

const checkpoint: Checkpoint = {
  parameters: new Map([['decoder.kernel', savedFloat32(Float32Array.of(1, 2), [2, 1])]]),
  optimizer: new Map([
    ['mean.decoder.kernel', savedFloat32(Float32Array.of(3, 4), [2, 1])],
    ['step', savedInt32(Int32Array.of(7), [])],
  ]),
  progress: { step: 7, epoch: 1, stepInEpoch: 2, tokensSeen: 345, seconds: 0.1 + 0.2 },
  random: createRandom(3).snapshot(),
};

const bytes = encodeTrainingCheckpoint(checkpoint);

test('what was encoded is decoded', () => {
  expect(decodeTrainingCheckpoint(bytes, 'run')).toEqual(checkpoint);
});

test('the file is plain safetensors with prefixed names', () => {
  const { tensors, metadata } = decodeSafetensors(bytes, 'run');
  expect([...tensors.keys()]).toEqual(['optimizer.mean.decoder.kernel', 'optimizer.step', 'parameters.decoder.kernel']);
  expect(metadata).toMatchObject({ format: 'seq2seq.training', formatVersion: '1' });
  expect(JSON.parse(metadata['progress'] ?? '')).toEqual(checkpoint.progress);
});

const withMetadata = (change: Record<string, string>): Uint8Array => {
  const file = decodeSafetensors(bytes, 'run');
  return encodeSafetensors({ ...file, metadata: { ...file.metadata, ...change } });
};

test.each([
  [
    'another kind of file',
    encodeSafetensors({ tensors: new Map(), metadata: {} }),
    'expected format seq2seq.training, got none',
  ],
  ['a later version', withMetadata({ formatVersion: '2' }), 'expected format version 1, got 2'],
  ['progress that is not JSON', withMetadata({ progress: '{' }), 'expected a count as progress.step, got {'],
  ['progress null', withMetadata({ progress: 'null' }), 'expected a count as progress.step, got null'],
  ['a fraction of a step', withMetadata({ progress: '{"step":1.5}' }), 'expected a count as progress.step'],
  ['a negative epoch', withMetadata({ progress: '{"step":1,"epoch":-1}' }), 'expected a count as progress.epoch'],
  ['random not a list', withMetadata({ random: '3' }), 'expected a list of numbers as the state of randomness, got 3'],
  ['random too short', withMetadata({ random: '[1,2]' }), 'expected a state of randomness'],
  ['bytes cut off', bytes.subarray(0, -1), 'was cut off'],
])('refuses %s', (_, damaged, message) => {
  expect(() => decodeTrainingCheckpoint(damaged, 'run.safetensors')).toThrow(CheckpointError);
  expect(() => decodeTrainingCheckpoint(damaged, 'run.safetensors')).toThrow(message);
});

test('refuses tensors that belong to nothing', () => {
  const file = decodeSafetensors(bytes, 'run');
  const tensors = new Map(file.tensors).set('stray', savedFloat32(Float32Array.of(1), []));
  expect(() => decodeTrainingCheckpoint(encodeSafetensors({ ...file, tensors }), 'run')).toThrow(
    'got stray; the file is damaged',
  );
});

test('random damage is decoded or a CheckpointError, nothing else', () => {
  const counts = { decoded: 0, refused: 0 };
  const places = fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.constantFrom(...bytes)), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(places, (changes) => {
      const damaged = Uint8Array.from(bytes);
      for (const [position, value] of changes) damaged[position] = value;
      try {
        decodeTrainingCheckpoint(damaged, 'run');
        counts.decoded++;
      } catch (error) {
        expect(error).toBeInstanceOf(CheckpointError);
        counts.refused++;
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
  expect(counts.decoded).toBeGreaterThan(10);
  expect(counts.refused).toBeGreaterThan(300);
});
