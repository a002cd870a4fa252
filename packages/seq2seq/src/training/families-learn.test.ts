// Rule 32: every family of models learns a task that suits it, from examples alone, to a stated accuracy on examples never seen.
import { linearDecay } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { modelFamilies } from '../__fixtures__/families.ts';
import { type Family, familyConfig } from '../__fixtures__/family-config.ts';
import { tinyPairs } from '../__fixtures__/tiny-tasks.ts';
import { useBackend } from '../backend/use-backend.ts';
import { builtIn } from '../catalog/catalog.ts';
import { kindConfigOf } from '../catalog/kind-schema.ts';
import type { ModelConfig } from '../config/model-config.ts';
import { planTextModel } from '../text/plan-text-model.ts';
import { textModelFor } from '../text/text-model-for.ts';
import type { TextModel } from '../text/text-model.ts';
import { translateTokens } from '../translate/translate.ts';
import { createTextTrainer, type TokenPair } from './text-trainer.ts';

// Results that are the same on every machine: whether a model has learned is no matter of rounding.
beforeAll(() => useBackend('simd-strict', { threads: 1 }));

/** A few seconds of work, on a machine that has much else to do. */
const patience = 300_000;

/** The share of outputs that are right to the letter and ended by the model. */
const exactShare = async (textModel: TextModel, pairs: readonly TokenPair[]): Promise<number> => {
  const sources = pairs.map(({ source }) => source);
  const found = await translateTokens(textModel, sources, { beam: 1, batchSize: 100, alignments: false });
  const right = found.filter(({ translations: [best] }, index) => {
    const wanted = pairs[index]?.target.join(' ');
    return best?.finished === true && best.tokens.join(' ') === wanted;
  });
  return right.length / pairs.length;
};

test.each(modelFamilies)(
  '$name: $task, $steps steps',
  async (family) => {
    const tensors = tf.memory().numTensors;
    const { task, steps } = family;
    const pairs = tinyPairs(task, family.pairs ?? 1600);
    const [seen, unseen] = [pairs.slice(0, -100), pairs.slice(-100)];
    const textModel = textModelFor(seen, familyConfig(family, 24));
    // Falls in the second half, so that what is measured is not the last jump.
    const peak = textModel.config.training.learningRate;
    const learningRate = linearDecay({ peak, floor: peak / 20, from: steps / 2, to: steps, of: 'step' });
    const learner = createTextTrainer(textModel, { pairs: seen, learningRate });
    expect(await exactShare(textModel, unseen)).toBeLessThan(0.1);
    await learner.fit({ maxSteps: steps });
    expect(await exactShare(textModel, unseen)).toBeGreaterThanOrEqual(0.95);
    learner.dispose();
    textModel.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  },
  patience,
);

/** The kinds that a model is made of, by their part. */
const kindsIn = ({ encoder, bridge, decoder, output, attention }: ModelConfig): Readonly<Record<string, string[]>> => {
  const looks = attention ? [attention, ...attention.beside] : [];
  const typeOf = (kind: Parameters<typeof kindConfigOf>[0]): string => kindConfigOf(kind).type;
  return {
    cells: [...(encoder.cell === undefined ? [] : [typeOf(encoder.cell)]), typeOf(decoder.cell)],
    encoders: [encoder.type],
    summaries: [typeOf(encoder.summary)],
    bridges: [typeOf(bridge)],
    scorers: looks.map(({ scorer }) => scorer.type),
    windows: looks.map(({ window }) => window.type),
    normalizers: looks.map(({ normalizer }) => normalizer.type),
    outputs: [output.type],
  };
};

/** What else a config says, as the names of choices. */
const choicesIn = ({ tied, copy, encoder, decoder, attention }: ModelConfig): string[] => {
  const cells = [encoder.cell ?? '', decoder.cell].map((cell) => kindConfigOf(cell));
  return [
    ...[`tied ${tied}`, `context ${decoder.context}`, `query ${attention?.query ?? 'none'}`],
    ...cells.flatMap(({ type, layerNorm, depth }) => [
      ...(layerNorm === true ? [`normalised ${type}`] : []),
      ...(Number(depth) > 1 ? [`deep ${type}`] : []),
    ]),
    ...Object.entries({
      copy,
      'reset after': decoder.resetAfter,
      dropout: decoder.dropout > 0,
      zoneout: decoder.zoneout > 0,
      'variational dropout': decoder.variationalDropout.state > 0,
      residual: decoder.residual,
      'input feeding': decoder.inputFeeding,
      'upper layers': attention?.upperLayers,
      heads: (attention?.heads ?? 1) > 1,
      beside: (attention?.beside.length ?? 0) > 0,
    }).flatMap(([name, isOn]) => (isOn === true ? [name] : [])),
  ];
};

const plans = modelFamilies.map((family: Family) =>
  planTextModel(tinyPairs(family.task, 100), familyConfig(family, 24)),
);

test.each(Object.entries(builtIn))('the table has all %s of the catalog', (part, kinds) => {
  const used = new Set(plans.flatMap(({ config }) => kindsIn(config.model)[part] ?? []));
  expect([...used].toSorted()).toEqual(Object.keys(kinds).toSorted());
});

test('the table has all else that a config can choose', () => {
  const used = new Set(plans.flatMap(({ config }) => choicesIn(config.model)));
  expect([...used]).toEqual(
    expect.arrayContaining([
      ...['none', 'source-target', 'target-generator', 'all'].map((tied) => `tied ${tied}`),
      ...['initial', 'every-step', 'attention'].map((context) => `context ${context}`),
      ...['previous', 'current', 'between'].map((query) => `query ${query}`),
      ...['rnn', 'gru', 'lstm'].flatMap((cell) => [`normalised ${cell}`, `deep ${cell}`]),
      ...['copy', 'reset after', 'dropout', 'zoneout', 'variational dropout', 'residual', 'input feeding'],
      ...['upper layers', 'heads', 'beside'],
    ]),
  );
  expect(plans.some(({ config }) => config.training.coverageLoss > 0)).toBe(true);
  expect(plans.some(({ config }) => config.text.source.reverse)).toBe(true);
});
