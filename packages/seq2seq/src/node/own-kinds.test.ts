// A kind of one's own for every part, through a catalog and through a config: it is built, learns, is saved, translates and goes on.
import { fileURLToPath } from 'node:url';
import type { KindDescription } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { weightsOf } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { parseModelConfig } from '../config/parse-model-config.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { textModelFor } from '../text/text-model-for.ts';
import { createTextTrainer } from '../training/text-trainer.ts';
import { translate } from '../translate/translate.ts';
import { bag, cosine, head, hiddenLayer, leaky, pooled, scaled, tempered } from './__fixtures__/own-kinds.ts';
import { loadModel, saveModel } from './model-folder.ts';
import { loadPlugIns } from './plug-ins.ts';
import { loadTraining, saveTraining } from './training-file.ts';

const scratch = scratchFolder();
beforeAll(() => useBackend('wasm'));

const file = fileURLToPath(new URL('./__fixtures__/own-kinds.ts', import.meta.url));
const pairs = ['abc', 'cab', 'bca', 'acb', 'ab', 'c'].map((word) => ({
  source: [...word],
  target: [...word].toReversed(),
}));

type Config = Readonly<Record<string, unknown>>;

const base = {
  source: { embedding: 3 },
  target: { embedding: 3 },
  encoder: { cell: 'gru', units: 4 } as Config,
  bridge: 'copy' as unknown,
  decoder: { cell: 'gru', units: 4, context: 'attention' } as Config,
  attention: { query: 'current', scorer: { type: 'general' } } as Config,
};

type Own = {
  readonly name: string;
  readonly kind: { readonly about?: KindDescription<never> };
  readonly options: Config;
  /** The model with this written where the kind stands. */
  readonly model: (kind: Config) => Config;
  /** Whether it has weights of its own. */
  readonly path?: string;
};

const parts: Readonly<Record<keyof Catalog, Own>> = {
  scorers: {
    name: 'cosine',
    kind: cosine,
    options: { sharpness: 2 },
    model: (scorer) => ({ attention: { ...base.attention, scorer } }),
    path: 'attention.scorer.project',
  },
  windows: {
    name: 'head',
    kind: head,
    options: { count: 2 },
    model: (window) => ({ attention: { ...base.attention, window } }),
  },
  normalizers: {
    name: 'tempered',
    kind: tempered,
    options: { temperature: 0.5 },
    model: (normalizer) => ({ attention: { ...base.attention, normalizer } }),
  },
  cells: {
    name: 'leaky',
    kind: leaky,
    options: { leak: 0.25 },
    model: (cell) => ({ decoder: { ...base.decoder, cell } }),
    path: 'decoder.layers.0.recurrentKernel',
  },
  encoders: {
    name: 'bag',
    kind: bag,
    options: { units: 5 },
    model: (encoder) => ({ encoder: { ...encoder, summary: 'mean' }, bridge: 'summary' }),
    path: 'encoder.kernel',
  },
  summaries: {
    name: 'pooled',
    kind: pooled,
    options: { scale: 2 },
    model: (summary) => ({ encoder: { ...base.encoder, summary }, bridge: 'summary' }),
    path: 'encoder.summary.weights',
  },
  bridges: {
    name: 'scaled',
    kind: scaled,
    options: { scale: 3 },
    model: (bridge) => ({ bridge }),
    path: 'bridge.0.hidden',
  },
  outputs: {
    name: 'hiddenLayer',
    kind: hiddenLayer,
    options: { units: 3 },
    model: (output) => ({ output }),
    path: 'output.bias',
  },
};

const configOf = ({ model, options }: Own, type: string): RunConfigInput =>
  ({
    model: { ...base, ...model({ type, ...options }) },
    text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'characters' } },
    training: { batchSize: 3, learningRate: 0.02 },
  }) as unknown as RunConfigInput;

/** The kinds of a part with one more. */
const catalogWith = (part: keyof Catalog, { name, kind }: Own): Partial<Catalog> => ({
  [part]: { ...builtIn[part], [name]: kind },
});

