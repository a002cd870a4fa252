import { type KnownVectors, type TextModelPlan, withVectors } from 'seq2seq';
import { readVectors } from '../text/read-vectors.ts';

/** Files of word vectors for the sides of a model. */
export type VectorFiles = { readonly sourceVectors?: string | undefined; readonly targetVectors?: string | undefined };

/**
 * What the weights of a planned model begin with.
 *
 * @throws StorageError, CorpusError or ConfigError if a file cannot be read, or its vectors do not fit the model
 */
export const readFirstValues = async (
  plan: TextModelPlan,
  { sourceVectors, targetVectors }: VectorFiles,
): Promise<KnownVectors> => {
  const [source, target] = [
    sourceVectors === undefined ? undefined : await readVectors(sourceVectors, plan.sourceVocabulary.has),
    targetVectors === undefined ? undefined : await readVectors(targetVectors, plan.targetVocabulary.has),
  ];
  return withVectors(
    plan,
    { ...(source && { source }), ...(target && { target }) },
    { source: sourceVectors ?? '--source-vectors', target: targetVectors ?? '--target-vectors' },
  );
};

/** How many words have a vector, a line for each file: `Source vectors: 38,112 of 40,010 words found.` */
export const describeFound = ({ found }: KnownVectors): string[] =>
  found.map(({ side, known, words }) => {
    const name = side === 'source' ? 'Source' : 'Target';
    return `${name} vectors: ${known.toLocaleString('en-US')} of ${words.toLocaleString('en-US')} words found.`;
  });
