// What runs in Node, in pages and in their workers alike: the packages as they are built, through their front door.
import type { SimdBackend } from '@seq2seq/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, createTextTrainer, type RunConfigInput, textModelFor, translate, useBackend } from 'seq2seq';

export type Setup = { readonly backend: BackendName; readonly threads: number };

/** What a place offers, and whether it got back what it gave. */
type Place = {
  readonly isIsolated: boolean;
  readonly isShared: boolean;
  readonly threads: number;
  readonly leakedTensors: number;
  readonly leakedBytes: number;
};
/** The bits of every number of a program, by name. */
export type Bits = Readonly<Record<string, readonly number[]>>;
export type Computed = Place & { readonly bits: Bits };
export type Trained = Place & { readonly losses: readonly number[]; readonly translation: string };

const inPlace = async <Result>({ backend, threads }: Setup, run: () => Promise<Result>): Promise<Place & Result> => {
  await useBackend(backend, { threads });
  const { heap, jobs } = tf.backend() as unknown as SimdBackend;
  const before = { tensors: tf.memory().numTensors, bytes: heap.bytesHeld };
  const result = await run();
  return {
    ...result,
    isIsolated: globalThis.crossOriginIsolated ?? false,
    isShared: typeof SharedArrayBuffer !== 'undefined' && heap.memory.buffer instanceof SharedArrayBuffer,
    threads: jobs.threads,
    leakedTensors: tf.memory().numTensors - before.tensors,
    leakedBytes: heap.bytesHeld - before.bytes,
  };
};

const bitsOf = (numbers: ArrayLike<number>): readonly number[] => [
  ...new Uint32Array(Float32Array.from(numbers).buffer),
];

const waves = (size: number, frequency: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(1 + frequency * i));

/** Products of odd sizes, large enough to be shared out, in all four transpositions. */
const productBits = (): Bits => {
  const [rows, depth, columns] = [61, 67, 71];
  const bits: Record<string, readonly number[]> = {};
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      tf.tidy(() => {
        const a = tf.tensor2d(waves(rows * depth, 0.7), transposeA ? [depth, rows] : [rows, depth]);
        const b = tf.tensor2d(waves(depth * columns, 1.3), transposeB ? [columns, depth] : [depth, columns]);
        bits[`product ${transposeA} ${transposeB}`] = bitsOf(
          tf.softmax(tf.matMul(a, b, transposeA, transposeB)).dataSync(),
        );
      });
    }
  }
  return bits;
};

/** Words of up to four letters and the same backwards. */
const reversal = ['a', 'b', 'c', 'd']
  .flatMap((a, i, letters) =>
    letters.flatMap((b) =>
      letters.flatMap((c) => [
        [a, b, c],
        [c, b, a, letters[(i + 1) % 4] as string],
        [b, a],
      ]),
    ),
  )
  .map((source) => ({ source, target: source.toReversed() }));

/** Two families of models, small, with all that can be in them. */
const families: Readonly<Record<'luong' | 'bahdanau', RunConfigInput['model']>> = {
  luong: {
    source: { embedding: 11 },
    target: { embedding: 9 },
    encoder: { cell: 'lstm', units: 13, direction: 'bidirectional', layers: 2, dropout: 0.1 },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 26, layers: 2, context: 'attention', inputFeeding: true, dropout: 0.1 },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
  bahdanau: {
    source: { embedding: 16 },
    target: { embedding: 16 },
    encoder: { cell: 'gru', units: 16, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 32, context: 'attention' },
    attention: { query: 'previous', scorer: { type: 'mlp', units: 12 } },
  },
};

const text: RunConfigInput['text'] = {
  source: { tokenizer: 'characters' },
  target: { tokenizer: 'characters' },
  maxLength: 8,
};

/** Every weight of both after some steps, and how sure they are of what they say then: forward, backward, optimizer, search. */
const modelBits = async (): Promise<Bits> => {
  const bits: Record<string, readonly number[]> = {};
  for (const [name, model] of Object.entries(families)) {
    const textModel = textModelFor(reversal, { model, text, training: { batchSize: 37, labelSmoothing: 0.1 } });
    const learner = createTextTrainer(textModel, { pairs: reversal });
    await learner.fit({ maxSteps: 2 });
    for (const [path, variable] of textModel.model.parameters.entries())
      bits[`${name} ${path}`] = bitsOf(variable.dataSync());
    const found = await translate(textModel, ['abc', 'd', 'bbad']);
    bits[`${name} scores`] = bitsOf(found.map(({ translations }) => translations[0]?.score ?? Number.NaN));
    learner.dispose();
    textModel.dispose();
  }
  return bits;
};

export const programs = {
  compute: (setup: Setup): Promise<Computed> =>
    inPlace(setup, async () => ({ bits: { ...productBits(), ...(await modelBits()) } })),

  /** A model learns to spell backwards. */
  train: (setup: Setup): Promise<Trained> =>
    inPlace(setup, async () => {
      const training = { batchSize: 16, learningRate: 0.03 };
      const textModel = textModelFor(reversal, { model: families.bahdanau, text, training });
      const losses: number[] = [];
      const learner = createTextTrainer(textModel, {
        pairs: reversal,
        callbacks: [{ onStepEnd: ({ loss }) => void losses.push(loss) }],
      });
      await learner.fit({ maxSteps: 50 });
      const [found] = await translate(textModel, ['bad']);
      learner.dispose();
      textModel.dispose();
      return { losses, translation: found?.translations[0]?.text ?? '' };
    }),
} as const;

export type Programs = typeof programs;
