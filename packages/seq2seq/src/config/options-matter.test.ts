// An option that is accepted changes the numbers: nothing is parsed and then forgotten.
import { createRandom, disposeTree, saveParameters, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { createTextModel } from '../text/text-model.ts';
import { createTextTrainer, type TokenPair } from '../training/text-trainer.ts';
import { trainableModel } from '../training/trainable.ts';
import { translate } from '../translate/translate.ts';
import { resolveRunConfig } from './run-config.ts';

type Config = { readonly [key: string]: unknown };

const stack = { cell: 'gru', units: 6 };
const base: Config = {
  model: {
    source: { embedding: 6 },
    target: { embedding: 5 },
    encoder: stack,
    bridge: 'dense',
    decoder: { ...stack, context: 'attention' },
    attention: { query: 'current', scorer: { type: 'mlp', units: 5 } },
  },
  text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'characters' }, maxLength: 5 },
  training: { batchSize: 2, learningRate: 0.01 },
};
const twoLayers = { 'model.encoder.layers': 2, 'model.decoder.layers': 2 };
const withoutAttention = { 'model.attention': undefined, 'model.decoder.context': 'initial' };

/** Where a change must show: scores of the fresh model, its loss while training, its weights after four steps, what it translates to. */
type Effect = 'logits' | 'loss' | 'weights' | 'translation';
type Change = { readonly path: string; readonly to: unknown; readonly in: Effect; readonly from?: Config };

