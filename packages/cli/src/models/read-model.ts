// The model of a config that is to be drawn, whether it has been trained or not.
import { ConfigError } from '@seq2seq/core';
import {
  type Catalog,
  type LanguageModelConfig,
  type ModelConfig,
  parseLanguageModelConfig,
  parseModelConfig,
} from 'seq2seq';
import { isRecord } from '../run/is-record.ts';

/** A model that translates, or one of a decoder alone. */
export type DrawnModel = ModelConfig | LanguageModelConfig;

/**
 * The model part of a config with every default filled in. Before a training, vocabularies have not been counted; a figure does not show
 * them.
 *
 * @throws ConfigError if something is wrong with it
 */
export const readModel = (model: unknown, where: string, catalog: Catalog): DrawnModel => {
  if (!isRecord(model)) return parseModelConfig(model, where, catalog);
  const target = withVocabulary(model['target']);
  const isAlone = ['source', 'encoder', 'bridge', 'attention'].every((part) => !Object.hasOwn(model, part));
  if (isAlone && Object.hasOwn(model, 'decoder')) {
    return parseLanguageModelConfig({ ...model, target }, where, catalog);
  }
  const config = parseModelConfig({ ...model, source: withVocabularies(model['source']), target }, where, catalog);
  const bridge = typeof config.bridge === 'string' ? config.bridge : config.bridge.type;
  if (config.decoder.context === 'initial' && bridge === 'zero') {
    throw new ConfigError(
      `${where}.bridge: it is zero and decoder.context is initial, so nothing leads from the encoder to the decoder; choose another ` +
        'bridge or context.',
      'bridge',
    );
  }
  return config;
};

const withVocabularies = (source: unknown): unknown => {
  if (!isRecord(source) || Object.hasOwn(source, 'frames')) return source;
  const factors = source['factors'];
  return { ...withVocabulary(source), ...(Array.isArray(factors) && { factors: factors.map(withVocabulary) }) };
};

const withVocabulary = <Side>(side: Side): Side => (isRecord(side) ? { vocabulary: 1, ...side } : side);
