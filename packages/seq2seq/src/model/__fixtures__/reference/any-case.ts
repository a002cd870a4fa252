// A config, weights for it and sentences.
import fc from 'fast-check';
import type { ParityFiles } from '../../../../testing/parity-case.ts';
import { anyReferenceConfig } from './any-reference-config.ts';
import { parityFilesOf, randomBatch, randomWeights } from './reference-case.ts';
import type { ReferenceConfig } from './reference-config.ts';
import { refusalOf } from './reference-refusal.ts';

type AnyCase = {
  readonly config: ReferenceConfig;
  readonly seed: number;
  readonly scale: number;
  readonly rows: number;
};

/** What the reference has to say of any model that can be. */
export const anyCase: fc.Arbitrary<AnyCase> = fc.record({
  config: anyReferenceConfig.filter((config) => refusalOf(config) === undefined),
  seed: fc.nat(),
  // More than this and recurrences become chaotic: what float32 rounds in a weight would show in the logits.
  scale: fc.constantFrom(0.7, 1, 1.3),
  rows: fc.constantFrom(1, 2, 3, 4),
});

export const filesOf = ({ config, seed, scale, rows }: AnyCase): ParityFiles =>
  parityFilesOf(config, randomWeights(config, seed, scale), randomBatch(config, seed, { rows, shortest: 1, longest: 7 }));
