// Whether vocabularies are those that a config means.
import { ConfigError } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { RunConfig } from '../config/run-config.ts';
import { sharesVocabulary } from '../config/shares-vocabulary.ts';

/** All that a text model counts with. */
export type Vocabularies = {
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
  /** One for each factor of the source. */
  readonly factorVocabularies: readonly Vocabulary[];
};

/** @throws ConfigError if one is not as large as the config says, or sides that share a table do not share a vocabulary */
export const checkVocabularies = (
  { model }: RunConfig,
  { sourceVocabulary, targetVocabulary, factorVocabularies }: Vocabularies,
): void => {
  checkSize('source', model.source.vocabulary, sourceVocabulary);
  checkSize('target', model.target.vocabulary, targetVocabulary);
  const { factors } = model.source;
  if (factors.length !== factorVocabularies.length) {
    throw new ConfigError(
      `model.source.factors: the config has ${factors.length} but there are ${factorVocabularies.length} vocabularies of factors; ` +
        'keep config and vocabularies of one run together.',
      'model.source.factors',
    );
  }
  for (const [f, { vocabulary }] of factors.entries()) {
    checkSize(`source.factors.${f}`, vocabulary, factorVocabularies[f] as Vocabulary);
  }
  if (sharesVocabulary(model.tied)) checkSame(model.tied, sourceVocabulary, targetVocabulary);
};

const checkSize = (side: string, wanted: number, { size }: Vocabulary): void => {
  if (size === wanted) return;
  throw new ConfigError(
    `model.${side}.vocabulary: the config says ${wanted} tokens but the ${side} vocabulary has ${size}; keep config and vocabulary of one run together.`,
    `model.${side}.vocabulary`,
  );
};

const checkSame = (tied: string, source: Vocabulary, target: Vocabulary): void => {
  const id = source.tokens.findIndex((token, place) => token !== target.tokens[place]);
  if (id < 0) return;
  const [there, here] = [source, target].map(({ tokens }) => JSON.stringify(tokens[id]));
  throw new ConfigError(
    `model.tied: it is ${tied}, which wants one vocabulary for both sides, but token ${id} is ${there} in the source vocabulary and ` +
      `${here} in the target vocabulary; keep the vocabularies of one run together.`,
    'model.tied',
  );
};