describe.each(Object.entries(parts) as [keyof Catalog, Own][])('%s', (part, given) => {
  test.each(['a catalog', 'a file'])(
    'of %s learns, is saved, translates and goes on as if it had not stopped',
    async (from) => {
      const type = from === 'a file' ? `${file}#${given.name}` : given.name;
      const allowed = from === 'a file' ? { allowCode: true } : catalogWith(part, given);
      const config = configOf(given, type);
      const catalog =
        from === 'a file'
          ? await loadPlugIns(config.model, { folder: scratch(), allowCode: true })
          : catalogWith(part, given);

      const before = tf.memory().numTensors;
      const whole = textModelFor(pairs, config, catalog);
      const first = weightsOf(whole);
      if (given.path !== undefined) expect(Object.keys(first)).toContain(given.path);
      const learner = createTextTrainer(whole, { pairs });
      await learner.fit({ maxSteps: 2 });
      await saveModel(scratch('run'), whole);
      await saveTraining(scratch('run'), await learner.trainer.snapshot());
      for (const [path, values] of Object.entries(weightsOf(whole))) expect(values, path).not.toEqual(first[path]);

      const loaded = await loadModel(scratch('run'), allowed);
      expect(loaded.config).toEqual(whole.config);
      expect(weightsOf(loaded)).toEqual(weightsOf(whole));
      const texts = ['abc', 'ba', 'x'];
      expect(await translate(loaded, texts, { nBest: 2 })).toEqual(await translate(whole, texts, { nBest: 2 }));

      const resumed = createTextTrainer(loaded, { pairs });
      const checkpoint = await loadTraining(scratch('run'));
      if (checkpoint) resumed.trainer.restore(checkpoint, 'run');
      await learner.fit({ maxSteps: 4 });
      await resumed.fit({ maxSteps: 4 });
      expect(weightsOf(loaded)).toEqual(weightsOf(whole));
      for (const { dispose } of [learner, resumed]) dispose();
      for (const { dispose } of [whole, loaded]) dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('its options reach it', () => {
    const logitsWith = (options: Config): number[] => {
      const { model, dispose } = textModelFor(
        pairs,
        configOf({ ...given, options }, given.name),
        catalogWith(part, given),
      );
      const logits = tf.tidy(() => {
        const source = { ids: tf.tensor2d([[4, 5, 6, 3]], [1, 4], 'int32'), mask: tf.ones<tf.Rank.R2>([1, 4]) };
        const targets = tf.tensor2d([[2, 4, 5]], [1, 3], 'int32');
        return model.teacherForce(source, targets, { training: false }).logits.dataSync();
      });
      dispose();
      return [...logits];
    };
    const others: Config = Object.fromEntries(Object.keys(given.options).map((name) => [name, 1]));
    expect(logitsWith(given.options)).toEqual(logitsWith(given.options));
    expect(logitsWith(given.options)).not.toEqual(logitsWith(others));
  });

  test('is refused by a name that is near, without the code it needs, and with options that it says it has not', () => {
    const model = (config: RunConfigInput): unknown => ({
      ...config.model,
      source: { vocabulary: 8, embedding: 3 },
      target: { vocabulary: 8, embedding: 3 },
    });
    const misspelt = given.name.slice(0, -1);
    expect(() => parseModelConfig(model(configOf(given, misspelt)), 'my.json', catalogWith(part, given))).toThrow(
      `did you mean "${given.name}"?`,
    );
    expect(() => parseModelConfig(model(configOf(given, given.name)), 'my.json')).toThrow(/there is no \w+ "/);

    const [option = ''] = Object.keys(given.options);
    const wrong = configOf({ ...given, options: { ...given.options, [`${option}s`]: 1 } }, given.name);
    const parse = () => parseModelConfig(model(wrong), 'my.json', catalogWith(part, given));
    if (given.kind.about) expect(parse).toThrow(`unknown key "${option}s"; did you mean "${option}"?`);
    // One that says nothing of itself gets what is written.
    else expect(JSON.stringify(parse())).toContain(`"${option}":${String(given.options[option])},"${option}s":1`);
  });
});

test('a described option that is left out has its default; one without must be given', () => {
  const model = {
    ...base,
    source: { vocabulary: 8, embedding: 3 },
    target: { vocabulary: 8, embedding: 3 },
    attention: { query: 'current', scorer: 'cosine', normalizer: 'tempered' },
  };
  const catalog = { ...catalogWith('scorers', parts.scorers), ...catalogWith('normalizers', parts.normalizers) };
  expect(() => parseModelConfig(model, 'my.json', catalog)).toThrow(/^my\.json\.attention\.normalizer\.temperature: /);
  const normalizer = { type: 'tempered', temperature: 2 };
  const { attention } = parseModelConfig(
    { ...model, attention: { ...model.attention, normalizer } },
    'my.json',
    catalog,
  );
  expect(attention).toMatchObject({ scorer: { type: 'cosine', sharpness: 8 }, normalizer });
});
