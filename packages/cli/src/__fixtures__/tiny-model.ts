import { buildVocabulary } from '@seq2seq/text';
import { createTextModel, resolveRunConfig, type TextModel, useBackend, type TextModelPlan } from 'seq2seq';
import { tinyConfig } from './tiny-task.ts';

/** The tiny task's model before training: letters a to f to capitals A to F. */
export const tinyPlan = (training: { readonly seed?: number } = {}): TextModelPlan => {
  const sourceVocabulary = buildVocabulary([[...'abcdef']]);
  const targetVocabulary = buildVocabulary([[...'ABCDEF']]);
  const sizes = { source: sourceVocabulary.size, target: targetVocabulary.size };
  const config = resolveRunConfig({ ...tinyConfig, training: { ...tinyConfig.training, ...training } }, sizes);
  return { config, sourceVocabulary, targetVocabulary };
};

export const tinyModel = async (): Promise<TextModel> => {
  await useBackend('wasm');
  return createTextModel(tinyPlan());
};
