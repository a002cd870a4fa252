import { ConfigError } from '@seq2seq/core';

/** Where each token of an output looked: [T][S + 1], or with the row of its end of sentence [T + 1][S + 1]. */
export type SurfaceAlignmentRows = readonly (readonly number[] | Float32Array)[];

/**
 * Whether an alignment belongs to these tokens.
 *
 * @param where - who asks, for messages
 * @throws ConfigError if there are fewer rows than target tokens or more than one beyond, or a row has not a column for each source token and
 * its end of sentence, as with an encoder that joins neighbours
 */
export const checkAlignment = (
  where: string,
  alignment: SurfaceAlignmentRows,
  { target, source }: { readonly target: number; readonly source: number },
): void => {
  const beyond = alignment.length - target;
  if (beyond !== 0 && beyond !== 1) {
    throw new ConfigError(
      `${where}: expected a row of the alignment for each of ${target} target tokens and one for the end of sentence at most, got ` +
        `${alignment.length}; give tokens and alignment of one translation.`,
      'alignment',
    );
  }
  const row = alignment.findIndex(({ length }) => length !== source + 1);
  if (row < 0) return;
  throw new ConfigError(
    `${where}: expected ${source + 1} columns, one for each source token and its end of sentence, got ${alignment[row]?.length} in row ${row}; ` +
      'give tokens and alignment of one translation, by a model whose encoder does not join neighbours.',
    'alignment',
  );
};
