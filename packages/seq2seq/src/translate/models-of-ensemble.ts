// Which models decide together, and whether they can.
import { ConfigError } from '@seq2seq/core';
import type { TextModel } from '../text/text-model.ts';
import type { SearchedModel } from './open-batch.ts';
import type { ModelsBeside } from './translate-options.ts';

/** A model with its texts, and as it is searched. */
export type EnsembleMember = { readonly textModel: TextModel; readonly searched: SearchedModel };

/**
 * The first model and those beside it.
 *
 * @throws ConfigError if one has other target tokens than the first, or copies what the first does not
 */
export const modelsOf = (first: TextModel, beside?: ModelsBeside): readonly EnsembleMember[] =>
  [first, ...(beside?.models ?? [])].map((textModel, index) => {
    if (index > 0) checkMember(first, textModel, `translate: ensemble.models[${index - 1}]`);
    const { model, source } = textModel;
    const searched = { model, pad: source.vocabulary.pad, alignsLikeFirst: alignsLike(first, textModel) };
    return { textModel, searched };
  });

const checkMember = (first: TextModel, other: TextModel, where: string): void => {
  const [wanted, given] = [first, other].map(({ target }) => target.vocabulary.tokens) as [string[], string[]];
  const id = Array.from({ length: Math.max(wanted.length, given.length) }).findIndex((_, i) => wanted[i] !== given[i]);
  if (id >= 0) {
    const [there, here] = [wanted[id], given[id]].map((token) => JSON.stringify(token) ?? 'nothing');
    throw new ConfigError(
      `${where}: expected the target vocabulary of the first model, got ${here} as token ${id}, where that has ${there}; ` +
        'train the models of an ensemble on one vocabulary.',
      'ensemble.models',
    );
  }
  const copiesAlike =
    first.model.copies === other.model.copies &&
    (!first.model.copies || first.source.tokenizer.type === other.source.tokenizer.type);
  if (!copiesAlike) {
    throw new ConfigError(
      `${where}: expected to copy as the first model does, got ${copying(other)} beside ${copying(first)}; ` +
        'combine models that copy the same tokens, or none that copies.',
      'ensemble.models',
    );
  }
};

const copying = ({ model, source }: TextModel): string =>
  model.copies ? `one that copies ${source.tokenizer.type}` : 'one that does not copy';

/** A mean of weights over columns that mean something else would say nothing. */
const alignsLike = (first: TextModel, other: TextModel): boolean =>
  first.model.attends &&
  other.model.attends &&
  first.source.tokenizer.type === other.source.tokenizer.type &&
  first.source.isReversed === other.source.isReversed;
