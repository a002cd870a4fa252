import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.ts';
import { bytesPerValue, type SavedTensor, type SavedType } from './saved-tensor.ts';

const anyTensor: fc.Arbitrary<SavedTensor> = fc
  .record({
    dtype: fc.constantFrom<SavedType>('F32', 'F16', 'I32'),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  })
  .chain(({ dtype, shape }) => {
    const length = shape.reduce((product, axis) => product * axis, bytesPerValue[dtype]);
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ dtype, shape, bytes }));
  });

const anyName = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '7', 'a"b\\', 'constructor'));

const anyFile: fc.Arbitrary<SafetensorsFile> = fc.record({
  tensors: fc
    .array(fc.tuple(anyName, anyTensor), { maxLength: 6 })
    .map((entries) => new Map(entries.filter(([name]) => name !== '__metadata__'))),
  metadata: fc
    .array(fc.tuple(anyName, fc.string()), { maxLength: 3 })
    .map((entries): Record<string, string> => Object.fromEntries(entries)),
});

/** A file around any header text and data. */
const fileOf = (header: string, dataLength: number): Uint8Array => {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.byteLength + dataLength);
  new DataView(bytes.buffer).setUint32(0, json.byteLength, true);
  bytes.set(json, 8);
  return bytes;
};

/** What decoding gives: a file, or the error. */
const attempt = (bytes: Uint8Array, where: string): { file?: SafetensorsFile; error?: unknown } => {
  try {
    return { file: decodeSafetensors(bytes, where) };
  } catch (error) {
    return { error };
  }
};

test('what was encoded is decoded, and the data start at a multiple of 8', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const bytes = encodeSafetensors(file);
      const decoded = decodeSafetensors(bytes, 'a file');
      expect([...decoded.tensors.keys()]).toEqual([...file.tensors.keys()].toSorted());
      for (const [name, { dtype, shape, bytes: data }] of file.tensors) {
        const back = decoded.tensors.get(name);
        expect({ dtype: back?.dtype, shape: back?.shape }).toEqual({ dtype, shape });
        expect([...(back?.bytes ?? [])]).toEqual([...data]);
      }
      expect(Object.entries(decoded.metadata)).toEqual(Object.entries(file.metadata));
      expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('the order in which tensors were added does not change the bytes', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const reversed = new Map([...file.tensors].toReversed());
      expect(encodeSafetensors({ ...file, tensors: reversed })).toEqual(encodeSafetensors(file));
    }),
    { seed: 1, numRuns: 50 },
  );
});

// Written by hand from the format's description: header of 136 bytes, then 1.5, -2 as F32 and 7 as I32.
// prettier-ignore
const handWritten = Uint8Array.from([
  136, 0, 0, 0, 0, 0, 0, 0,
  ...new TextEncoder().encode(
    '{"__metadata__":{"a":"b"},"n":{"dtype":"I32","shape":[],"data_offsets":[8,12]},' +
      '"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}  ',
  ),
  0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 7, 0, 0, 0,
]);

test('a file written by hand is read', () => {
  const { tensors, metadata } = decodeSafetensors(handWritten, 'hand.safetensors');
  expect(metadata).toEqual({ a: 'b' });
  expect(tensors.get('w')).toEqual({ dtype: 'F32', shape: [1, 2], bytes: handWritten.subarray(144, 152) });
  expect(tensors.get('n')).toEqual({ dtype: 'I32', shape: [], bytes: Uint8Array.of(7, 0, 0, 0) });
  expect(tensors.size).toBe(2);
});

test('a file is written as by hand', () => {
  const bytes = encodeSafetensors({
    metadata: { a: 'b' },
    tensors: new Map([['w', { dtype: 'F16', shape: [1], bytes: Uint8Array.of(0, 0x3c) }]]),
  });
  const header = '{"__metadata__":{"a":"b"},"w":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}';
  expect(header.length).toBe(79);
  expect(bytes).toEqual(Uint8Array.from([80, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(`${header} `), 0, 0x3c]));
});

test('random bytes and random damage decode or are a CheckpointError, nothing else', () => {
  const valid = encodeSafetensors({
    metadata: { format: 'test' },
    tensors: new Map<string, SavedTensor>([
      ['a', { dtype: 'F32', shape: [2, 3], bytes: new Uint8Array(24) }],
      ['b', { dtype: 'I32', shape: [], bytes: new Uint8Array(4) }],
      ['c', { dtype: 'F16', shape: [5], bytes: new Uint8Array(10) }],
    ]),
  });
  const headerLength = new DataView(valid.buffer).getUint32(0, true);
  const damage = fc.array(
    fc.tuple(fc.nat({ max: headerLength + 8 }), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...valid))),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const damaged = fc.tuple(damage, fc.integer({ min: -20, max: 20 })).map(([changes, growth]) => {
    const bytes = new Uint8Array(Math.abs(growth) < 15 ? valid.byteLength : valid.byteLength + growth);
    bytes.set(valid.subarray(0, bytes.byteLength));
    for (const [position, value] of changes) bytes[position] = value;
    return bytes;
  });
  const aroundJson = fc.tuple(fc.json(), fc.nat({ max: 16 })).map(([json, dataLength]) => fileOf(json, dataLength));
  const counts = { decoded: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged, aroundJson), (bytes) => {
      const { file, error } = attempt(bytes, 'a file');
      if (file === undefined) {
        expect(error).toBeInstanceOf(CheckpointError);
        expect(String(error)).toMatch(/^CheckpointError: a file: .*; (the file is damaged|convert this tensor)/s);
        counts.refused++;
      } else {
        const again = decodeSafetensors(encodeSafetensors(file), 'a file');
        expect([...again.tensors.keys()]).toEqual([...file.tensors.keys()].toSorted());
        counts.decoded++;
      }
    }),
    { seed: 1, numRuns: 4000 },
  );
  expect(counts.decoded).toBeGreaterThan(20);
  expect(counts.refused).toBeGreaterThan(1000);
});

