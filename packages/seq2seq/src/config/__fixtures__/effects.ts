/** What a config has an effect on, so that an option that is accepted can be shown to matter. */
import { createRandom, disposeTree, saveParameters } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { lettersOf } from '../../__fixtures__/small-models.ts';
import { createTextModel } from '../../text/text-model.ts';
import { createTextTrainer, type TokenPair } from '../../training/text-trainer.ts';
import { sourceBatchOf } from '../../training/source-batch-of.ts';
import { trainableModel } from '../../training/trainable.ts';
import { translate } from '../../translate/translate.ts';
import { resolveRunConfig } from '../run-config.ts';

export type Config = { readonly [key: string]: unknown };

/** Where a change may show: scores of the fresh model, its loss while training, its weights after four steps, what it translates to. */
export type Effect = 'logits' | 'loss' | 'weights' | 'translation';
export type Effects = Readonly<Record<Effect, readonly unknown[]>>;

const pairs: readonly TokenPair[] = [
  ['abcd', 'wxyz'],
  ['a', 'w'],
  ['dcba', 'zyxwz'],
  ['bb', 'xx'],
  ['ccd', 'y'],
].map(([source = '', target = '']) => ({ source: [...source], target: [...target] }));

/** The effects of a config for runs, each as a flat list. */
export const effectsOf = async (
  config: Config,
  { source: sourceLetters = 'abcd', target: targetLetters = 'wxyz' }: { readonly source?: string; readonly target?: string } = {},
): Promise<Effects> => {
  const [source, target] = [lettersOf(sourceLetters), lettersOf(targetLetters)];
  const resolved = resolveRunConfig(config, { source: source.size, target: target.size });
  const textModel = createTextModel({ config: resolved, sourceVocabulary: source, targetVocabulary: target });
  const { model } = textModel;

  const copyIds = model.copies ? { copyIds: [4, 9, 1, 3] } : {};
  const sides = [{ source: [4, 5, 6, 3], ...copyIds }];
  const batch = sourceBatchOf(sides, { pad: source.pad, vocabularySize: target.size });
  const given = tf.tensor2d([[2, 4, 5]], [1, 3], 'int32');
  const logits = tf.tidy(() => [...model.teacherForce(batch, given, { training: false }).logits.dataSync()]);
  const learning = trainableModel(model, { ...resolved.training, source, target });
  const encoded = pairs.map((pair) => {
    const ids = [...source.encode(pair.source), source.eos];
    return {
      source: ids,
      target: [...target.encode(pair.target), target.eos],
      ...(model.copies && { copyIds: ids.map((id) => (id < 4 ? id : id + 4)) }),
    };
  });
  const loss = tf.tidy(() => [...learning.loss(encoded, { training: true, random: createRandom(3) }).sum.dataSync()]);
  disposeTree([batch.mask, given, ...('ids' in batch ? [batch.ids] : []), ...(batch.copies ? [batch.copies.ids] : [])]);
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
export const distance = (one: readonly unknown[], other: readonly unknown[]): number => {
  if (one.length !== other.length || typeof one[0] !== 'number') {
    return JSON.stringify(one) === JSON.stringify(other) ? 0 : Infinity;
  }
  return Math.max(...one.map((value, index) => Math.abs((value as number) - (other[index] as number))));
};

/** The config with other values at some paths; an undefined one takes the key away. */
export const withValues = (config: Config, values: Config): Config =>
  Object.entries(values).reduce((changed, [path, value]) => withValue(changed, path, value), config);

const withValue = (config: Config, path: string, value: unknown): Config => {
  const [key = '', ...rest] = path.split('.');
  const inner = (config[key] ?? {}) as Config;
  if (rest.length > 0) return { ...config, [key]: withValue(inner, rest.join('.'), value) };
  const { [key]: _replaced, ...others } = config;
  return value === undefined ? others : { ...others, [key]: value };
};

const stack = { cell: 'gru', units: 6 };

/** A small run that everything can be changed in. */
export const base: Config = {
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
