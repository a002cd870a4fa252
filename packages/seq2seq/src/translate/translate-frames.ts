import type { Seq2SeqModel } from '@seq2seq/core';
import type { TextSide } from '../text/text-model.ts';
import type { Frame } from '../training/pair-batches.ts';
import { searchSources, type TranslateOptions } from './search-sources.ts';
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
  const { maxLength = 100 } = options;
  const found = await searchSources(
    // Nothing fills up frames but zeros.
    { model, pad: 0, target: target.vocabulary },
    recordings.map((source) => (source.length > 0 ? { source } : undefined)),
    { ...options, maxLength },
  );
  return recordings.map(({ length }, index) => {
    const columns = model.memoryLength?.(length) ?? length;
    const form = { target, columns, hasEndColumn: false, isReversed: false, hasGates: false };
    return (found[index] ?? []).map((hypothesis) => translationOf(hypothesis, form));
  });
};