const changes: readonly Change[] = [
  { path: 'model.source.vocabulary', to: 'abcde', in: 'weights' },
  { path: 'model.target.vocabulary', to: 'wxyzv', in: 'logits' },
  { path: 'model.source.embedding', to: 7, in: 'logits' },
  { path: 'model.target.embedding', to: 7, in: 'logits' },
  { path: 'model.encoder.cell', to: 'rnn', in: 'logits' },
  { path: 'model.encoder.cell', to: 'lstm', in: 'logits' },
  { path: 'model.encoder.units', to: 7, in: 'logits' },
  { path: 'model.encoder.layers', to: 2, in: 'logits' },
  { path: 'model.encoder.resetAfter', to: true, in: 'logits' },
  { path: 'model.encoder.residual', to: true, in: 'logits' },
  { path: 'model.encoder.dropout', to: 0.5, in: 'loss' },
  { path: 'model.encoder.direction', to: 'backward', in: 'logits' },
  { path: 'model.encoder.direction', to: 'bidirectional', in: 'logits' },
  { path: 'model.bridge', to: 'copy', in: 'logits' },
  { path: 'model.bridge', to: 'zero', in: 'logits' },
  { path: 'model.decoder.cell', to: 'rnn', in: 'logits' },
  { path: 'model.decoder.cell', to: 'lstm', in: 'logits' },
  { path: 'model.decoder.units', to: 7, in: 'logits' },
  { path: 'model.decoder.layers', to: 2, in: 'logits' },
  { path: 'model.decoder.resetAfter', to: true, in: 'logits' },
  { path: 'model.decoder.residual', to: true, in: 'logits', from: twoLayers },
  { path: 'model.decoder.dropout', to: 0.5, in: 'loss' },
  { path: 'model.decoder.inputFeeding', to: true, in: 'logits' },
  { path: 'model.decoder.context', to: 'every-step', in: 'logits', from: withoutAttention },
  { path: 'model.attention.query', to: 'previous', in: 'logits' },
  { path: 'model.attention.scorer.units', to: 6, in: 'logits' },
  ...(['dot', 'scaled-dot', 'general'] as const).map((type): Change => ({
    path: 'model.attention.scorer',
    to: { type },
    in: 'logits',
  })),
  {
    path: 'model.attention.scorer',
    to: { type: 'scaled-dot' },
    in: 'logits',
    from: { 'model.attention.scorer': 'dot' },
  },
  { path: 'model.attention.scorer', to: { type: 'location', maxLength: 9 }, in: 'logits' },
  {
    path: 'model.attention.scorer.maxLength',
    to: 8,
    in: 'logits',
    from: { 'model.attention.scorer': { type: 'location', maxLength: 9 } },
  },
  { path: 'model.attention.window', to: { type: 'local-m', width: 1 }, in: 'logits' },
  {
    path: 'model.attention.window.width',
    to: 2,
    in: 'logits',
    from: { 'model.attention.window': { type: 'local-m', width: 1 } },
  },
  { path: 'model.attention.window', to: { type: 'local-p', width: 2, units: 4 }, in: 'logits' },
  {
    path: 'model.attention.window.width',
    to: 4,
    in: 'logits',
    from: { 'model.attention.window': { type: 'local-p', width: 2, units: 4 } },
  },
  {
    path: 'model.attention.window.units',
    to: 5,
    in: 'logits',
    from: { 'model.attention.window': { type: 'local-p', width: 2, units: 4 } },
  },
  { path: 'model.attention.normalizer', to: 'sparsemax', in: 'logits' },
  { path: 'model.attention.normalizer', to: { type: 'entmax-1.5' }, in: 'logits' },
  {
    path: 'model.attention.normalizer',
    to: 'entmax-1.5',
    in: 'logits',
    from: { 'model.attention.normalizer': 'sparsemax' },
  },
  { path: 'model.output', to: { type: 'deep', units: 4 }, in: 'logits' },
  { path: 'model.output.units', to: 5, in: 'logits', from: { 'model.output': { type: 'deep', units: 4 } } },
  { path: 'text.source.tokenizer', to: 'words', in: 'translation' },
  { path: 'text.target.tokenizer', to: 'words', in: 'translation' },
  { path: 'text.maxLength', to: 2, in: 'translation' },
  { path: 'training.seed', to: 2, in: 'logits' },
  { path: 'training.batchSize', to: 3, in: 'weights' },
  { path: 'training.optimizer', to: 'adamw', in: 'weights' },
  { path: 'training.optimizer', to: 'sgd', in: 'weights' },
  ...['adam', 'adamw'].flatMap((type): Change[] => [
    { path: 'training.optimizer.beta1', to: 0.5, in: 'weights', from: { 'training.optimizer': { type } } },
    { path: 'training.optimizer.beta2', to: 0.5, in: 'weights', from: { 'training.optimizer': { type } } },
    { path: 'training.optimizer.epsilon', to: 0.1, in: 'weights', from: { 'training.optimizer': { type } } },
  ]),
  {
    path: 'training.optimizer.weightDecay',
    to: 0.5,
    in: 'weights',
    from: { 'training.optimizer': { type: 'adamw' } },
  },
  { path: 'training.optimizer.momentum', to: 0.9, in: 'weights', from: { 'training.optimizer': { type: 'sgd' } } },
  { path: 'training.learningRate', to: 0.02, in: 'weights' },
  { path: 'training.schedule', to: { type: 'linear-decay', to: 3 }, in: 'weights' },
  ...(['from', 'to', 'floor'] as const).map((option): Change => ({
    path: `training.schedule.${option}`,
    to: { from: 0.5, to: 4, floor: 0.5 }[option],
    in: 'weights',
    from: { 'training.schedule': { type: 'linear-decay', to: 2 } },
  })),
  { path: 'training.maxGradientNorm', to: 0.1, in: 'weights' },
  { path: 'training.labelSmoothing', to: 0.1, in: 'loss' },
  { path: 'training.loss', to: 'per-sentence', in: 'weights' },
];

const withValue = (config: Config, path: string, value: unknown): Config => {
  const [key = '', ...rest] = path.split('.');
  const inner = (config[key] ?? {}) as Config;
  if (rest.length > 0) return { ...config, [key]: withValue(inner, rest.join('.'), value) };
  const { [key]: _replaced, ...others } = config;
  return value === undefined ? others : { ...others, [key]: value };
};

const withValues = (config: Config, values: Config): Config =>
  Object.entries(values).reduce((changed, [path, value]) => withValue(changed, path, value), config);

const pairs: readonly TokenPair[] = [
  ['abcd', 'wxyz'],
  ['a', 'w'],
  ['dcba', 'zyxwz'],
  ['bb', 'xx'],
  ['ccd', 'y'],
].map(([source = '', target = '']) => ({ source: [...source], target: [...target] }));

