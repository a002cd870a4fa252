// What each key allows alone but not together. Each refusal names both sides. Widths are the parts' own to check, as they are built.
import { ConfigError } from '@seq2seq/core';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { kindConfigOf } from '../catalog/kind-schema.ts';
import type { LanguageModelConfig } from './language-model-config.ts';
import type { CellConfig, ModelConfig } from './model-config.ts';
import { sharesVocabulary } from './shares-vocabulary.ts';

/** Why something cannot be, and which key says it. */
type Refusal = readonly [path: string, why: string];

/** The same for a decoder alone. @throws ConfigError likewise */
export const checkLanguageModel = (config: LanguageModelConfig, catalog: Catalog, where: string): void =>
  refuseFirst(resetAfter('decoder', config.decoder, catalog), where);

/** @throws ConfigError for the first thing that is impossible */
export const checkTogether = (config: ModelConfig, catalog: Catalog, where: string): void => {
  refuseFirst(
    [
      ...resetAfter('encoder', config.encoder, catalog),
      ...resetAfter('decoder', config.decoder, catalog),
      ...attention(config),
      ...inputFeeding(config),
      ...upperLayers(config),
      ...copying(config),
      ...summary(config, catalog),
      ...tying(config),
      ...frozen(config),
      ...source(config),
    ],
    where,
  );
};

const refuseFirst = ([first]: readonly Refusal[], where: string): void => {
  if (first) throw new ConfigError(`${where}.${first[0]}: ${first[1]}`, first[0]);
};

const resetAfter = (
  part: 'encoder' | 'decoder',
  config: Pick<CellConfig, 'resetAfter'> & { readonly cell?: CellConfig['cell'] },
  { cells }: Catalog,
): Refusal[] => {
  const type = config.cell === undefined ? undefined : kindConfigOf(config.cell).type;
  const options = type === undefined ? {} : (cells[type]?.about?.options ?? { resetAfter: {} });
  if (!config.resetAfter || 'resetAfter' in options) return [];
  const got = type === undefined ? `${part} has no cell` : `${part}.cell is ${type}, which has no reset gate`;
  return [[`${part}.resetAfter`, `resetAfter is true but ${got}; use cell gru or leave it out.`]];
};

const attention = ({ decoder, attention: given }: ModelConfig): Refusal[] => {
  if (decoder.context === 'attention' && !given) {
    const remedy = 'add { query, scorer } or choose context initial or every-step';
    return [['attention', `decoder.context is attention but there is no attention; ${remedy}.`]];
  }
  if (decoder.context !== 'attention' && given) {
    const remedy = 'set it to attention or leave attention out';
    return [['attention', `there is an attention but decoder.context is ${decoder.context}; ${remedy}.`]];
  }
  return [];
};

const inputFeeding = ({ decoder, attention: given }: ModelConfig): Refusal[] => {
  if (!decoder.inputFeeding || given?.query === 'current') return [];
  const found = given ? `query ${given.query}` : `context ${decoder.context}`;
  const why = `inputFeeding feeds the attentional vector, which exists at attention.query current alone, not at ${found}.`;
  return [['decoder.inputFeeding', why]];
};

const upperLayers = ({ decoder, attention: given }: ModelConfig): Refusal[] => {
  if (!given?.upperLayers) return [];
  const path = 'attention.upperLayers';
  if (given.query === 'current') {
    const why = 'upperLayers is true but attention.query is current, where the context comes after all layers';
    return [[path, `${why}; use query previous or between.`]];
  }
  return decoder.layers > 1
    ? []
    : [[path, `upperLayers is true but decoder.layers is ${decoder.layers}; give 2 layers or more.`]];
};

const copying = ({ copy, decoder, source: from }: ModelConfig): Refusal[] => {
  if (!copy) return [];
  if (decoder.context !== 'attention') {
    const why = `copy is true but decoder.context is ${decoder.context}; what is copied is where attention looks`;
    return [['copy', `${why}: set decoder.context to attention or leave copy out.`]];
  }
  return 'frames' in from
    ? [['copy', 'copy is true but source.frames is given; only tokens can be copied: leave copy out.']]
    : [];
};

/** A summary that nobody reads would be accepted and change nothing. */
const summary = ({ encoder, decoder, bridge }: ModelConfig, { bridges }: Catalog): Refusal[] => {
  const type = kindConfigOf(encoder.summary).type;
  const bridgeType = kindConfigOf(bridge).type;
  const { copy, dense, zero } = builtIn.bridges;
  const readsNone = [copy, dense, zero].some((kind) => kind === bridges[bridgeType]);
  const isRead = decoder.context === 'every-step' || !readsNone;
  if (type === 'last' || isRead) return [];
  const why = `encoder.summary is ${type} but neither decoder.context ${decoder.context} nor bridge ${bridgeType} reads it`;
  return [['encoder.summary', `${why}; use context every-step or bridge summary, or leave it out.`]];
};

const frozen = ({ tied, source: from, target }: ModelConfig): Refusal[] => {
  if (!sharesVocabulary(tied)) return [];
  if ('frames' in from || from.frozen === target.frozen) return [];
  const why = `source.frozen is ${from.frozen} and target.frozen is ${target.frozen}, but tied ${tied} makes them one table`;
  return [['source.frozen', `${why}; make them equal or tie less.`]];
};

const tying = ({ tied, source: from, target }: ModelConfig): Refusal[] => {
  if (!sharesVocabulary(tied)) return [];
  if ('frames' in from) {
    const remedy = 'tie target-generator or none';
    return [['tied', `tied is ${tied} but source.frames is given, which has no embedding of tokens; ${remedy}.`]];
  }
  return (['vocabulary', 'embedding'] as const)
    .filter((size) => from[size] !== target[size])
    .map((size): Refusal => {
      const why = `tied is ${tied} but source.${size} is ${from[size]} and target.${size} is ${target[size]}`;
      return ['tied', `${why}; make them equal or tie less.`];
    });
};

const source = ({ source: from }: ModelConfig): Refusal[] => {
  if ('frames' in from || from.combine === 'concat') return [];
  if (from.factors.length === 0) {
    return [['source.combine', 'combine is sum but source.factors is empty; add factors or leave combine out.']];
  }
  return from.factors.flatMap((factor, i): Refusal[] => {
    const why = `combine is sum but source.embedding is ${from.embedding} and factors.${i}.embedding is ${factor.embedding}`;
    return factor.embedding === from.embedding ? [] : [[`source.factors.${i}.embedding`, `${why}; make them equal.`]];
  });
};