const entry = (fields: string): string => `{"w":{${fields}}}`;

test.each([
  ['too short', Uint8Array.of(1, 2), 'the file has 2'],
  ['header past the end', handWritten.subarray(0, 60), 'expected a header of 136 bytes, but the file ends after 52'],
  [
    'header over 100 MB',
    Uint8Array.of(1, 225, 245, 5, 0, 0, 0, 0),
    'at most 100000000 bytes, but its length says 100000001',
  ],
  ['header of 2^60 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 16), 'its length says 1152921504606846976'],
  ['broken JSON', fileOf('{"w":', 0), 'expected a header in JSON, but SyntaxError'],
  ['broken UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), 'expected a header in JSON'],
  ['not an object', fileOf('[1]', 0), 'expected a header that is an object, but it is [1]'],
  ['null', fileOf('null', 0), 'it is null'],
  ['metadata not strings', fileOf('{"__metadata__":{"a":1}}', 0), '__metadata__ should be an object of strings'],
  ['entry not an object', fileOf('{"w":3}', 0), '"w": expected { dtype, shape, data_offsets }, but the header has 3'],
  ['dtype missing', fileOf(entry('"shape":[],"data_offsets":[0,4]'), 4), '"w": has dtype nothing'],
  [
    'I64',
    fileOf(entry('"dtype":"I64","shape":[],"data_offsets":[0,8]'), 8),
    '"w": has dtype "I64", but only F32, F16, I32 can',
  ],
  ['negative axis', fileOf(entry('"dtype":"F32","shape":[-1],"data_offsets":[0,4]'), 4), 'the header has [-1]'],
  ['fractional axis', fileOf(entry('"dtype":"F32","shape":[0.5],"data_offsets":[0,2]'), 2), 'the header has [0.5]'],
  ['huge axis', fileOf(entry('"dtype":"F32","shape":[1e300],"data_offsets":[0,4]'), 4), 'the header has [1e+300]'],
  ['huge product', fileOf(entry('"dtype":"F32","shape":[9e15,9e15,0],"data_offsets":[0,4]'), 4), 'takes 0 bytes'],
  [
    'disagrees with shape',
    fileOf(entry('"dtype":"F16","shape":[3],"data_offsets":[0,4]'), 4),
    '[3] of F16 takes 6 bytes, but data_offsets [0, 4] hold 4',
  ],
  ['offsets reversed', fileOf(entry('"dtype":"F32","shape":[1],"data_offsets":[4,0]'), 4), 'hold -4'],
  [
    'offsets not numbers',
    fileOf(entry('"dtype":"F32","shape":[1],"data_offsets":["0",4]'), 4),
    'two whole numbers from 0',
  ],
  ['one offset', fileOf(entry('"dtype":"F32","shape":[1],"data_offsets":[4]'), 4), 'two whole numbers from 0'],
  ['data cut off', handWritten.subarray(0, -1), '"n": expected data up to byte 12, but they end after 11'],
  ['trailing bytes', Uint8Array.of(...handWritten, 0), 'expected 12 bytes of data, but there are 13: 1 too many'],
  ['gap', fileOf(entry('"dtype":"F32","shape":[1],"data_offsets":[4,8]'), 8), 'they begin at 4, which leaves a gap'],
  [
    'overlap',
    fileOf(
      '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}',
      12,
    ),
    '"b": expected data from byte 8, but they begin at 4, which overlaps',
  ],
  [
    'the same name twice',
    fileOf(
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      4,
    ),
    'expected every tensor once, but 1 names come twice',
  ],
  [
    'nested a million deep',
    fileOf(entry(`"dtype":${'['.repeat(1e6)}${']'.repeat(1e6)}`), 0),
    '"w": has dtype a list of 1',
  ],
])('refuses %s', (_, bytes, message) => {
  const { error } = attempt(bytes, 'model.safetensors');
  expect(error).toBeInstanceOf(CheckpointError);
  expect(String(error)).toContain(message);
  expect(String(error)).toMatch(/^CheckpointError: model.safetensors: .*; (the file is damaged|convert this tensor)/s);
});

test('the encoder refuses a reserved name and bytes of another length', () => {
  const tensor: SavedTensor = { dtype: 'F32', shape: [2, 3], bytes: new Uint8Array(20) };
  expect(() => encodeSafetensors({ tensors: new Map([['w', tensor]]), metadata: {} })).toThrow(
    'encodeSafetensors: w: [2, 3] of F32 takes 24 bytes, but there are 20',
  );
  const fitting: SavedTensor = { ...tensor, bytes: new Uint8Array(24) };
  expect(() => encodeSafetensors({ tensors: new Map([['__metadata__', fitting]]), metadata: {} })).toThrow('reserves');
});
