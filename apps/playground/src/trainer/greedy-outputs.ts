import type { TaskExample } from '@seq2seq/tasks';
import { type TextModel, translateTokens } from 'seq2seq';

/** What a model says of each example, greedily and all side by side. */
export const greedyOutputs = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
): Promise<(readonly string[])[]> => {
  const sources = examples.map(({ source }) => source);
  const found = await translateTokens(textModel, sources, { beam: 1, alignments: false, batchSize: examples.length });
  return found.map(({ translations }) => translations[0]?.tokens ?? []);
};
