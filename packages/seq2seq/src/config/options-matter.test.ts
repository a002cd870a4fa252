// An option that is accepted changes the numbers: nothing is parsed and then forgotten. The kinds of the catalog and their options have
// a test of their own that is generated from it; frames and factors are tried where models are built.
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import {
  base,
  type Config,
  distance,
  type Effect,
  type Effects,
  effectsOf,
  withValues,
} from './__fixtures__/effects.ts';
import { resolveRunConfig } from './run-config.ts';

const twoLayers = { 'model.encoder.layers': 2, 'model.decoder.layers': 2 };
/** One vocabulary for both sides. */
const shared = { source: 'abcd', target: 'abcd' };
const withoutAttention = { 'model.attention': undefined, 'model.decoder.context': 'initial' };

type Letters = { readonly source?: string; readonly target?: string };
type Change = {
  readonly path: string;
  readonly to: unknown;
  readonly in: Effect;
  readonly from?: Config;
  readonly letters?: Letters;
};

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
  ...(['encoder', 'decoder'] as const).flatMap((part): Change[] => [
    { path: `model.${part}.zoneout`, to: 0.5, in: 'loss' },
    { path: `model.${part}.variationalDropout.inputs`, to: 0.5, in: 'loss' },
    { path: `model.${part}.variationalDropout.state`, to: 0.5, in: 'loss' },
  ]),
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
  { path: 'model.attention.heads', to: 2, in: 'logits', from: { 'model.decoder.units': 6 } },
  { path: 'model.attention.beside', to: [{ scorer: 'general' }], in: 'logits' },
  {
    path: 'model.attention.upperLayers',
    to: true,
    in: 'logits',
    from: { ...twoLayers, 'model.attention.query': 'previous' },
  },
  { path: 'model.copy', to: true, in: 'logits' },
  { path: 'model.tied', to: 'source-target', in: 'logits', from: { 'model.source.embedding': 5 }, letters: shared },
  { path: 'model.tied', to: 'target-generator', in: 'logits', from: { 'model.decoder.units': 5 } },
  {
    path: 'model.tied',
    to: 'all',
    in: 'logits',
    from: { 'model.source.embedding': 5, 'model.decoder.units': 5 },
    letters: shared,
  },
  { path: 'model.source.frozen', to: true, in: 'weights' },
  { path: 'model.target.frozen', to: true, in: 'weights' },
  { path: 'text.source.reverse', to: true, in: 'weights' },
  { path: 'training.coverageLoss', to: 0.5, in: 'loss' },
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

let effectsOfBase: Effects;
beforeAll(async () => {
  await useBackend('wasm');
  effectsOfBase = await effectsOf(base);
});

test('without a change nothing changes', async () => {
  expect(await effectsOf(base)).toEqual(effectsOfBase);
});

test.each(changes)('$path: $to', async ({ path, to, in: effect, from, letters: given }) => {
  const before = withValues(base, from ?? {});
  const side = path.split('.')[1] as string;
  const letters = path.endsWith('.vocabulary') ? { [side]: to as string } : given;
  const after = path.endsWith('.vocabulary') ? before : withValues(before, { [path]: to });
  const one = from ? await effectsOf(before, given) : effectsOfBase;
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
    return [before, ...(path.endsWith('.vocabulary') ? [] : [withValues(before, { [path]: to })])];
  });
  const all = configs.flatMap((config) => [...optionsOf(resolve(config)).values()]);
  const ofKinds =
    /^model\.(output|encoder|encoder\.summary.*|attention\.(beside\.0\.)?(scorer|window|normalizer).*|attention\.beside\.0\.heads)$/;
  const untested = [...new Set(all)].filter((option) => !tested.includes(option) && !ofKinds.test(option));
  // Those of factors, and of how vocabularies are counted, are tried where there are factors and where they are counted.
  const elsewhere = ['text.source.minimumCount', 'text.source.factorSeparator', 'text.target.minimumCount'];
  expect(untested).toEqual(['format', 'version', 'model.source.combine', ...elsewhere]);
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
