import type { Seq2SeqModel } from '@seq2seq/core';
import type { TextSide } from '../text/text-model.ts';
import type { Frame } from '../training/pair-batches.ts';
import { checkCount, constraintsOfSources } from './constraints-of-sources.ts';
import { planSearch } from './plan-search.ts';
import { searchSources } from './search-sources.ts';
import { seedOfSource } from './source-seed.ts';
import type { TranslateOptions } from './translate-options.ts';
import { type Translation, translationOf } from './translation.ts';

/** A model that reads dense vectors, and what its outputs are made of. */
export type FrameModel = { readonly model: Seq2SeqModel; readonly target: TextSide };

/**
 * Sequences of dense vectors in, such as frames of sound, texts out. Results do not depend on what else is in the batch.
 *
 * @param recordings - for each source its frames
 * @param options - maxLength is 100 by default
 * @returns for each source its translations, best first; one without frames has none. Columns of alignments are frames, or what the
 * encoder has joined of them; frames have no end of sentence
 */
export const translateFrames = async (
  { model, target }: FrameModel,
  recordings: readonly (readonly Frame[])[],
  options: TranslateOptions = {},
): Promise<readonly (readonly Translation[])[]> => {
  const constraints = constraintsOfSources(
    options.constraints,
    recordings.map(() => ({})),
    target,
  );
  checkCount('seeds', options.seeds?.length, recordings.length);
  const plan = planSearch(options, 100);
  const columnsOf = ({ length }: readonly Frame[]): number => model.memoryLength?.(length) ?? length;
  const { languageModel, seeds, signal } = options;
  const found = await searchSources(
    {
      // Nothing fills up frames but zeros.
      models: [{ model, pad: 0, alignsLikeFirst: true }],
      target: target.vocabulary,
      ...(languageModel && { languageModel }),
    },
    recordings.map((source, index) => {
      if (source.length === 0) return undefined;
      const seed = seeds?.[index] ?? seedOfSource({ source });
      return { sides: [{ source }], length: columnsOf(source), seed, constraints: constraints[index] ?? [] };
    }),
    plan,
    signal,
  );
  return recordings.map((source, index) => {
    const form = {
      ...{ target, columns: columnsOf(source), hasEndColumn: false, isReversed: false, hasGates: false },
      hasAlignments: plan.alignments,
    };
    return (found[index] ?? []).map((hypothesis) => translationOf(hypothesis, form));
  });
};
