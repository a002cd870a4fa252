import {
  assignParameters,
  crossEntropy,
  decodeSafetensors,
  float32Of,
  fromZeros,
  int32Of,
  type SafetensorsFile,
  type SavedTensor,
  type Seq2SeqModel,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { builtIn, type Catalog, catalogOf } from '../src/catalog/catalog.ts';
import { parseModelConfig } from '../src/config/parse-model-config.ts';
import { buildParsedModel } from '../src/model/build-model.ts';
import { compareArrays, type Difference, worse } from './compare-arrays.ts';

/** The three files of a parity case: a model, its weights, and what another implementation computed with it. */
export type ParityFiles = {
  readonly config: unknown;
  readonly weights: Uint8Array;
  readonly expected: Uint8Array;
};

/** How far our numbers are from the other implementation's. */
export type ParityReport = {
  readonly logits: Difference;
  /** Absent where the model has no attention. */
  readonly alignments?: Difference;
  readonly loss: Difference;
  /** The worst of all weights, and its name. */
  readonly gradients: Difference & { readonly parameter: string };
  readonly agrees: boolean;
};

/** Forward numbers agree if |a − b| ≤ 2e-5 · max(1, |b|). */
const forwardTolerance = (wanted: number): number => 2e-5 * Math.max(1, Math.abs(wanted));

/**
 * Runs a model on a case and compares logits, alignments, loss and the gradient of every weight with the numbers in it.
 *
 * Agreement: forward numbers within 2e-5 · max(1, |b|); each weight's gradient within 1e-3 · max|b| + 1e-7. Rows past a target's
 * length are left out.
 *
 * @param parts - the kinds that the config may name; the built-in ones by default
 * @throws ConfigError if the config is wrong or names what does not exist; CheckpointError if the files do not fit it
 */
export const runParityCase = (files: ParityFiles, parts: Partial<Catalog> = builtIn): ParityReport => {
  const config = parseModelConfig(files.config, 'config.json', parts);
  const expected = decodeSafetensors(files.expected, 'case.safetensors');
  const weights = decodeSafetensors(files.weights, 'weights.safetensors');
  const model = buildParsedModel(config, catalogOf(parts), fromZeros);
  try {
    assignParameters(model.parameters, weights.tensors, 'weights.safetensors');
    return compare(compute(model, expected), expected);
  } finally {
    model.dispose();
  }
};

type Computed = {
  readonly logits: Float32Array;
  readonly alignments: Float32Array | undefined;
  readonly loss: Float32Array;
  readonly gradients: ReadonlyMap<string, Float32Array>;
};

const compute = (model: Seq2SeqModel, expected: SafetensorsFile): Computed => {
  // Plain arrays leave the tidy by a variable: as its result it takes tensors only.
  let computed: Computed | undefined;
  tf.tidy(() => {
    const ids = (name: string): Tensor2D => {
      const saved = savedOf(expected, name);
      return tf.tensor(int32Of(saved, name).slice(), [...saved.shape] as [number, number], 'int32');
    };
    const source = ids('source');
    const targetOutput = ids('targetOutput');
    const [B, T] = targetOutput.shape;
    const batch = {
      ids: source,
      mask: maskOf(int32Of(savedOf(expected, 'sourceLengths'), 'sourceLengths'), source.shape[1]),
    };
    const targetMask = maskOf(int32Of(savedOf(expected, 'targetLengths'), 'targetLengths'), T);
    const { logits, alignments } = model.teacherForce(batch, ids('targetInput'), { training: false });

    const named = [...model.parameters.entries()];
    const { value, grads } = tf.variableGrads(
      () => {
        const again = model.teacherForce(batch, ids('targetInput'), { training: false });
        const rows: Tensor2D = tf.reshape(again.logits, [B * T, model.targetVocabularySize]);
        const sum = crossEntropy(rows, tf.reshape(targetOutput, [B * T]), tf.reshape(targetMask, [B * T]));
        return tf.div<tf.Scalar>(sum, tf.sum(targetMask));
      },
      named.map(([, variable]) => variable),
    );
    computed = {
      logits: logits.dataSync() as Float32Array,
      alignments: alignments?.dataSync() as Float32Array | undefined,
      loss: value.dataSync() as Float32Array,
      // A weight that the loss does not depend on, such as an encoder's under bridge zero, has no gradient here: its slope is zero.
      gradients: new Map(
        named.map(([path, variable]) => [
          path,
          (grads[variable.name]?.dataSync() as Float32Array | undefined) ?? new Float32Array(variable.size),
        ]),
      ),
    };
  });
  return computed as unknown as Computed;
};

const compare = (computed: Computed, expected: SafetensorsFile): ParityReport => {
  const lengths = int32Of(savedOf(expected, 'targetLengths'), 'targetLengths');
  const forward = (name: string, actual: Float32Array): Difference => {
    const saved = savedOf(expected, name);
    const [, T, width] = saved.shape as readonly [number, number, number];
    const isCompared = (i: number): boolean =>
      Math.floor(i / width) % T < (lengths[Math.floor(i / (T * width))] as number);
    return compareArrays(actual, float32Of(saved, name), { tolerance: forwardTolerance, isCompared });
  };
  const logits = forward('logits', computed.logits);
  const alignments = expected.tensors.has('alignments')
    ? forward('alignments', computed.alignments ?? new Float32Array(0))
    : undefined;
  const loss = compareArrays(computed.loss, float32Of(savedOf(expected, 'loss'), 'loss'), {
    tolerance: forwardTolerance,
  });

  let gradients = { relative: 0, agrees: true, excess: 0, parameter: '-' };
  for (const name of expected.tensors.keys()) {
    if (!name.startsWith('gradients.')) continue;
    const parameter = name.slice('gradients.'.length);
    const wanted = float32Of(savedOf(expected, name), name);
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const actual = computed.gradients.get(parameter) ?? new Float32Array(0);
    const difference = compareArrays(actual, wanted, { tolerance: () => 1e-3 * largest + 1e-7, scale: largest });
    if (gradients.parameter === '-' || worse(difference, gradients)) gradients = { ...difference, parameter };
  }
  const agrees = logits.agrees && (alignments?.agrees ?? true) && loss.agrees && gradients.agrees;
  return { logits, ...(alignments && { alignments }), loss, gradients, agrees };
};

const maskOf = (lengths: Int32Array, columns: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: lengths.length * columns }, (_, i) =>
      i % columns < (lengths[Math.floor(i / columns)] as number) ? 1 : 0,
    ),
    [lengths.length, columns],
  );

const savedOf = (file: SafetensorsFile, name: string): SavedTensor => {
  const saved = file.tensors.get(name);
  if (!saved) throw new Error(`case.safetensors: there is no ${name}; a parity case needs it.`);
  return saved;
};
