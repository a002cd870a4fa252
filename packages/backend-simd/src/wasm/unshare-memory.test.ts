import { expect, test } from 'vitest';
import { wasmBase64 } from '../generated/strict.ts';
import { unshareMemory } from './unshare-memory.ts';

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** A section of type, one function of no arguments; a custom section of 200 bytes, whose size takes two. */
const before = [1, 4, 1, 0x60, 0, 0, 0, 0xc8, 0x01, 1, 0x61, ...Array.from({ length: 198 }, () => 2)];
const name = [1, 0x65];
const functionOfType0 = [...name, ...name, 0, 0];
const tableOf0To5 = [...name, ...name, 1, 0x70, 1, 0, 5];
const constantNumber = [...name, ...name, 3, 0x7f, 0];
const sharedMemory1To65536 = [...name, ...name, 2, 3, 1, 0x80, 0x80, 4];
const imports = [4, ...functionOfType0, ...tableOf0To5, ...constantNumber, ...sharedMemory1To65536];

test('finds the memory behind every other kind of import and changes one bit', () => {
  const module = Uint8Array.from([...header, ...before, 2, imports.length, ...imports]);
  expect(WebAssembly.validate(module)).toBe(true);
  const unshared = unshareMemory(module);
  expect(WebAssembly.validate(unshared)).toBe(true);
  const changed = [...unshared].flatMap((byte, i) => (byte === module[i] ? [] : [[i, module[i], byte]]));
  expect(changed).toEqual([[module.length - 5, 3, 1]]);
});

test('our kernels then take a memory that is not shared, and no other', async () => {
  const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const importsOf = (shared: boolean): WebAssembly.Imports => ({
    env: { memory: new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared }), abort: () => undefined },
  });
  const { instance } = await WebAssembly.instantiate(unshareMemory(bytes), importsOf(false));
  expect((instance.exports['heapStart'] as () => number)()).toBeGreaterThan(0);
  await expect(WebAssembly.instantiate(unshareMemory(bytes), importsOf(true))).rejects.toThrow(WebAssembly.LinkError);
  await expect(WebAssembly.instantiate(bytes, importsOf(false))).rejects.toThrow(WebAssembly.LinkError);
});

test('a module without such an import is an error', () => {
  expect(() => unshareMemory(Uint8Array.from(header))).toThrow(/import no memory/);
  const noMemory = [...header, ...before, 2, 7, 1, ...name, ...name, 0, 0];
  expect(() => unshareMemory(Uint8Array.from(noMemory))).toThrow(/import no memory/);
});
