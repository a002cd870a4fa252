// Parity cases made by the reference, in the form that ../../../../__fixtures__/README.md describes, and such a case read again.
import {
  createRandom,
  decodeSafetensors,
  encodeSafetensors,
  float32Of,
  int32Of,
  type Random,
  savedFloat32,
  savedInt32,
  type SavedTensor,
} from '@seq2seq/core';
import type { ParityFiles } from '../../../../testing/parity-case.ts';
import type { ReferenceConfig } from './reference-config.ts';
import { computeReference, type ReferenceBatch } from './reference-model.ts';
import { weightShapesOf } from './reference-weights.ts';

type WeightValues = ReadonlyMap<string, Float32Array>;

/** Weights so large that gates close and attention makes up its mind: sums over n inputs deviate by about `scale`, whatever n is. */
export const randomWeights = (config: ReferenceConfig, seed: number, scale: number): WeightValues => {
  const random = createRandom(seed);
  return new Map(
    [...weightShapesOf(config)].map(([name, shape]): [string, Float32Array] => {
      const numbers = random.fork(name);
      const isSum = /(kernel|Kernel|\.v)$/.test(name);
      const limit = isSum ? scale * Math.sqrt(3 / (shape[0] as number)) : Math.min(scale, 1);
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, Float32Array.from({ length: size }, () => limit * (2 * numbers.next() - 1))];
    }),
  );
};

/** How many sentences, and from which length to which. */
type BatchSizes = { readonly rows: number; readonly shortest: number; readonly longest: number };

/** Sentences of any tokens and any lengths. */
export const randomBatch = (config: ReferenceConfig, seed: number, sizes: BatchSizes): ReferenceBatch => {
  const random = createRandom(seed).fork('batch');
  const lengthOf = (): number => sizes.shortest + below(random, sizes.longest - sizes.shortest + 1);
  const tokens = (count: number, vocabulary: number): number[] =>
    Array.from({ length: count }, () => below(random, vocabulary));
  return Array.from({ length: sizes.rows }, () => {
    const source = tokens(lengthOf(), config.source.vocabulary);
    const T = lengthOf();
    return {
      source,
      targetInput: tokens(T, config.target.vocabulary),
      targetOutput: tokens(T, config.target.vocabulary),
    };
  });
};

const below = (random: Random, limit: number): number => Math.floor(random.next() * limit);

/** What the reference computes, as files. */
export const parityFilesOf = (config: ReferenceConfig, weights: WeightValues, batch: ReferenceBatch): ParityFiles => {
  const { logits, alignments, loss, gradients } = computeReference(config, weights, batch);
  const shapes = weightShapesOf(config);
  const saved = (name: string, values: ArrayLike<number>): SavedTensor =>
    savedFloat32(Float32Array.from(values), shapes.get(name) as readonly number[]);
  const longest = Math.max(...batch.map(({ source }) => source.length));
  // Tokens where there are none: what they are may not matter.
  const padded = (key: 'source' | 'targetInput' | 'targetOutput'): SavedTensor =>
    savedRows(batch.map((sentence) => sentence[key]));
  const lengths = (key: 'source' | 'targetOutput'): SavedTensor =>
    savedInt32(Int32Array.from(batch.map((sentence) => sentence[key].length)), [batch.length]);
  return {
    config,
    weights: encodeSafetensors({
      tensors: new Map([...weights].map(([name, values]) => [name, saved(name, values)])),
      metadata: {},
    }),
    expected: encodeSafetensors({
      tensors: new Map([
        ['source', padded('source')],
        ['sourceLengths', lengths('source')],
        ['targetInput', padded('targetInput')],
        ['targetOutput', padded('targetOutput')],
        ['targetLengths', lengths('targetOutput')],
        ['logits', savedSteps(logits, config.target.vocabulary)],
        ...(alignments ? [['alignments', savedSteps(alignments, longest)] as const] : []),
        ['loss', savedFloat32(Float32Array.of(loss), [1])],
        ...[...gradients].map(([name, values]) => [`gradients.${name}`, saved(name, values)] as const),
      ]),
      metadata: {},
    }),
  };
};

/** Rows of tokens, filled up with token 1, which means something as any other does. */
const savedRows = (rows: readonly (readonly number[])[]): SavedTensor => {
  const longest = Math.max(...rows.map((row) => row.length));
  const values = rows.flatMap((row) => Array.from({ length: longest }, (_, i) => row[i] ?? 1));
  return savedInt32(Int32Array.from(values), [rows.length, longest]);
};

/** [B, T, width], zero where a row has no more steps or a step no more numbers. */
const savedSteps = (rows: readonly (readonly Float64Array[])[], width: number): SavedTensor => {
  const longest = Math.max(...rows.map((steps) => steps.length));
  const values = new Float32Array(rows.length * longest * width);
  rows.forEach((steps, row) => steps.forEach((step, t) => values.set(step, (row * longest + t) * width)));
  return savedFloat32(values, [rows.length, longest, width]);
};

/** The config, weights and sentences of a case. */
export const readCase = (files: ParityFiles): [ReferenceConfig, WeightValues, ReferenceBatch] => {
  const weights = [...decodeSafetensors(files.weights, 'weights').tensors];
  const { tensors } = decodeSafetensors(files.expected, 'case');
  const rowsOf = (name: string, lengths: string): number[][] => {
    const { shape } = tensors.get(name) as SavedTensor;
    const [ids, sizes] = [name, lengths].map((key) => int32Of(tensors.get(key) as SavedTensor, key)) as [
      Int32Array,
      Int32Array,
    ];
    return Array.from(sizes, (size, row) => {
      const start = row * (shape[1] as number);
      return [...ids.slice(start, start + size)];
    });
  };
  const [source, targetInput, targetOutput] = [
    rowsOf('source', 'sourceLengths'),
    rowsOf('targetInput', 'targetLengths'),
    rowsOf('targetOutput', 'targetLengths'),
  ];
  return [
    files.config as ReferenceConfig,
    new Map(weights.map(([name, saved]) => [name, float32Of(saved, name)])),
    source.map((ids, row) => ({
      source: ids,
      targetInput: targetInput[row] as number[],
      targetOutput: targetOutput[row] as number[],
    })),
  ];
};
