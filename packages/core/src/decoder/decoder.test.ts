import { expect, test } from 'vitest';
import { checkDecoderContract } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { decoderKinds } from './__fixtures__/decoder-kinds.ts';

test('there are five decoders with three bridges each', () => {
  expect(decoderKinds.size).toBe(15);
});

for (const [name, kind] of decoderKinds) {
  cpuTest(`${name}: keeps the contract of decoders`, () => checkDecoderContract(kind));
}
