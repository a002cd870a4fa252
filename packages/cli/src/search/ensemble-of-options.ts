import { ConfigError } from '@seq2seq/core';
import type { ModelsBeside, TextModel } from 'seq2seq';
import { loadModel } from 'seq2seq/node';
import type { SearchCommandOptions } from './search-options.ts';

/**
 * The models beside the first, loaded; undefined if there is none. The caller disposes of them.
 *
 * @throws ConfigError if there are weights or a mode but no models, or not one weight for each
 */
export const ensembleOfOptions = async (
  options: SearchCommandOptions,
  allowCode: boolean,
): Promise<ModelsBeside | undefined> => {
  const { ensemble: folders, ensembleWeights: weights, ensembleMode: mode } = options;
  if (!folders) {
    const flag = weights ? '--ensemble-weights' : mode && '--ensemble-mode';
    if (flag === undefined) return undefined;
    throw new ConfigError(`${flag}: expected --ensemble, got none; name the folders of the other models.`, flag);
  }
  if (weights && weights.length !== folders.length + 1) {
    throw new ConfigError(
      `--ensemble-weights: expected ${folders.length + 1} numbers, got ${weights.length}; give one for each model, the first one first.`,
      '--ensemble-weights',
    );
  }
  const models: TextModel[] = [];
  for (const folder of folders) models.push(await loadModel(folder, { allowCode }));
  return { models, ...(weights && { weights }), ...(mode && { mode }) };
};