/** All that a config has an effect on, each as a flat list. */
const effectsOf = async (config: Config, letters: Config): Promise<Record<Effect, readonly unknown[]>> => {
  const source = lettersOf((letters['model.source.vocabulary'] as string | undefined) ?? 'abcd');
  const target = lettersOf((letters['model.target.vocabulary'] as string | undefined) ?? 'wxyz');
  const resolved = resolveRunConfig(config, { source: source.size, target: target.size });
  const textModel = createTextModel({ config: resolved, sourceVocabulary: source, targetVocabulary: target });
  const { model } = textModel;

  const batch = tokenBatch([[4, 5, 6, 3]], 0);
  const given = tf.tensor2d([[2, 4, 5]], [1, 3], 'int32');
  const logits = tf.tidy(() => [...model.teacherForce(batch, given, { training: false }).logits.dataSync()]);
  const learning = trainableModel(model, { ...resolved.training, source, target });
  const encoded = pairs.map((pair) => ({ source: source.encode(pair.source), target: target.encode(pair.target) }));
  const loss = tf.tidy(() => [...learning.loss(encoded, { training: true, random: createRandom(3) }).sum.dataSync()]);
  disposeTree([batch, given]);
  const [found] = await translate(textModel, ['a bc'], { beam: 5, nBest: 20 });
  const translation = [found?.sourceTokens, found?.translations.map(({ text, tokens }) => [text, tokens])];

  const learner = createTextTrainer(textModel, { pairs });
  await learner.fit({ maxSteps: 4 });
  const saved = await saveParameters(model.parameters);
  const weights = [...saved.values()].flatMap(({ bytes }) => [...new Float32Array(bytes.buffer)]);
  learner.dispose();
  textModel.dispose();
  return { logits, loss, weights, translation };
};

/** How far two effects are apart; infinitely if they are of another kind. */
const distance = (one: readonly unknown[], other: readonly unknown[]): number => {
  if (one.length !== other.length || typeof one[0] !== 'number') {
    return JSON.stringify(one) === JSON.stringify(other) ? 0 : Infinity;
  }
  return Math.max(...one.map((value, index) => Math.abs((value as number) - (other[index] as number))));
};

let effectsOfBase: Record<Effect, readonly unknown[]>;
beforeAll(async () => {
  await useBackend('wasm');
  effectsOfBase = await effectsOf(base, {});
});

test('without a change nothing changes', async () => {
  expect(await effectsOf(base, {})).toEqual(effectsOfBase);
});

test.each(changes)('$path: $to', async ({ path, to, in: effect, from }) => {
  const before = withValues(base, from ?? {});
  const letters = path.endsWith('.vocabulary') ? { [path]: to } : {};
  const after = path.endsWith('.vocabulary') ? before : withValue(before, path, to);
  const one = from ? await effectsOf(before, {}) : effectsOfBase;
  const other = await effectsOf(after, letters);
  expect(distance(one[effect], other[effect])).toBeGreaterThan(1e-5);
});

test('each option there is, of each kind above, has a change above', () => {
  const resolve = (config: Config) => resolveRunConfig(config, { source: 8, target: 8 });
  const { format, version } = resolve(base);
  expect([format, version]).toEqual(['seq2seq', 1]);
  const tested = changes.map(({ path, from }) => optionsOf(resolve(withValues(base, from ?? {}))).get(path) ?? path);
  const configs = changes.flatMap(({ path, to, from }) => {
    const before = withValues(base, from ?? {});
    return [before, ...(path.endsWith('.vocabulary') ? [] : [withValue(before, path, to)])];
  });
  const all = configs.flatMap((config) => [...optionsOf(resolve(config)).values()]);
  expect([...new Set(all)].filter((option) => !tested.includes(option))).toEqual(['format', 'version']);
});

/** What there is in a config: paths with names, those of a kind with the kind's, such as `training.optimizer.beta1 of adamw`. */
const optionsOf = (config: object): ReadonlyMap<string, string> => {
  const walk = (value: unknown, path: string, kind: string): [path: string, name: string][] => {
    if (typeof value !== 'object' || value === null) return [[path, path + kind]];
    const ofKind = 'type' in value ? ` of ${String(value.type)}` : '';
    return Object.entries(value).flatMap(([key, inner]) =>
      key === 'type' ? [[path, path]] : walk(inner, path === '' ? key : `${path}.${key}`, ofKind),
    );
  };
  return new Map(walk(config, '', ''));
};
