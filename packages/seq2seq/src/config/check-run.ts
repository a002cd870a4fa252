// What a model allows, and its texts and its teaching allow, but not together. Each refusal names both sides.
import { ConfigError } from '@seq2seq/core';
import { defaultFactorSeparator, type TextConfig } from './text-config.ts';
import type { RunConfig } from './run-config.ts';

type Refusal = readonly [path: string, why: string];

/** @throws ConfigError for the first thing that is impossible, or that would silently change nothing */
export const checkRun = (config: RunConfig, where: string): void => {
  checkFactorText(config.model.source.factors.length, config.text, where);
  throwFirst([...coverage(config), ...smoothing(config)], where);
};

/** @throws ConfigError if texts cannot carry so many factors, or there is a separator but nothing to separate */
export const checkFactorText = (count: number, { source }: TextConfig, where: string): void => {
  const { factorSeparator, tokenizer } = source;
  if (count === 0 && factorSeparator !== defaultFactorSeparator) {
    const why = `it is ${JSON.stringify(factorSeparator)}, but model.source.factors is empty; add factors or leave it out.`;
    throwFirst([['text.source.factorSeparator', why]], where);
  }
  if (count > 0 && tokenizer !== 'words') {
    const why = `it is ${tokenizer}, but model.source.factors has ${count}, which stand behind words; use words or leave factors out.`;
    throwFirst([['text.source.tokenizer', why]], where);
  }
};

const throwFirst = ([first]: readonly Refusal[], where: string): void => {
  if (first) throw new ConfigError(`${where}.${first[0]}: ${first[1]}`, first[0]);
};

const coverage = ({ model, training }: RunConfig): Refusal[] => {
  const { coverageLoss } = training;
  if (coverageLoss === 0 || model.decoder.context === 'attention') return [];
  const why = `it is ${coverageLoss}, but decoder.context is ${model.decoder.context}, where nothing can be looked at twice`;
  return [['training.coverageLoss', `${why}; leave it out, or set decoder.context to attention.`]];
};

const smoothing = ({ model, training }: RunConfig): Refusal[] => {
  const { labelSmoothing } = training;
  if (labelSmoothing === 0 || !model.copy) return [];
  const why = `it is ${labelSmoothing}, but model.copy is true, and smoothing would teach to copy what the source does not have`;
  return [['training.labelSmoothing', `${why}; leave either out.`]];
};
