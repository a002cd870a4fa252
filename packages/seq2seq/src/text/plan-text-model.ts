import { ConfigError } from '@seq2seq/core';
import { buildVocabulary, type BuildVocabularyOptions, type Vocabulary } from '@seq2seq/text';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { checkFactorText } from '../config/check-run.ts';
import { resolveRunConfig, resolveTextConfig, type RunConfig } from '../config/run-config.ts';
import type { SideTextConfig } from '../config/text-config.ts';
import type { TokenPair } from '../training/text-trainer.ts';
import { checkFactors, type FactorForm, splitFactors } from './split-factors.ts';
import { sharesVocabulary } from '../config/shares-vocabulary.ts';
import { isRecord } from '../config/is-record.ts';

/** A checked config and the vocabularies that it goes with: all that makes a model but the first values of its weights. */
export type TextModelPlan = {
  readonly config: RunConfig;
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
  /** One for each factor of the source; absent where it has none. */
  readonly factorVocabularies?: readonly Vocabulary[];
};

/**
 * What a model for these pairs will be: its vocabularies are counted from them. Sides that share an embedding get one vocabulary,
 * counted from both.
 *
 * @param config - as one writes it; see `RunConfigInput`
 * @param where - what to call it in messages: a file, or "config"
 * @param parts - the kinds that it may name; the built-in ones by default
 * @throws ConfigError if the config is wrong; CorpusError if a source lacks factors that it names
 */
export const planTextModel = (
  pairs: readonly TokenPair[],
  config: unknown,
  where?: string,
  parts: Partial<Catalog> = builtIn,
): TextModelPlan => {
  const form = factorFormOf(config, where);
  const lines = pairs.map(({ source }, index) => ({ tokens: source, line: index + 1 }));
  checkFactors(lines, form, 'pairs');
  const sources = pairs.map(({ source }) => splitFactors(source, form, { where: 'pairs', line: 0 }));
  const texts = { source: sources.map(({ words }) => words), target: pairs.map(({ target }) => target) };
  const vocabularies = vocabulariesOf(texts, config, where);
  const factorVocabularies = Array.from({ length: form.count }, (_, f) =>
    buildVocabulary(sources.map(({ factors }) => factors[f] as readonly string[])),
  );
  const sizes = {
    source: vocabularies.sourceVocabulary.size,
    target: vocabularies.targetVocabulary.size,
    factors: factorVocabularies.map(({ size }) => size),
  };
  return {
    config: resolveRunConfig(config, sizes, where, parts),
    ...vocabularies,
    ...(factorVocabularies.length > 0 && { factorVocabularies }),
  };
};

/**
 * How the sources of a model carry their factors, which must be known before vocabularies can be counted.
 *
 * @param config - as one writes it
 * @throws ConfigError if its texts or its training are described wrongly; what its model says is not looked at
 */
export const factorFormOf = (config: unknown, where?: string): FactorForm => {
  const source = modelIn(config)['source'];
  const factors = isRecord(source) ? source['factors'] : undefined;
  const count = Array.isArray(factors) ? factors.length : 0;
  const text = resolveTextConfig(config, where);
  checkFactorText(count, text, where ?? 'config');
  return { count, separator: text.source.factorSeparator };
};

type Texts = Readonly<Record<'source' | 'target', readonly (readonly string[])[]>>;

const vocabulariesOf = (
  texts: Texts,
  config: unknown,
  where = 'config',
): Pick<TextModelPlan, 'sourceVocabulary' | 'targetVocabulary'> => {
  const { source, target } = resolveTextConfig(config, where);
  const { tied } = modelIn(config);
  if (!sharesVocabulary(tied)) {
    return {
      sourceVocabulary: buildVocabulary(texts.source, limitsOf(source)),
      targetVocabulary: buildVocabulary(texts.target, limitsOf(target)),
    };
  }
  for (const limit of ['minimumCount', 'maxSize'] as const) {
    if (source[limit] === target[limit]) continue;
    const [there, here] = [source, target].map((side) => side[limit] ?? 'not given');
    throw new ConfigError(
      `${where}.text.source.${limit}: it is ${there} but text.target.${limit} is ${here}, and model.tied is ${tied}, where both sides ` +
        'have one vocabulary; make them equal.',
      `text.source.${limit}`,
    );
  }
  const both = buildVocabulary([...texts.source, ...texts.target], limitsOf(source));
  return { sourceVocabulary: both, targetVocabulary: both };
};

const limitsOf = ({ minimumCount, maxSize }: SideTextConfig): BuildVocabularyOptions => ({
  minimumCount,
  ...(maxSize !== undefined && { maxSize }),
});

const modelIn = (config: unknown): Readonly<Record<string, unknown>> => {
  const model = isRecord(config) ? config['model'] : undefined;
  return isRecord(model) ? model : {};
};
