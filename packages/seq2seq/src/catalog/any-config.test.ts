// Whatever a config puts together from the catalog either works or is refused by an error that names both sides: no combination builds
// and then fails, or gives numbers that are none.
import { ConfigError, type OptionSpec, type Seq2SeqModel, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import { sourceBatchOf } from '../training/source-batch-of.ts';
import { buildModel } from '../model/build-model.ts';
import { builtIn, type Catalog } from './catalog.ts';

type Config = Readonly<Record<string, unknown>>;

/** Seldom true: where everything is on, nothing fits anything. */
const seldom = fc.integer({ min: 0, max: 9 }).map((n) => n === 9);

/** Mostly the first. */
const mostly = <Value>(first: Value, ...others: Value[]): fc.Arbitrary<Value> =>
  seldom.chain((isOther) => (isOther ? fc.constantFrom(...others) : fc.constant(first)));

const valueOf = (name: string, { type, names = [] }: OptionSpec): fc.Arbitrary<unknown> => {
  // Half of them as wide as the decoder, or dot products would hardly ever fit; no source is longer than 9.
  if (name === 'units') return fc.constantFrom(2, 4);
  if (name === 'maxLength') return fc.constant(9);
  const arbitraries = {
    count: () => fc.constantFrom(1, 2, 3),
    amount: () => fc.constantFrom(0.5, 1, 3),
    share: () => fc.constantFrom(0, 0.3),
    number: () => fc.constantFrom(-1, 0, 2),
    flag: () => seldom,
    name: () => fc.constantFrom(...names),
  };
  return arbitraries[type]();
};

/** Any kind of a part with any options. */
const kindOf = (part: keyof Catalog) =>
  fc.constantFrom(...Object.entries((builtIn as unknown as Catalog)[part])).chain(([type, { about }]) => {
    const specs = Object.entries((about?.options ?? {}) as Readonly<Record<string, OptionSpec>>);
    return fc.record<Config>({
      type: fc.constant(type),
      ...Object.fromEntries(specs.map(([name, spec]) => [name, valueOf(name, spec)])),
    });
  });

const stack = {
  cell: mostly<unknown>('gru', 'lstm', 'rnn').chain((name) =>
    seldom.chain((isAny) => (isAny ? kindOf('cells') : fc.constant(name))),
  ),
  resetAfter: seldom,
  dropout: fc.constantFrom(0, 0.5),
  zoneout: fc.constantFrom(0, 0.5),
  variationalDropout: fc.constantFrom({}, { inputs: 0.5 }, { inputs: 0.25, state: 0.5 }),
};

const anyConfig: fc.Arbitrary<Config> = fc
  .record({
    source: fc.record({ vocabulary: mostly(8, 9), embedding: fc.constantFrom(2, 4), frozen: seldom }),
    target: fc.record({ vocabulary: fc.constant(8), embedding: fc.constantFrom(2, 4), frozen: seldom }),
    tied: mostly('none', 'source-target', 'target-generator', 'all'),
    encoder: fc
      .tuple(
        kindOf('encoders'),
        fc.record({
          ...stack,
          summary: seldom.chain((is): fc.Arbitrary<unknown> =>
            is ? kindOf('summaries') : fc.constant<unknown>('last'),
          ),
        }),
      )
      .map(([kind, rest]) => ({ ...kind, ...rest })),
    bridge: kindOf('bridges'),
    decoder: fc.record({
      ...stack,
      units: fc.constantFrom(2, 4, 8),
      layers: fc.constantFrom(1, 2),
      residual: seldom,
      context: fc.constantFrom('attention', 'attention', 'attention', 'initial', 'every-step'),
      inputFeeding: seldom,
    }),
    output: kindOf('outputs'),
    copy: seldom,
    attention: fc.record({
      query: fc.constantFrom('previous', 'current', 'between'),
      scorer: kindOf('scorers'),
      window: kindOf('windows'),
      normalizer: kindOf('normalizers'),
      heads: mostly(1, 2, 3),
      upperLayers: seldom,
      beside: mostly<Config[]>([], [{ scorer: 'general' }]),
    }),
  })
  .chain(({ attention, ...rest }) =>
    // An attention that nobody asks, and none where one is asked, are tried as well.
    seldom.map((isOdd) => ((rest.decoder.context === 'attention') !== isOdd ? { ...rest, attention } : rest)),
  );

/** Names of keys and kinds, and numbers: what a message can name a side by. */
const sidesIn = (message: string): Set<string> =>
  new Set(message.match(/[a-z]+(?:-[a-z0-9.]+)+|[a-z]+[A-Z][A-Za-z]+|[a-z]+|\d+/g));

/** Logits of a small batch in which everything occurs: two lengths, padding, several steps. */
const run = (model: Seq2SeqModel): readonly [logits: Float32Array, alignments: Float32Array | undefined] =>
  tf.tidy(() => {
    const source = [
      [4, 5, 6, 7, 3],
      [5, 3],
    ];
    const copies = model.copies ? source.map((ids) => ({ source: ids, copyIds: ids })) : undefined;
    const batch = copies ? sourceBatchOf(copies, { pad: 0, vocabularySize: 8 }) : tokenBatch(source, 0);
    const given = tf.tensor2d([2, 4, 5, 2, 6, 3], [2, 3], 'int32');
    const { logits, alignments } = model.teacherForce(batch, given, { training: false });
    // Plain arrays pass a tidy as they are.
    return [logits.dataSync(), alignments?.dataSync()] as never;
  });

beforeAll(() => useBackend('wasm'));

test('works, or is refused by an error that names both sides', () => {
  const counts = { works: 0, refused: 0 };
  fc.assert(
    fc.property(anyConfig, (config) => {
      const before = tf.memory().numTensors;
      let model: Seq2SeqModel;
      try {
        model = buildModel(config as never);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        const { message, path } = error as ConfigError;
        expect(path.length, message).toBeGreaterThan(0);
        expect(sidesIn(message).size, message).toBeGreaterThan(3);
        expect(message).toMatch(/[;:] /);
        expect(tf.memory().numTensors).toBe(before);
        counts.refused++;
        return;
      }
      const [logits, alignments] = run(model);
      expect(logits.every(Number.isFinite)).toBe(true);
      expect(alignments?.every((weight) => weight >= 0 && weight <= 1 + 1e-5) ?? true).toBe(true);
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
      counts.works++;
    }),
    { seed: 1, numRuns: 400 },
  );
  // Neither side of the law goes untried.
  expect(counts.works).toBeGreaterThan(40);
  expect(counts.refused).toBeGreaterThan(40);
});
